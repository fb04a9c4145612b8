"""A site that is only made anew where something changed is to the byte the one that is made as a whole, whatever changed."""

from __future__ import annotations

import dataclasses
import datetime as dt
import random
from pathlib import Path
from typing import Any

import pytest

from kutsu.core.content import digest, localize
from kutsu.core.errors import Faulty
from kutsu.core.model import Approved, Pilot, Reference, Round, Session, Stage, Status, Subject
from kutsu.core.plan import read_plan
from kutsu.core.publication import Picture
from kutsu.core.render import Renderer
from kutsu.mirrors import deck
from kutsu.mirrors.files import walk
from kutsu.mirrors.page import Page
from kutsu.mirrors.pages import Pages
from kutsu.mirrors.site import Site
from kutsu.settings import read_settings
from kutsu.sheets.build import build_plan
from tests import samples
from tests.fakes import HandClock

NOW = dt.datetime(2026, 11, 23, 10, tzinfo=samples.CITY.zoneinfo)
SEEDS, CHANGES = 3, 20
FEW = {Round: 1, Pilot: 6, Session: 9}
"""How many rows of the demo are shown: enough for every relation between them."""

World = dict[tuple[str, str], Approved]


class Pencil:
    """An artist who writes what it should draw, and cannot draw a certain letter."""

    drawn = 0

    def draw(self, content: Subject[str], language: str) -> Picture:
        """One more card."""
        if "Ω" in content.title:
            raise Faulty(["no font has an Ω"])
        self.drawn += 1
        return Picture(f"{language} {content.title}".encode(), "image/png", "")


class Changes:
    """Changes one thing at a time, by chance."""

    def __init__(self, seed: int, world: World) -> None:
        self.chance, self.world, self.now = random.Random(seed), world, NOW
        self._gone: World = {}

    def one(self) -> None:
        """Any of the things that happen to a plan."""
        deeds = (self._text, self._text, self._moved, self._staged, self._related, self._removed, self._back, self._new)
        self.chance.choice((*deeds, self._language, self._later, self._later))()

    def _content(self, kind: Any = None) -> Any:
        found = [one.content for one in self.world.values() if kind is None or isinstance(one.content, kind)]
        return self.chance.choice(found)

    def _changed(self, subject: str, languages: list[str], **facts: Any) -> None:
        """Approve it anew, in these languages."""
        for key in languages:
            if one := self.world.get((subject, key)):
                known = {name: value for name, value in facts.items() if hasattr(one.content, name)}
                content = dataclasses.replace(one.content, **known)
                number = one.sequence + ("day" in facts)
                self.world[subject, key] = Approved(key, content, digest(content), self.now, number)

    def _text(self) -> None:
        """Somebody mends a text in one language."""
        content, number = self._content(), self.chance.randrange(1000)
        texts = ("title", "what", "note", "programme", "invited", "reward")
        field = self.chance.choice([name for name in texts if hasattr(content, name)])
        self._changed(content.id, [self.chance.choice(list(samples.languages()))], **{field: f"Teksti {number}"})

    def _moved(self) -> None:
        """A session is moved, held, cancelled, or loses its place."""
        day = self._content(Session).day + dt.timedelta(days=self.chance.randrange(-30, 30))
        facts = self.chance.choice([{"day": day}, {"status": self.chance.choice(list(Status))}, {"venue": None}])
        self._changed(self._content(Session).id, list(samples.languages()), **facts)

    def _staged(self) -> None:
        """A pilot goes on, or belongs to another theme."""
        facts = self.chance.choice([{"stage": self.chance.choice(list(Stage))}, {"theme": self._content(Pilot).theme}])
        self._changed(self._content(Pilot).id, list(samples.languages()), **facts)

    def _related(self) -> None:
        """A session or a pilot is about something else."""
        content, pilot, of = self._content((Pilot, Session)), self._content(Pilot), self._content()
        pilots = self.chance.choice([(), (Reference(pilot.id, pilot.title),)])
        chooser = self.chance.choice([None, Reference(of.id, of.title)])
        self._changed(content.id, list(samples.languages()), pilots=pilots, round=chooser)

    def _removed(self) -> None:
        """Something is withdrawn, in one language or in all."""
        subject = self._content().id
        for key in self.chance.sample(list(samples.languages()), self.chance.choice((1, 3))):
            self._take(subject, key)

    def _take(self, subject: str, key: str) -> None:
        if len(self.world) > 6 and (subject, key) in self.world:
            self._gone[subject, key] = self.world.pop((subject, key))

    def _back(self) -> None:
        """All that is gone comes back."""
        self.world.update(self._gone)
        self._gone.clear()

    def _new(self) -> None:
        """A row is copied, and the copy approved."""
        content, name = self._content(), f"UUSI-{self.chance.randrange(1000)}"
        for key in samples.languages():
            if one := self.world.get((content.id, key)):
                copy = dataclasses.replace(one.content, id=name)
                self.world[name, key] = Approved(key, copy, digest(copy), self.now)

    def _language(self) -> None:
        """A language is not shown for now."""
        key = self.chance.choice(list(samples.languages()))
        for subject, language in [*self.world]:
            if language == key:
                self._take(subject, key)

    def _later(self) -> None:
        """Time passes, and sessions end."""
        self.now += dt.timedelta(hours=self.chance.choice((1, 30, 24 * 30)))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Renderer, World]:
    """Some complete rows of the demo's plan, approved in every language."""
    settings = read_settings(samples.ROOT / "config", tmp_path_factory.mktemp("state"), {})
    languages = samples.languages()
    book = build_plan(samples.ROOT / "config/demo/plan", NOW.date(), languages)
    subjects = [
        e.subject for e in read_plan([book], languages, settings.city, NOW).entries if not any(e.missing.values())
    ]
    chosen = [
        one for kind, count in FEW.items() for one in [each for each in subjects if isinstance(each, kind)][:count]
    ]
    assert len(chosen) == sum(FEW.values())
    contents = [(key, localize(subject, key)) for subject in chosen for key in languages]
    world = {(content.id, key): Approved(key, content, digest(content), NOW) for key, content in contents}
    return Renderer(samples.sources(), settings.city, languages), world


