"""One cell -> a text for the public: whole, in its own language, and without anybody's private details.

Markup is not touched: `<b>` and `&amp;` are shown as typed, for shapes escape all text.
"""

from __future__ import annotations

import re

from kutsu.core.cells.normal import folded, paragraphs, plain, typed
from kutsu.core.cells.reading import Reading, quoted, wrong
from kutsu.core.grid import Cell

_PLACEHOLDER = re.compile(
    r"x{1,3}|\?+|[-–—]+|…|\.+|sama|samma|same|tulee|tulossa|kommer|puuttuu|saknas|missing|täydennetään|kompletteras"
    r"|tba|tbd|tbc|todo|n/a|true|false|tosi|epätosi"
)
_LOREM = re.compile(r"\blorem ipsum\b")
_TRANSLATION = re.compile(r"TRANSLATE\s*\(", re.IGNORECASE)
_BOTH_LABELLED = re.compile(r"\b(?:fi|suomeksi|på finska)\s*:.*\b(?:sv|se|ruotsiksi|på svenska)\s*:", re.DOTALL)

_IDENTITY_CODE = re.compile(
    r"(?<![0-9A-Za-z])([0-9]{6})[-+A-FU-Y]([0-9]{3})([0-9A-FHJ-NPR-Y])(?![0-9A-Za-z])", re.IGNORECASE
)
_CHECK_MARKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_PRIVATE_EMAIL = re.compile(
    r"@(?:gmail|googlemail|hotmail|outlook|live|msn|yahoo|icloud|me|proton|protonmail|aol|luukku|suomi24|kolumbus|elisanet"
    r"|pp\.inet|welho|nic|netti|saunalahti|yandex|mail)\.(?:com|fi|net|me|se|ru|org)\b",
    re.IGNORECASE,
)


def text(cell: Cell, column: str, long: bool = False, single_language: bool = True) -> Reading[str]:
    """A public text under the header `column`: one line, or paragraphs where `long`.

    `single_language` is false for remarks and names that stand for every language at once.
    """
    found = paragraphs(typed(cell)) if long else plain(typed(cell))
    if is_translation(cell):
        return wrong("text-translated", column=column)
    form = folded(found)
    if _PLACEHOLDER.fullmatch(form.rstrip(".! ") or form) or _LOREM.search(form):
        return wrong("text-placeholder", seen=quoted(found), column=column)
    if single_language and (_BOTH_LABELLED.search(form) or (not long and " / " in found)):
        return wrong("text-bilingual", seen=quoted(found), column=column)
    return private(found)


def is_translation(cell: Cell) -> bool:
    """Whether a formula of the sheet translates this text, so that it may be another one tomorrow."""
    return _TRANSLATION.search(cell.formula) is not None


def private(found: str) -> Reading[str]:
    """The text, unless it gives away a personal identity code or a private-looking e-mail address; neither is quoted."""
    if any(_is_identity_code(match) for match in _IDENTITY_CODE.finditer(found)):
        return wrong("text-identity-code")
    return wrong("text-private-email") if _PRIVATE_EMAIL.search(found) else Reading(found)


def _is_identity_code(match: re.Match[str]) -> bool:
    """Finnish personal identity code: the last mark is the date and number modulo 31 (Digital and Population Data Services Agency)."""
    return _CHECK_MARKS[int(match[1] + match[2]) % 31] == match[3].upper()
