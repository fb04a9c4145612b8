"""The pictures of a sheet over a real ledger: fetched once, kept for ever, tried again with patience, and held meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from threading import Event

import pytest
from PIL import Image as Drawing

from kutsu.core.approval import Verdict
from kutsu.core.grid import Book, Fault
from kutsu.core.model import Image, Plan, Texts
from kutsu.core.publication import Picture
from kutsu.gallery import AGAIN, Gallery
from kutsu.ledger import gallery as ledger
from kutsu.ledger.database import Database
from kutsu.pictures.normal import normal
from kutsu.pictures.unfit import Unfit
from tests.core.rows import PILOT, TICKED
from tests.factories import entry, pilot
from tests.fakes import FakeSheet, HandClock
from tests.houses import House
from tests.pictures.world import Answer, world
from tests.test_survey import Desk, others, pilots

KUVA, TOINEN = "https://kuvat.example/1.jpg", "https://kuvat.example/2.jpg"
ALT = {"image_alt.fi": "Kaksi ihmistä puhuu", "image_alt.sv": "Två personer talar", "image_alt.en": "Two people talk"}
FIRST, SECOND = Picture(b"first", "image/jpeg", ""), Picture(b"second", "image/jpeg", "")
BROKEN = Unfit("picture-broken")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Two sheets, the first with a picture at its pilot."""
    made = Desk(tmp_path)
    made.first.holds = pilots(image=KUVA, **ALT)
    made.web.holds[KUVA] = FIRST
    yield made
    made.database.close()


def told(desk: Desk) -> list[Fault]:
    """The faults of rows that a pull finds."""
    return [fault for fault in desk.surveyor.pull()[0].plan.faults if fault.row]


def test_fetched_once_and_for_all(desk: Desk) -> None:
    """The first pull that reads a row fetches its picture; later pulls, and another picture at the same address, change nothing."""
    assert told(desk) == []
    desk.web.holds[KUVA] = SECOND
    desk.clock.move(days=40)
    assert told(desk) == []
    assert desk.web.asked == [KUVA]
    assert desk.gallery.kept.picture(KUVA) == FIRST


@dataclass
class CountedSheet(FakeSheet):
    """A sheet that counts its readings."""

    readings: int = 0

    def read(self) -> Book:
        """What it holds, once more."""
        self.readings += 1
        return super().read()


def test_a_new_picture_costs_no_second_reading(desk: Desk) -> None:
    """A pull that fetches a picture judges with it what it has read already."""
    counted = CountedSheet(pilots(image=KUVA, **ALT), "pilots")
    reader = replace(desk.surveyor.reader, sheets={"pilots": counted})
    survey = replace(desk.surveyor, reader=reader).pull()[0]
    assert [fault for fault in survey.plan.faults if fault.row] == []
    assert (counted.readings, desk.web.asked) == (1, [KUVA])


def test_shown_approved_and_going(desk: Desk) -> None:
    """A row whose picture is there is shown by the first pull, approved by the tick, and goes."""
    desk.surveyor.pull()
    desk.first.holds, desk.second.holds = pilots(image=KUVA, **ALT, **TICKED), others()
    assert desk.verdicts() == [Verdict.APPROVES, Verdict.APPROVES]
    assert desk.going() == {"PILOT-1"}


def test_no_picture_no_publication(desk: Desk) -> None:
    """A picture that cannot be used is told at its cell in three languages and holds its row alone; the others go on."""
    desk.second.holds = others()
    desk.surveyor.pull()
    desk.first.holds, desk.second.holds = pilots(image=TOINEN, **ALT, **TICKED), others(**TICKED)
    desk.web.holds[TOINEN] = BROKEN
    (fault,) = told(desk)
    assert (fault.sheet, fault.tab, fault.row, fault.column) == ("pilots", "Pilotit", 2, "Kuva")
    assert (fault.cell, fault.severity, fault.code) == (fault.cell, "error", "picture-broken")
    assert fault.cell
    assert fault.cell.endswith("2")
    assert fault.message == BROKEN.remark.message
    assert desk.verdicts() == [Verdict.FROZEN, Verdict.FROZEN]
    assert desk.going() == {"PILOT-2"}


def test_tried_again_with_patience(desk: Desk) -> None:
    """An address without a picture is left alone for minutes, then tried again, and is well when the picture is there."""
    desk.web.holds[KUVA] = BROKEN
    told(desk)
    desk.clock.shows += AGAIN - dt.timedelta(seconds=1)
    assert [fault.code for fault in told(desk)] == ["picture-broken"]
    assert desk.web.asked == [KUVA]
    desk.clock.move(seconds=1)
    desk.web.holds[KUVA] = FIRST
    assert told(desk) == []
    assert desk.web.asked == [KUVA, KUVA]


def test_a_look_fetches_nothing(desk: Desk) -> None:
    """Whoever only looks, or has no time for pictures, asks no host: a new picture is told as not fetched, and its row waits."""
    for survey in (desk.surveyor.look(), desk.surveyor.pull(whole=False)[0]):
        assert [fault.code for fault in survey.plan.faults] == ["picture-pending"]
        assert survey.standings["PILOT-1", "fi"].verdict is Verdict.FROZEN
    assert desk.web.asked == []


def test_one_address_in_many_rows(desk: Desk) -> None:
    """A picture that several rows name is fetched once."""
    desk.second.holds = others(image=KUVA, **ALT)
    desk.surveyor.pull()
    assert desk.web.asked == [KUVA]


