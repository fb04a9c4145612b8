"""The fonts of share cards, out of packages: which one draws a character, and how wide a text is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby

import regex
import uharfbuzz as hb

from kutsu.core.errors import Faulty


@dataclass(frozen=True)
class Family:
    """A font family in one variable file of a package; `leading` is the height of its lines in sizes of the letters."""

    name: str
    package: str
    file: str
    face: int = 0
    leading: float = 1.14

    @property
    def path(self) -> str:
        """Where the file lies."""
        return str(files(self.package).joinpath(self.file))


FAMILIES = (
    Family("Noto Sans", "fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf"),
    Family("Noto Sans Arabic", "fontpkg_noto_sans_arabic", "files/NotoSansArabic[wdth,wght].ttf", leading=1.36),
    Family("Noto Sans CJK SC", "manimgx_fonts_cjk", "NotoSansCJK-VF.otf.ttc", face=2, leading=1.24),
)
"""All fonts, in the order in which they are asked for a letter. A script more is a line more here and its package."""

MEASURED = 4096
"""Widths that are kept: a title is tried in many sizes, and is as wide in each."""

_LETTER = regex.compile(r"\X")
_ORNAMENT = regex.compile(r"[\p{Extended_Pictographic}\p{Emoji_Component}]")


@dataclass(frozen=True)
class Run:
    """A piece of text that one family draws."""

    family: Family
    text: str


def plain(text: str) -> str:
    """A text without the emoji that no font has: they are no words, and the alt text keeps them."""
    letters = (letter for letter in _LETTER.findall(text) if _drawn(letter) or not _ORNAMENT.search(letter))
    return " ".join(filter(None, "".join(letters).split(" ")))


def runs(text: str) -> tuple[Run, ...]:
    """A text cut where its font changes; raises `Faulty` on a script that has none, since a box in its place says nothing."""
    return tuple(
        Run(family, "".join(char for _, char in pairs))
        for family, pairs in groupby(_families(text), key=lambda pair: pair[0])
    )


@lru_cache(MEASURED)
def width(text: str, weight: int) -> float:
    """How wide a line is in sizes of its letters, joined and kerned as they will be drawn."""
    return float(sum(place.x_advance / _face(run.family).upem for run in runs(text) for place in _places(run, weight)))


def glyphs(pieces: tuple[Run, ...], weight: int) -> list[int]:
    """The glyphs of a line; 0 would be a box."""
    found: list[int] = []
    for run in pieces:
        found += (glyph.codepoint for glyph in _buffer(run, weight).glyph_infos)
    return found


def _families(text: str) -> Iterator[tuple[Family, str]]:
    """Each character with its family. What belongs to no script (blanks, digits, marks) stays with what is before it."""
    before: Family | None = None
    for char in text:
        keep = before if not unicodedata.category(char).startswith("L") else None
        having = next((family for family in (keep, *FAMILIES) if family and ord(char) in _characters(family)), None)
        if having is None:
            raise Faulty([_fontless(char)])
        before = having
        yield having, char


def _drawn(letter: str) -> bool:
    """Whether some family has all characters of a letter."""
    return any(_characters(family).issuperset(map(ord, letter)) for family in FAMILIES)


def _fontless(char: str) -> str:
    """What to tell of a character that no family has: its script by the four letters of ISO 15924."""
    buffer = hb.Buffer()
    buffer.add_str(char)
    buffer.guess_segment_properties()
    name = unicodedata.name(char, f"U+{ord(char):04X}")
    script = f" of the script {buffer.script}" if buffer.script else ""
    return f"no font draws {char!r} ({name}){script}"


@cache
def _face(family: Family) -> hb.Face:
    return hb.Face(hb.Blob.from_file_path(family.path), family.face)


@cache
def _characters(family: Family) -> frozenset[int]:
    return frozenset(_face(family).unicodes)


@cache
def _font(family: Family, weight: int) -> hb.Font:
    font = hb.Font(_face(family))
    font.set_variations({"wght": weight})
    return font


def _buffer(run: Run, weight: int) -> hb.Buffer:
    buffer = hb.Buffer()
    buffer.add_str(run.text)
    buffer.guess_segment_properties()
    hb.shape(_font(run.family, weight), buffer)
    return buffer


def _places(run: Run, weight: int) -> list[hb.GlyphPosition]:
    """The places of the glyphs of a run, none for an empty one."""
    return _buffer(run, weight).glyph_positions or []
