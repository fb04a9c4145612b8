"""A pull at rest: granted by one that found nothing to do, taken by the next, and over as soon as anything happens."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kutsu.core.grid import Edit
from kutsu.core.publication import State
from kutsu.ledger.claims import Outcome, Work
from kutsu.mirrors import deck
from kutsu.readings import TRUSTED
from kutsu.rest import Rest, Rests
from kutsu.survey import Survey
from kutsu.wiring import Works
from tests.core.rows import PILOT
from tests.factories import delivery, message
from tests.fakes import HandClock
from tests.houses import NOW, House


def held(works: Works, **passed: float) -> Works:
    """The same works on a clock that stands, so long after."""
    clock = HandClock(dt.datetime.fromisoformat(f"{NOW}+03:00") + dt.timedelta(**passed))
    reader = replace(works.surveyor.reader, clock=clock)
    surveyor = replace(works.surveyor, reader=reader)
    return replace(works, surveyor=surveyor, rests=replace(works.rests, surveyor=surveyor))


def turn(works: Works) -> Survey | Rest:
    """What the pull flow does."""
    if rest := works.rests.taken():
        return rest
    before = works.rests.sign()
    survey, changed = works.surveyor.pull(trusting=True)
    works.rests.grant(before, survey, changed)
    return survey


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A house with a pilot whose announcement lies ahead."""
    made = House(tmp_path)
    made.fill(pilots=[{**PILOT, "announce": dt.date(2019, 10, 25)}])
    return made


@pytest.fixture
def works(house: House) -> Works:
    """Its works, at rest: one pull answered, and one read the answer."""
    found = held(house.works())
    assert [type(turn(found)) for _ in range(2)] == [Survey, Survey]
    assert found.rests.path.is_file()
    return found


class Astray:
    """A recaller that has something to take back."""

    def astray(self, _: Survey) -> dict[str, str]:
        """It was held."""
        return {"INFO-1/session-invitation/fi/newsletter/": "held by a person"}


def test_no_rest_while_mail_is_to_come_back(works: Works) -> None:
    """While something with its provider must not leave, every pull does all there is."""
    found = replace(works, rests=replace(works.rests, recaller=Astray()))  # type: ignore[arg-type]  # a part of it
    found.rests.forget()
    assert [type(turn(found)) for _ in range(2)] == [Survey, Survey]


def test_at_rest(works: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next pull reads no sheet, recalls none, and notes that the sheet answered."""
    monkeypatch.setattr(type(works.surveyor), "learn", None)
    later = held(works, minutes=1)
    rest = turn(later)
    assert isinstance(rest, Rest)
    assert str(rest) == "nothing has changed since 16.04.00, and nothing is due"
    assert set(works.surveyor.memories.read_at().values()) == {later.surveyor.reader.clock.now()}


def touched(path: Path) -> None:
    """The same file, written anew."""
    os.utime(path, ns=(1, 1))


def claimed(works: Works) -> None:
    """A publisher takes something."""
    works.claims.claim([Work(delivery(), message(), [()])], works.surveyor.reader.clock.now())


ENDS: dict[str, Callable[[Works], object]] = {
    "an edit": lambda works: next(iter(works.sheets.values())).write([Edit("pilots", "PILOT-1", "title.fi", "Uusi")]),
    "a tick": lambda works: next(iter(works.sheets.values())).write([Edit("pilots", "PILOT-1", "approve.fi", True)]),
    "a pause": lambda works: works.pauses.pause(works.surveyor.reader.clock.now(), "an operator"),
    "a hold": lambda works: works.pauses.hold("PILOT-1/pilot-chosen/fi/x-fi/", works.surveyor.reader.clock.now()),
    "a claim": claimed,
    "another site": lambda works: works.rests.records[0].unlink(),
    "other previews": lambda works: touched(works.rests.records[1]),
    "a word from above": lambda works: works.rests.forget(),
    "a broken file": lambda works: works.rests.path.write_text("{", "utf-8"),
    "a file of another make": lambda works: works.rests.path.write_text('{"sign": ""}', "utf-8"),
}


@pytest.mark.parametrize("name", ENDS)
def test_what_ends_it(works: Works, name: str) -> None:
    """Whatever is written, wherever, the next pull does all there is."""
    ENDS[name](works)
    assert isinstance(turn(held(works, minutes=1)), Survey)


def test_another_config(works: Works) -> None:
    """A new word in config, in a template or in the program is looked at by the next pull."""
    other = replace(works, rests=replace(works.rests, made_of="another"))
    assert isinstance(turn(other), Survey)


def test_its_time(works: Works) -> None:
    """It reaches no further than the trust in a stamp, and begins when it was granted: a clock that ran ahead grants nothing."""
    rest = Rest(**json.loads(works.rests.path.read_text("utf-8")))
    since, until = dt.datetime.fromisoformat(rest.since), dt.datetime.fromisoformat(rest.until)
    assert dt.timedelta() < until - since < TRUSTED + dt.timedelta(minutes=1)
    moment = dt.timedelta(microseconds=1)
    assert [rest.holds(at) for at in (since - moment, since, until - moment, until)] == [False, True, True, False]
    over = held(works, minutes=TRUSTED.seconds / 60 + 1)
    assert isinstance(turn(over), Survey)


def test_nothing_is_at_rest_while_something_is_due(house: House) -> None:
    """As long as something waits to go out, or to be tried again, every pull looks at everything."""
    house.fill(pilots=[{**PILOT, "announce": dt.date(2019, 10, 18), "approve.fi": True, "approve.sv": True}])
    works = held(house.works())
    granted: list[Rests] = []
    for _ in range(4):
        turn(works)
        granted += [works.rests] if works.rests.path.is_file() else []
    survey = works.surveyor.look()
    assert bool(works.gate.due(survey, survey.now)) != bool(granted)


def test_a_doubt_ends_it(works: Works) -> None:
    """It ends when something is to be looked up."""
    now = works.surveyor.reader.clock.now()
    claimed(works)
    works.claims.begin(delivery().key, 0, now)
    doubt = Outcome(State.UNCONFIRMED, "no answer", next=now + dt.timedelta(minutes=2))
    works.claims.settle(delivery().key, 0, doubt, now, now)
    assert [type(turn(works)) for _ in range(3)] == [Survey, Survey, Rest]
    until = json.loads(works.rests.path.read_text("utf-8"))["until"]
    assert dt.datetime.fromisoformat(until) <= now + dt.timedelta(minutes=2)


def test_no_rest_while_share_cards_are_undone(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """While cards of the site wait to be drawn, every pull does all there is, and draws some of them."""
    monkeypatch.setattr(deck, "MOST", 1)
    works = held(house.works())
    for number in range(6):
        if number == 2:
            house.fill(pilots=[{**PILOT, "announce": dt.date(2019, 10, 25), "approve.fi": True, "approve.sv": True}])
        rested = isinstance(turn(works), Rest)
        shown = len(list((house.state / "site").glob("*/*/card.png")))
        assert not rested or shown in (0, 2)
    assert (rested, shown) == (True, 2)
