"""A text as lines of a measured width: broken where its script allows it (UAX #14), balanced, and cut where it is too long."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

import regex
from uniseg.linebreak import line_break_units

from kutsu.core.cards import CUT, shortened
from kutsu.core.languages import DASH
from kutsu.pictures import fonts
from kutsu.pictures.fonts import Run

HALVINGS = 6
"""So often the width of balanced lines is halved: to about a hundredth of a line."""

_LETTERS = regex.compile(r"\X")

LONGEST = 500
"""Characters of a text that are looked at: more than ever fit."""

Lines = list[str]


@dataclass(frozen=True)
class Style:
    """How a text is set: size and width in pixels, weight from 100 to 900, at most so many lines."""

    size: float
    weight: int
    width: float
    most: int

    def wide(self, text: str) -> float:
        """How wide a line of this text is, without the blanks at its end."""
        return self.size * fonts.width(text.rstrip(), self.weight)


@dataclass(frozen=True)
class Block:
    """Lines that are set: each of them in pieces of one font, `leading` pixels from one to the next."""

    style: Style
    lines: tuple[tuple[Run, ...], ...]

    @property
    def leading(self) -> float:
        """The height of a line: that of the tallest font in the block."""
        tallest = max((run.family.leading for line in self.lines for run in line), default=0)
        return self.style.size * tallest

    @property
    def height(self) -> float:
        """The height of all lines."""
        return self.leading * len(self.lines)


def flowing(text: str, style: Style) -> Block:
    """A text in one style, without emoji: each line as full as it gets, the last one cut where there would be too many."""
    return _block(_cut(fonts.plain(text)[:LONGEST], style), style)


def stepping(text: str, styles: Sequence[Style], fits: Callable[[Block], bool]) -> Block:
    """A text in the first style in which all of it `fits`, its lines about equally long; else it is cut in the last one."""
    text = fonts.plain(text)[:LONGEST]
    for style in styles:
        block = _block(_balanced(text, style), style)
        if _whole(text, style, style.width) and len(block.lines) <= style.most and fits(block):
            return block
    cut = [flowing(text, replace(styles[-1], most=most)) for most in range(styles[-1].most, 0, -1)]
    return next(filter(fits, cut), cut[-1])


def _block(lines: Lines, style: Style) -> Block:
    return Block(style, tuple(fonts.runs(line) for line in lines))


def _broken(text: str, style: Style, width: float) -> Iterator[str]:
    """The lines of a text, each as full as it gets; a word that is wider than a line is broken between letters."""
    line = ""
    for unit in _units(text):
        if line and style.wide(line + unit) > width:
            yield line.rstrip()
            line = ""
        line += unit
        while style.wide(line) > width:
            head = _head(line, style, width)
            yield head
            line = line[len(head) :]
    if line.strip():
        yield line.rstrip()


@lru_cache
def _units(text: str) -> Lines:
    """The pieces that stay on one line; a span of times or days is not torn at its dash."""
    units: Lines = []
    for unit in line_break_units(text):
        if units and units[-1].endswith(DASH):
            units[-1] += unit
        else:
            units.append(unit)
    return units


def _head(text: str, style: Style, width: float) -> str:
    """As many letters from the beginning as fit, one at least."""
    head = ""
    for letter in _LETTERS.findall(text):
        if head and style.wide(head + letter) > width:
            break
        head += letter
    return head


def _whole(text: str, style: Style, width: float) -> bool:
    """Whether no word is wider than a line."""
    return all(style.wide(unit) <= width for unit in _units(text))


def _balanced(text: str, style: Style) -> Lines:
    """As few lines as possible, about equally long: the narrowest that are not more."""
    lines = list(islice(_broken(text, style, style.width), style.most + 1))
    low, high = 0.0, style.width
    for _ in range(HALVINGS if 1 < len(lines) <= style.most else 0):
        middle = (low + high) / 2
        narrower = list(islice(_broken(text, style, middle), len(lines) + 1)) if _whole(text, style, middle) else []
        if len(narrower) == len(lines):
            lines, high = narrower, middle
        else:
            low = middle
    return lines


def _cut(text: str, style: Style) -> Lines:
    """At most so many lines as the style has; where there are more, the last one ends with an ellipsis."""
    lines = list(islice(_broken(text, style, style.width), style.most + 1))
    if len(lines) <= style.most:
        return lines
    last = f"{lines[-2]} {lines[-1]}"
    while style.wide(last := shortened(last, len(last) - 1)) > style.width and len(last) > len(CUT):
        last = last.removesuffix(CUT)
    return [*lines[:-2], last]