@pytest.mark.parametrize("seed", range(SEEDS))
def test_any_change(demo: tuple[Renderer, World], tmp_path: Path, seed: int) -> None:
    """After each of twenty changes every file of the site, share cards included, is the one that a whole site has."""
    renderer, world = demo
    changes, root = Changes(seed, dict(world)), tmp_path / "site"
    for number in range(CHANGES):
        changes.one()
        approved = list(changes.world.values())
        site = Site(root, renderer, HandClock(changes.now), Pencil())
        site.show(approved)
        if number % 2:
            assert list(site(None)) == []
        assert site.deck
        pages = Pages(renderer, approved, changes.now, cards=site.deck.drawn(approved))
        assert _contents(root) == {page.path: _made(page) for page in pages.all()}, number


def _contents(root: Path) -> dict[str, str]:
    return {path: (root / path).read_bytes().decode() for path in walk(root.resolve())}


def _made(page: Page) -> str:
    made = page.make()
    return made if isinstance(made, str) else made.read_text("utf-8")


def test_cards_come_a_few_at_a_time(
    demo: tuple[Renderer, World], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each pull draws so many cards, one that no font can draw is left out, and what changes no word of a card draws none anew."""
    renderer, world = demo
    root, artist = tmp_path / "site", Pencil()
    monkeypatch.setattr(deck, "MOST", 10)
    changes = Changes(0, dict(world))
    changes._changed("PILOT-01", ["fi"], title="Ω")
    site = Site(root, renderer, HandClock(NOW), artist)
    count = []
    for _ in range(7):
        approved = list(changes.world.values())
        site.show(approved)
        list(site(None))
        count.append(len(list(root.glob("*/*/card.png"))))
    assert count == [10, 20, 30, 40, 47, 47, 47]
    changes._changed("PILOT-01", ["fi", "sv", "en"], reward="Kahvia", what="Muuta")
    again = Site(root, renderer, HandClock(NOW), artist)
    assert again.show(list(changes.world.values())) > 0
    list(again(None))
    assert artist.drawn == 47
    assert (root / "sv/pilot-01/card.png").is_file()
    assert not (root / "fi/pilot-01/card.png").exists()
    changes._changed("PILOT-01", ["sv"], title="Något annat")
    again.show(list(changes.world.values()))
    assert not (root / "sv/pilot-01/card.png").exists(), "a card that says what is no longer so is not shown"
    list(again(None))
    assert (root / "sv/pilot-01/card.png").read_text("utf-8") == "sv Något annat"
    assert artist.drawn == 48 == len(list((tmp_path / "site.cards").glob("*.png"))) + 1
