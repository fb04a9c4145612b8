"""What in a text hinders its readers: hashtags that break, letters and bullets that a screen reader stumbles over, private numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kutsu.core.advice.cells import Written
from kutsu.core.cells.reading import quoted
from kutsu.core.messages import Remark, remark

_HASHTAG = re.compile(r"(?<!\w)#\w+[-\u2010\u2011]\w[\w-]*")
_STYLED = re.compile("[\U0001d400-\U0001d7ff\uff21-\uff5a]+")
"""Letters of mathematics and of full width, in which social networks fake bold and italics."""
_BULLET = re.compile(r"^\s*[\u2600-\u27bf\u2b50\U0001f300-\U0001faff]", re.MULTILINE)
_MOBILE = re.compile(r"(?<![\d+])(?:\+358[\s-]?|0)(?:4\d|50)(?:[\s-]?\d){6,8}(?!\d)")


def check_wording(cell: Written) -> Iterator[Remark]:
    """One remark per kind of hindrance."""
    if match := _HASHTAG.search(cell.text):
        yield remark("hashtag-hyphen", seen=quoted(match[0]))
    if match := _STYLED.search(cell.text):
        yield remark("letters-styled", seen=quoted(match[0]))
    if len(_BULLET.findall(cell.text)) > 1:
        yield remark("bullets-emoji")
    contact = cell.entry.subject.contact
    own = _number(contact.phone or "") if contact else ""
    if any(_number(match[0]) != own for match in _MOBILE.finditer(cell.text)):
        yield remark("text-private-phone")


def _number(written: str) -> str:
    """A phone number without blanks and prefixes."""
    return re.sub(r"^(?:358|0)", "", re.sub(r"\D", "", written))
