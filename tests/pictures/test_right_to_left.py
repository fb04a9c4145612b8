"""Arabic cards: letters joined, lines from the right, other scripts among them in their own order."""

from __future__ import annotations

from kutsu.core.cards import WIDTH
from kutsu.pictures import fonts
from kutsu.pictures.card import START
from tests.pictures.easel import SCRIPTS, inked, only, painted, pieces

JOINED, APART = "بببب", "ب\u200cب\u200cب\u200cب"
"""Four letters that join, and the same four with a sign between them that forbids it."""


def _glyphs(text: str) -> list[int]:
    return fonts.glyphs(fonts.runs(text), 700)


def test_letters_are_shaped() -> None:
    """The glyphs of a word are not those of its letters alone: each has the form of its place."""
    word, alone = _glyphs("محمد"), [glyph for letter in "محمد" for glyph in _glyphs(letter)]
    assert 0 not in {*word, *alone}
    assert not set(word) & set(alone)


def test_joined_letters_are_one_piece_of_ink() -> None:
    """On the picture a word hangs together, and falls apart where joining is forbidden."""
    assert len(pieces(painted(only(JOINED, "ar")))) == 1
    assert len(pieces(painted(only(APART, "ar")))) == 4


def test_lines_begin_at_the_right() -> None:
    """Every line of a card ends its ink at the right edge of the column, and the sign is on the right too."""
    for text in (only(JOINED, "ar"), only("Kielisilta", "ar"), only("ب Kielisilta ب", "ar")):
        assert 0 <= WIDTH - START - inked(painted(text))[-1] <= 12
    image = painted(SCRIPTS["ar"])
    assert len(inked(image, 985, WIDTH)) > 150
    assert inked(image, 0, 250) == []


def test_a_full_stop_stands_at_the_left_end() -> None:
    """The last sign of a line that ends in Latin letters is still the leftmost, not the one after the last letter."""
    dotted, plain = (pieces(painted(only(title, "ar"))) for title in ("ببب Abc.", "ببب Abc"))
    assert dotted == [dotted[0], *plain]
    assert dotted[0] < 20


def test_brackets_of_a_latin_name_hold_it() -> None:
    """A name in Latin letters keeps its own order and both its brackets, which are its highest pieces (UAX #9, N0)."""
    found = pieces(painted(only("ب Abc (Oy) ب", "ar")))
    assert len(found) == 9
    assert {at for at, high in enumerate(found) if high == max(found)} == {4, 7}


def test_a_latin_title_on_an_arabic_card_is_not_turned_round() -> None:
    """The base direction moves a line, not its letters: the same title looks the same on both cards."""
    assert pieces(painted(only("Kielisilta Oy", "ar"))) == pieces(painted(only("Kielisilta Oy", "fi")))
