"""How high a row of a workbook has to be for its texts: programs trust the file, and a row without a height shows one line."""

from __future__ import annotations

LINE_HEIGHT = 15
"""Of a line of text, in points."""
SPARE = 8
"""Characters that a line may lack because a word did not fit."""


def height(words: str, width: float, most: int) -> int:
    """Points for `words` in a column of so many characters; what needs more than `most` lines shows its beginning."""
    return LINE_HEIGHT * min(most, lines(words, width))


def lines(words: str, width: float) -> int:
    """How many lines words need in a column of so many characters; words that do not fit in the end of a line take more."""
    return sum(1 + int((len(line) + SPARE) / (width * 1.15)) for line in words.split("\n"))
