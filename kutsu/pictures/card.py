"""Share cards: 1200 x 630 pixels that say what, when and where, in every script, drawn from an SVG shape.

Networks show a card whole at 1.91:1, shave its sides to 16:9 or crop it to a square: the words begin in the middle
square and, unless a title is very long, stay within it. Line breaks and widths are measured with the shaper and the
fonts that draw them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from resvg_py import svg_to_bytes

from kutsu.core import cards
from kutsu.core.cards import HEIGHT, WIDTH, Card
from kutsu.core.errors import Faulty
from kutsu.core.model import Subject
from kutsu.core.publication import Picture
from kutsu.core.render import Renderer
from kutsu.pictures.fonts import FAMILIES, Run
from kutsu.pictures.lines import Block, Style, flowing, stepping

SHAPE = "shapes/card/card.svg"
START, TOP, BOTTOM = 300, 60, 572
"""The edge at which lines begin (from the left, or from the right where people read from there), the first and last pixel rows."""

SQUARE, WIDE = 600, 820
"""How long a line may be to stay within the middle square, and within the card."""

CITY = Style(30, 600, SQUARE, 1)
THEME = Style(30, 600, SQUARE, 2)
WHEN = Style(36, 600, SQUARE, 2)
WHERE = Style(30, 400, SQUARE, 2)
TITLES = tuple(
    Style(size, 700, width, most)
    for width, most, sizes in (
        (SQUARE, 1, (104,)),
        (SQUARE, 2, (82, 74, 66)),
        (SQUARE, 3, (74, 66)),
        (SQUARE, 4, (58, 52, 48)),
        (WIDE, 4, (56, 48)),
    )
    for size in sizes
)
"""What a title is tried in, one after the other: few lines in big letters first."""

GAP, BREATH = 6, 22
"""Pixels between two lines of facts, and at least above and below the title."""

CAPITAL = 0.357
"""Half the height of a capital letter of Noto Sans, in sizes: a line stands in the middle of its leading by its capitals."""

KEPT = 64
"""Cards that are kept; each has about 40 kB."""


@dataclass(frozen=True)
class Row:
    """A line in its place: `y` is its baseline, `ink` the name of its colour."""

    y: float
    ink: str
    style: Style
    runs: tuple[Run, ...]


class Cards:
    """The artist who draws share cards in the colours and voices of a city."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer = renderer
        self._kept = lru_cache(KEPT)(self._drawn)

    def draw(self, content: Subject[str], language: str) -> Picture:
        """The card of `content` in `language`, the same bytes for the same words; raises `Faulty` on a script without a font."""
        card = cards.card(content, self._renderer.voice(language))
        try:
            return Picture(self._kept(card, language), "image/png", card.alt)
        except Faulty as fault:
            wanted = "give it a picture of its own, or add a font of that script to kutsu/pictures/fonts.py"
            raise Faulty(
                [f"{content.id}: its share card in {language}: {each}; {wanted}" for each in fault.faults]
            ) from fault

    def svg(self, card: Card, language: str) -> str:
        """A card with all its lines in their places, before it becomes pixels."""
        context = {"card": card, "rows": list(rows(card)), "colours": self._renderer.city.colours}
        context |= {"width": WIDTH, "height": HEIGHT, "start": START}
        return self._renderer.page(SHAPE, language, context)

    def _drawn(self, card: Card, language: str) -> bytes:
        return png(self.svg(card, language))


def png(svg: str) -> bytes:
    """The pixels of an SVG; nothing but the fonts of the packages is used, so that each machine draws the same."""
    paths = [family.path for family in FAMILIES]
    return bytes(svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=paths))


def rows(card: Card) -> Iterator[Row]:
    """All lines of a card from top to bottom; the title takes what the others leave."""
    head = [(flowing(card.city, CITY), "text"), (flowing(card.theme, THEME), "accent")]
    styles = [WHEN, *[WHERE] * len(card.lines)]
    foot = [(flowing(line, style), "text") for line, style in zip(card.lines, styles, strict=False)]
    upper = TOP + _height(head) + BREATH
    lower = BOTTOM - _height(foot) - BREATH
    yield from _stacked(head, TOP)
    yield from _stacked([(stepping(card.title, TITLES, lambda block: block.height <= lower - upper), "text")], upper)
    yield from _stacked(foot, lower + BREATH)


def _height(blocks: list[tuple[Block, str]]) -> float:
    return sum(block.height for block, _ in blocks) + GAP * (len(blocks) - 1)


def _stacked(blocks: list[tuple[Block, str]], top: float) -> Iterator[Row]:
    """The lines of blocks, one below the other."""
    for block, ink in blocks:
        middle = block.leading / 2 + CAPITAL * block.style.size
        for number, line in enumerate(block.lines):
            yield Row(round(top + number * block.leading + middle, 2), ink, block.style, line)
        top += block.height + GAP
