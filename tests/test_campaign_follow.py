"""A publisher stays with its own doubts: it reads them back when that is due, and tries again what is surely not out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from kutsu import campaign
from kutsu.core.errors import Unavailable, Unconfirmed
from kutsu.core.grid import Fault
from kutsu.core.publication import Delivery, Proof, State
from kutsu.publish import PATIENCE
from kutsu.survey import Survey
from kutsu.wiring import Works
from tests.core.rows import PILOT
from tests.fakes import After, FakeChannel, FakeMirror, HandClock
from tests.houses import EN, FI, SV, TICKS, House

LATE = Proof((dt.timedelta(minutes=10),), proves=True, why="it lags by minutes")


@dataclass
class Desk:
    """The works of a house with accounts, a site and a clock in memory, and what was sent by them."""

    house: House
    works: Works
    clock: HandClock
    accounts: dict[str, FakeChannel]
    mine: list[Delivery]

    def publish(self) -> None:
        """Send all that is due, as a slot's run does."""
        survey, _ = self.works.surveyor.pull()
        self.mine = self.works.publisher.claim(self.works.gate.ready(survey, survey.now).works)
        campaign.send(self.works, self.mine)

    def follow(self) -> tuple[int, float]:
        """Stay for as long as publishers do; gives how often it woke, and after how many seconds it left."""
        begun = self.clock.now()
        woken = campaign.follow(self.works, self.mine, self.mine, begun + campaign.STAY)
        return woken, (self.clock.now() - begun).total_seconds()

    def states(self) -> dict[str, State]:
        """Where everything stands."""
        return {row.key: row.state for row in self.works.views.rows()}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A house with an approved pilot and nothing sent."""
    house = House(tmp_path)
    house.approve()
    real = house.works()
    clock, site = HandClock(real.clock.now()), FakeMirror()
    fakes = {name: FakeChannel(name) for name in real.gate.channels}
    works = replace(
        real,
        clock=clock,  # type: ignore[arg-type]  # the port's; wiring names the class that also knows the wall
        surveyor=replace(real.surveyor, reader=replace(real.surveyor.reader, clock=clock), mirrors=[site]),
        gate=replace(real.gate, channels=fakes, origin=site),
        publisher=replace(real.publisher, channels=fakes, clock=clock),
        reconciler=replace(real.reconciler, channels=fakes, clock=clock),
    )
    return Desk(house, works, clock, fakes, [])


def test_nothing_in_doubt(desk: Desk) -> None:
    """When everything was answered, nobody stays."""
    desk.publish()
    assert desk.states() == dict.fromkeys((FI, SV, EN), State.SENT)
    assert desk.follow() == (0, 0)


def test_a_lost_answer_is_read_back_at_the_first_reading(desk: Desk) -> None:
    """A post whose answer was lost is found by the process that sent it, at fifteen seconds, and then it leaves."""
    desk.accounts["x-fi"].meets.append(After(Unconfirmed("lost")))
    desk.publish()
    assert desk.states()[FI] is State.UNCONFIRMED
    assert desk.follow() == (1, 15)
    assert desk.states()[FI] is State.SENT
    assert len(desk.accounts["x-fi"].out) == 1


def test_what_is_proven_absent_is_tried_again(desk: Desk) -> None:
    """After three empty readings the same message goes out under the same key, once, without another process."""
    desk.accounts["x-fi"].meets.append(Unconfirmed("lost on the way there"))
    desk.publish()
    assert desk.follow() == (3, 180)
    assert desk.states()[FI] is State.SENT
    assert [each.key for each in desk.accounts["x-fi"].out] == [FI]


def test_what_was_unavailable_is_tried_again(desk: Desk) -> None:
    """What a network could not take is tried again when its time has come, and no preview is made before it."""
    desk.accounts["x-en"].meets.append(Unavailable("no connection"))
    desk.publish()
    pulls = list[Survey]()

    def follower(survey: Survey) -> list[Fault]:
        pulls.append(survey)
        return []

    desk.works = replace(desk.works, surveyor=replace(desk.works.surveyor, followers=(follower,)))
    assert desk.follow() == (1, PATIENCE.total_seconds())
    assert desk.states()[EN] is State.SENT
    assert not pulls


def test_a_pause_is_no_reason_to_stay(desk: Desk) -> None:
    """In a pause doubt is read back, nothing is sent, and nobody waits for the pause's end."""
    desk.accounts["x-fi"].meets.append(Unconfirmed("lost on the way there"))
    desk.publish()
    desk.works.pauses.pause(desk.clock.now(), "an operator")
    assert desk.follow() == (3, 180)
    assert desk.states()[FI] is State.UNAVAILABLE
    assert desk.accounts["x-fi"].out == []


def test_what_lost_its_approval_is_not_sent(desk: Desk) -> None:
    """What was edited while it was in doubt is not tried again before it is approved anew."""
    desk.accounts["x-fi"].meets.append(Unconfirmed("lost on the way there"))
    desk.publish()
    desk.house.fill(pilots=[{**PILOT, **TICKS, "title.fi": "Toinen otsikko"}])
    assert desk.follow() == (3, 180)
    assert desk.states()[FI] is State.UNAVAILABLE
    assert desk.accounts["x-fi"].out == []


def test_later_readings_are_left_to_a_run(desk: Desk) -> None:
    """A network that lags by minutes is not waited for: its reading has a time, at which a run is placed."""
    desk.accounts["x-fi"].proof = LATE
    desk.accounts["x-fi"].meets.append(After(Unconfirmed("lost")))
    desk.publish()
    begun = desk.clock.now()
    assert desk.follow() == (0, 0)
    assert desk.works.views.next(begun, [FI], campaign.STAY) == begun + LATE.readings[0]


def test_others_doubts_are_theirs(desk: Desk) -> None:
    """What another publisher left in doubt keeps nobody."""
    desk.accounts["x-fi"].meets.append(After(Unconfirmed("lost")))
    desk.publish()
    desk.mine = [each for each in desk.mine if each.key != FI]
    assert desk.follow() == (0, 0)
