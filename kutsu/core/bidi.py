"""Text of two directions in HTML: what is read from the left stands apart where all else is read from the right.

Without it a phone number loses the order of its groups, a span of times begins with its end, and the mark after a Latin name
jumps before it (UAX #9). Bidirectional controls are no remedy in mail: posts and subjects must be free of invisible characters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from markupsafe import Markup, escape

LEFT = frozenset({"L", "EN"})
RIGHT = frozenset({"R", "AL", "AN", "B"})
"""Classes of UAX #9 that begin a run from the left, and that end one."""

STOPS = frozenset("،؛؟")
"""Marks of Arabic sentences, which belong to no Latin name."""


def isolated(text: str, direction: str) -> Markup:
    """The text escaped; read from the right, with `<bdi>` around each Latin name, time, phone number and address."""
    if direction != "rtl":
        return escape(text)
    return Markup("").join(_apart(run) if foreign else escape(run) for run, foreign in runs(str(text)))


def latin(text: str) -> bool:
    """Whether a text has letters, and all of them are read from the left."""
    classes = {unicodedata.bidirectional(sign) for sign in text if sign.isalpha()}
    return classes == {"L"}


def runs(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it stands apart; a bare number needs no care and stays where it is."""
    start = 0
    while start < len(text):
        begin = next((at for at in range(start, len(text)) if _begins(text, at)), len(text))
        end = _end(text, begin)
        apart = not text[begin:end].isdecimal() and begin < end
        if not apart:
            yield text[start:end], False
        else:
            if start < begin:
                yield text[start:begin], False
            yield text[begin:end], True
        start = end


def _apart(run: str) -> Markup:
    """A run that stands apart; a time or a number of groups, which has no letters, is never broken over two lines."""
    whole = Markup(' class="whole"') if not any(map(str.isalpha, run)) else ""
    return Markup('<bdi dir="ltr"{}>{}</bdi>').format(whole, run)


def _begins(text: str, at: int) -> bool:
    """Whether a run from the left begins here: at a letter or digit, or at the plus of a phone number."""
    return unicodedata.bidirectional(text[at : at + 1] if text[at] != "+" else text[at + 1 : at + 2] or " ") in LEFT


def _end(text: str, begin: int) -> int:
    """Where the run that begins here ends: after its last letter or digit, and after a bracket that closes one of its own."""
    end = at = begin
    while at < len(text) and unicodedata.bidirectional(text[at]) not in RIGHT and text[at] not in STOPS:
        at += 1
        own = unicodedata.bidirectional(text[at - 1]) in LEFT
        closes = text[at - 1] == ")" and text.count("(", begin, at) == text.count(")", begin, at)
        end = at if own or closes else end
    return end