@pytest.mark.parametrize(
    ("language", "verdicts"),
    [
        ("sv", {"fi": Verdict.FROZEN, "sv": Verdict.FROZEN, "en": Verdict.FROZEN}),
        ("en", {"fi": Verdict.APPROVES, "sv": Verdict.APPROVES, "en": Verdict.INCOMPLETE}),
    ],
)
def test_an_alt_text_is_missing(desk: Desk, language: str, verdicts: dict[str, Verdict]) -> None:
    """A picture without Swedish words holds the Finnish ones too, and its tick is told so; without English ones, English alone."""
    row = {**ALT, f"image_alt.{language}": None}
    desk.first.holds = pilots(image=KUVA, **row)
    desk.surveyor.pull()
    desk.first.holds = pilots(image=KUVA, **row, **TICKED)
    survey, _ = desk.surveyor.pull()
    assert {each: survey.standings["PILOT-1", each].verdict for each in verdicts} == verdicts
    assert [fault.code for fault in survey.plan.faults] == ["incomplete"] * (language == "sv")


@pytest.mark.parametrize(("length", "faults"), [(1000, []), (1001, ["alt-long"])])
def test_an_alt_text_is_too_long(desk: Desk, length: int, faults: list[str]) -> None:
    """X takes a thousand characters; one more is told at the cell of that language."""
    desk.first.holds = pilots(image=KUVA, **{**ALT, "image_alt.sv": "ö" * length})
    found = told(desk)
    assert [fault.code for fault in found] == faults
    assert [fault.column for fault in found] == ["Kuvan tekstivastine (sv)"] * len(faults)


def test_a_host_that_hangs_delays_nobody(tmp_path: Path) -> None:
    """What does not come back in time is told as silence and is not asked again at once; the other pictures are there."""
    over, database, clock = Event(), Database(f"sqlite:///{tmp_path / 'ledger.db'}"), HandClock()

    def look(address: str) -> Picture:
        if address == TOINEN:
            over.wait(60)
        return FIRST

    class Impatient(HandClock):
        def seconds(self, span: dt.timedelta) -> float:
            return span.total_seconds() / 100

    gallery = Gallery(ledger.Gallery(database), look, Impatient(clock.now()))
    rows = [entry(pilot(id=address, image=Image[Texts](address))) for address in (TOINEN, KUVA)]
    assert gallery.gather(Plan(tuple(rows)))
    known = gallery.known()
    over.set()
    assert known[KUVA] is None
    assert known[TOINEN].code == "picture-unanswered"  # type: ignore[union-attr]  # it is not kept
    assert not gallery.gather(Plan(tuple(rows)))
    database.close()


def test_two_hosts_and_one_address(tmp_path: Path) -> None:
    """Of two hosts that fetch one address the first picture stays, whatever the other finds; both then show the same."""
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    one, two = Database(url), Database(url)
    for database, found in ((one, BROKEN.remark), (two, FIRST), (one, SECOND), (one, BROKEN.remark)):
        ledger.Gallery(database).keep(KUVA, found, HandClock().now())
    assert ledger.Gallery(one).picture(KUVA) == ledger.Gallery(two).picture(KUVA) == FIRST
    assert ledger.Gallery(one).known() == {KUVA: None}
    one.close()
    two.close()


def test_from_the_network_to_the_ledger(tmp_path: Path) -> None:
    """A photograph on a real server is kept without the place where it was taken, and its deletion there changes nothing."""
    with world(tmp_path) as net:
        net.pages["/kuva"] = show
        database, clock = Database(f"sqlite:///{tmp_path / 'ledger.db'}"), HandClock()
        gallery = Gallery(ledger.Gallery(database), lambda address: normal(net.fetch(address)), clock)
        plan = Plan((entry(pilot(image=Image[Texts](net.address()))),))
        assert gallery.gather(plan)
        net.pages["/kuva"] = lambda answer: answer.begin(404)
        clock.move(days=1)
        assert not gallery.gather(plan)
        found = gallery.kept.picture(net.address())
        assert found
        assert found == normal(photograph())
        assert b"Exif" in photograph()
        assert b"Exif" not in found.content
        database.close()


def show(answer: Answer) -> None:
    """Answer with the photograph."""
    answer.begin()
    answer.wfile.write(photograph())


def photograph() -> bytes:
    """A JPEG with the place where it was taken."""
    exif, made = Drawing.Exif(), BytesIO()
    exif.get_ifd(0x8825)[1], exif.get_ifd(0x8825)[2] = "N", (60.0, 12.0, 20.0)
    Drawing.new("RGB", (400, 300), "green").save(made, "JPEG", exif=exif)
    return made.getvalue()


def test_told_by_check(tmp_path: Path) -> None:
    """`kutsu check` tells at the cell that a picture was not fetched yet, and after a pull why it cannot be."""
    house = House(tmp_path)
    house.fill(pilots=[{**PILOT, **ALT, "image": "https://kuvat.example:8443/1.jpg"}])
    (pending,) = house.json("check", code=1)
    house.works().surveyor.pull()
    (forbidden,) = house.json("check", code=1)
    assert (pending["code"], forbidden["code"]) == ("picture-pending", "picture-forbidden")
    assert pending["cell"] == forbidden["cell"]
    assert '"kuvat.example"' in forbidden["message"]["fi"]
