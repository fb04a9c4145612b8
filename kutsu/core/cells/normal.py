"""What every cell goes through before anything reads it: invisible characters out, blanks to one form."""

from __future__ import annotations

import re
import unicodedata

from kutsu.core.grid import Cell

_EMOJI = "\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff"
_ARABIC = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc"

_INVISIBLE = re.compile(
    "[\u200b\u200e\u200f\u00ad\u202a-\u202e\u2066-\u2069\ufeff]"
    "|[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]"  # control characters and lone surrogates: no file format takes them
    f"|\u200d(?![{_EMOJI}])|(?<![{_EMOJI}])\u200d"  # a joiner stays inside an emoji
    f"|\u200c(?![{_ARABIC}])|(?<![{_ARABIC}])\u200c"  # a non-joiner stays inside a Persian word
)
_LINE_END = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")


def plain(text: str) -> str:
    """One line: NFC, no invisible characters, every run of blanks (no-break, thin, line breaks) one blank, trimmed."""
    return " ".join(_visible(text).split())


def paragraphs(text: str) -> str:
    """As `plain` per line, keeping line breaks and at most one empty line between paragraphs."""
    lines = "\n".join(plain(line) for line in _LINE_END.split(_visible(text)))
    return re.sub(r"\n{3,}", "\n\n", lines).strip("\n")


def folded(text: str) -> str:
    """What two names are compared by: plain, without regard to case."""
    return unicodedata.normalize("NFC", plain(text).casefold())


def typed(cell: Cell) -> str:
    """The text of a cell as its editor sees it; where nothing is shown, the stored value."""
    if isinstance(cell.raw, str):
        return cell.raw
    return cell.shown or digits(cell)


def digits(cell: Cell) -> str:
    """The text of a cell in which the digits count: a stored whole number is not taken from a display like `4,01E+08`."""
    if isinstance(cell.raw, str) or cell.raw is None:
        return cell.raw or cell.shown
    if isinstance(cell.raw, bool):
        return str(cell.raw).upper()
    whole = abs(cell.raw) < 1e15 and cell.raw == int(cell.raw)
    return str(int(cell.raw)) if whole else str(cell.raw)


def blank(cell: Cell) -> bool:
    """Whether a cell holds nothing but blanks; an unticked box counts as nothing."""
    return cell.raw is False or (not plain(typed(cell)) and not cell.formula)


def _visible(text: str) -> str:
    """The text in NFC without what nobody sees; all of that is unprintable, and most texts have none of it."""
    composed = unicodedata.normalize("NFC", text)
    return composed if composed.isprintable() else _INVISIBLE.sub("", composed)
