"""What a message shows: the row's own picture with its words, else a card, on channels that carry pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from kutsu import campaign
from kutsu.core.content import localize
from kutsu.core.errors import Faulty
from kutsu.core.model import Image, Texts
from kutsu.core.publication import Message, Picture
from tests.books import Row
from tests.core.rows import PILOT, sheet
from tests.factories import pilot, texts
from tests.fakes import FakeArtist
from tests.test_release import MAIL, TICKS, Desk, X, keys, work

KUVA = "https://kuvat.example/1.jpg"
OWN = Picture(b"own picture", "image/jpeg", "")
ILLUSTRATED: Row = {
    **PILOT,
    "image": KUVA,
    "image_alt.fi": "Kaksi ihmistä puhuu",
    "image_alt.sv": "Två personer talar",
    "image_alt.en": "decorative",
}
PILOT_X = {language: f"PILOT-1/pilot-chosen/{language}/x-{language}/" for language in ("fi", "sv", "en")}


class Studio(Desk):
    """A gate whose accounts on X carry pictures, and an artist."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.web.holds[KUVA] = OWN
        for name in ("x-fi", "x-sv", "x-en"):
            self.channels[name].pictures = True

    def hire(self, artist: FakeArtist) -> FakeArtist:
        """Have cards drawn."""
        self.gate = replace(self.gate, gallery=replace(self.gallery, artist=artist))
        return artist

    def illustrate(self, row: Row = ILLUSTRATED) -> None:
        """Show a pilot unticked, then ticked as it is."""
        self.surveyor.memories.forget("demo")  # what comes is another sheet, not one that lost its round
        for each in (row, {**row, **TICKS}):
            self.sheet.holds = sheet(round=[], pilots=[{**each, "round": None}], sessions=[])
            self.surveyor.pull()

    def message(self, key: str) -> Message:
        """What goes out under a key."""
        return work(self.ready(), key).message


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    """Everything with an approved round, which has no picture."""
    made = Studio(tmp_path)
    made.approve()
    yield made
    made.database.close()


def test_its_own_picture_with_its_words(studio: Studio) -> None:
    """Each language shows the same picture with its own words; decoration has empty ones; no card is drawn."""
    artist = studio.hire(FakeArtist())
    studio.illustrate()
    assert {language: studio.message(key).pictures for language, key in PILOT_X.items()} == {
        "fi": (replace(OWN, alt="Kaksi ihmistä puhuu"),),
        "sv": (replace(OWN, alt="Två personer talar"),),
        "en": (OWN,),
    }
    assert artist.drawn == []


def test_a_card_where_there_is_no_picture(studio: Studio) -> None:
    """A round without a picture goes with its card in the words of each language; mail, which carries none, asks for none."""
    artist = studio.hire(FakeArtist())
    assert studio.message(X["sv"]).pictures[0].alt == "Tio försök går vidare"
    assert sorted(artist.drawn) == [("ROUND-1", language) for language in ("en", "fi", "sv")]


def test_nothing_is_drawn_to_look_at_a_plan(studio: Studio) -> None:
    """Whoever only asks what can be written has no card drawn for it."""
    artist, survey = studio.hire(FakeArtist()), studio.surveyor.look()
    messages, held = studio.gate.compose(survey, survey.deliveries, shown=False)
    assert set(messages) == {each.key for each in survey.deliveries}
    assert not held
    assert artist.drawn == []


def test_nobody_draws(studio: Studio) -> None:
    """Without an artist a round goes without a picture."""
    assert studio.message(X["fi"]).pictures == ()


def test_a_channel_without_pictures(studio: Studio) -> None:
    """A channel that cannot carry pictures, or for which config switched them off, goes without; the others are as they were."""
    studio.hire(FakeArtist())
    tables = {**studio.gate.rules.channels}
    tables["x-fi"] = replace(tables["x-fi"], pictures=False)
    studio.gate = replace(studio.gate, rules=replace(studio.gate.rules, channels=tables))
    shown = {key: bool(studio.message(key).pictures) for key in (X["fi"], X["sv"], MAIL["fi"])}
    assert shown == {X["fi"]: False, X["sv"]: True, MAIL["fi"]: False}


def test_a_card_that_cannot_be_drawn(studio: Studio) -> None:
    """Where a script has no font, the accounts that would show the card are held with that reason; mail goes."""
    studio.hire(FakeArtist(fails=Faulty(["no font has the letter ʘ"])))
    ready = studio.ready()
    assert keys(ready) == set(MAIL.values())
    assert ready.held[X["sv"]] == "no font has the letter ʘ"


@pytest.mark.parametrize(
    ("image", "words"),
    [(Image("https://kuvat.example/2.jpg", texts("Kuva")), "has not been fetched"), (Image(KUVA), "has no alt text")],
)
def test_never_a_card_instead(studio: Studio, image: Image[Texts], words: str) -> None:
    """A picture that is not kept, or has no words in this language, is a fault: no card takes its place, and no silence."""
    studio.hire(FakeArtist())
    studio.illustrate()
    with pytest.raises(Faulty, match=words):
        studio.gate.gallery.pictures(localize(pilot(image=image), "fi"), "fi")


def test_a_preview_shows_pictures(studio: Studio, tmp_path: Path) -> None:
    """A preview has each picture once, and beside each message that shows it the picture's name and words."""
    studio.illustrate()
    works = SimpleNamespace(gate=studio.gate)
    made = campaign.preview(works, studio.surveyor.look(), tmp_path / "out")  # type: ignore[arg-type]  # all it needs
    (picture,) = (tmp_path / "out").rglob("*.jpeg")
    assert picture.read_bytes() == OWN.content
    note = tmp_path / "out" / "PILOT-1" / "pilot-chosen.sv.x-sv.picture-1.txt"
    assert note in made.written
    assert note.read_text("utf-8") == f"{picture.name}\n\nTvå personer talar\n"
    assert not list((tmp_path / "out").rglob("*.letter.picture*"))
