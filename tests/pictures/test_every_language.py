"""Fonts for every language of config, published or draft: no share card is ever drawn with boxes."""

from __future__ import annotations

import pytest

from kutsu.core.cards import card
from kutsu.core.content import localize
from kutsu.core.render import Renderer
from kutsu.pictures import fonts
from kutsu.pictures.card import Cards, rows
from kutsu.settings import read_settings
from tests import samples

SETTINGS = read_settings(samples.ROOT / "config", samples.ROOT / "nowhere", {})
LANGUAGES = {**SETTINGS.languages, **SETTINGS.drafts.languages}
RENDERER = Renderer(samples.sources(), SETTINGS.city, LANGUAGES)


@pytest.mark.parametrize("key", LANGUAGES)
def test_a_font_for_every_letter(key: str) -> None:
    """All words of a language can be drawn: who adds one in a script without a font learns it here, not from a reader."""
    for path, text in samples.sources().items():
        if path.startswith(f"words/{key}/"):
            assert fonts.runs("".join(dict.fromkeys(text.replace("\n", " "))))


@pytest.mark.parametrize("key", ["ru", "uk", "zh-Hans"])
def test_a_card_in_each(key: str) -> None:
    """A pilot's card has its city, theme and days in the language's own script, each glyph of them drawn, in a small picture."""
    content = localize(samples.PILOT, "fi")
    made = card(content, RENDERER.voice(key))
    told = [row for row in rows(made) if row.style.weight != 700]
    assert all(0 not in fonts.glyphs(row.runs, row.style.weight) for row in told)
    assert made.tag == key
    picture = Cards(RENDERER).draw(content, key)
    assert len(picture.content) < 100_000
