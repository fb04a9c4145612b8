"""Text for a cell of the sheet: never a formula, nothing that no file takes, never too long."""

from __future__ import annotations

import re

MOST = 16_000
"""Characters of a cell: Excel takes 32,767 UTF-16 units, of which a character may need two; Google takes 50,000."""

FORMULA = "=+-@\t\r＝＋－＠"
"""With these a spreadsheet program begins a formula when a cell is pasted or a CSV opened (OWASP, CSV injection)."""

GUARD = "’"
"""Before such a text: it is seen and copied as it is, where a straight apostrophe would be taken for a sign and lost."""

_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")


def safe(text: str) -> str:
    """The text as it may stand in a cell; line breaks stay, blanks at its ends go."""
    lines = _UNFIT.sub("", _LINE_END.sub("\n", text)).replace("\t", " ").split("\n")
    kept = "\n".join(line.rstrip() for line in lines).strip()
    guarded = GUARD + kept if kept.startswith(tuple(FORMULA)) else kept
    return guarded if len(guarded) <= MOST else guarded[: MOST - 1].rstrip() + "…"


def same(stands: str, wanted: str) -> bool:
    """Whether a cell has this text already, whatever a program did to its line ends and last blanks."""
    return safe(stands) == safe(wanted)
