"""Share cards are drawn once for every process of a state, and never go stale."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from kutsu import easel
from kutsu.core.content import localize
from kutsu.core.model import Subject
from kutsu.core.publication import Picture
from kutsu.core.render import Renderer
from kutsu.easel import Easel
from tests import samples

RENDERER = Renderer(samples.sources(), samples.CITY, samples.languages())


def pilot(language: str = "fi", title: str = "Tulkkaus") -> Subject[str]:
    """A pilot in one language, under this title."""
    return localize(replace(samples.PILOT, title={language: title}), language)


@dataclass
class Counted:
    """An artist who counts what it draws."""

    drawn: int = 0

    def draw(self, content: Subject[str], language: str) -> Picture:
        """A new picture each time."""
        self.drawn += 1
        return Picture(f"{self.drawn} {content.id} {language}".encode(), "image/png", "drawn")


def test_another_draws_nothing_twice(tmp_path: Path) -> None:
    """A second easel on the same folder shows the same bytes, with the words of the card as its text alternative."""
    first, second = Counted(), Counted()
    drawn = Easel(tmp_path, RENDERER, first, "a").draw(pilot(), "fi")
    again = Easel(tmp_path, RENDERER, second, "a").draw(pilot(), "fi")
    assert (first.drawn, second.drawn, again.content) == (1, 0, drawn.content)
    assert "Tulkkaus" in again.alt


def test_other_words_and_another_pencil_are_drawn(tmp_path: Path) -> None:
    """A changed title, another language and another way of drawing each get a card of their own."""
    artist = Counted()
    kept = Easel(tmp_path, RENDERER, artist, "a")
    for content, language in ((pilot(), "fi"), (pilot(title="Uusi"), "fi"), (pilot("sv"), "sv")):
        kept.draw(content, language)
    Easel(tmp_path, RENDERER, artist, "b").draw(pilot(), "fi")
    assert artist.drawn == 4


def test_a_folder_that_takes_nothing(tmp_path: Path) -> None:
    """Where nothing can be kept, cards are drawn all the same."""
    (tmp_path / "cards").write_text("no folder")
    artist = Counted()
    assert Easel(tmp_path / "cards", RENDERER, artist, "a").draw(pilot(), "fi").content
    assert artist.drawn == 1


def test_what_nobody_uses_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When there are too many, those that were used longest ago are taken away; who has one in use keeps it."""
    monkeypatch.setattr(easel, "MOST", 3)
    monkeypatch.setattr(easel, "SPARED", 2)
    artist = Counted()
    kept = Easel(tmp_path, RENDERER, artist, "a")
    kept.draw(pilot(), "fi")
    for age, path in enumerate(tmp_path.glob("*.png")):
        os.utime(path, (age, age))
    for name in "abc":
        kept.draw(pilot(title=name), "fi")
    assert len(list(tmp_path.glob("*.png"))) == 2
    kept.draw(pilot(), "fi")
    assert artist.drawn == 5
