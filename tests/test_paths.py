"""Nothing that is not approved goes out by any path: each of them, whatever it was asked to do, asks the gate first."""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from kutsu import campaign
from kutsu.core.errors import Refused, Unavailable, Unconfirmed
from kutsu.core.publication import State
from kutsu.ledger.claims import Outcome
from tests.books import Row
from tests.core.rows import PILOT
from tests.fakes import FakeChannel, FakeMirror, HandClock
from tests.houses import EN, FI, SV, TICKS, House

ROOT = Path(__file__).resolve().parent.parent
SECOND = {"second.fi": True, "second.sv": True, "second.en": True}
FULL: Row = {**PILOT, **TICKS, **SECOND}
LATER = dt.timedelta(hours=1)


class Desk:
    """A pilot that both approvers ticked, all of its languages due, on accounts, a site and a clock in memory."""

    def __init__(self, folder: Path) -> None:
        self.house = House(folder)
        self.house.pull({**PILOT, **dict.fromkeys(SECOND, False)})
        real = self.house.works()
        clock, site = HandClock(real.clock.now()), FakeMirror()
        self.clock, self.accounts = clock, {name: FakeChannel(name) for name in real.gate.channels}
        self.works = replace(
            real,
            clock=clock,  # type: ignore[arg-type]  # the port's; wiring names the class that also knows the wall
            surveyor=replace(real.surveyor, reader=replace(real.surveyor.reader, clock=clock), mirrors=[site]),
            gate=replace(real.gate, channels=self.accounts, origin=site),
            publisher=replace(real.publisher, channels=self.accounts, clock=clock),
            reconciler=replace(real.reconciler, channels=self.accounts, clock=clock),
            announcer=replace(real.announcer, clock=clock),
        )
        self.lay(FULL)

    def lay(self, row: Row) -> None:
        """The sheet has this pilot from now on."""
        self.house.fill(pilots=[row])

    def slot(self) -> None:
        """What the flow of a slot does: a short pull, the gate, claim, send."""
        survey, _ = self.works.surveyor.pull(whole=False)
        self.works.reconciler.run(survey.deliveries)
        campaign.send(self.works, self.works.publisher.claim(self.works.gate.ready(survey, survey.now).works))

    def stumble(self, error: Exception) -> None:
        """Send all three languages into this failure, so that there is something to do again."""
        for account in self.accounts.values():
            account.meets.append(error)
        self.slot()
        assert self.out() == 0

    def out(self) -> int:
        """How many things residents can see."""
        return sum(len(account.out) for account in self.accounts.values())

    def decide(self, *states: State) -> None:
        """A person lets all three languages go again, as `kutsu settle --absent` and `kutsu retry` do."""
        for key in (FI, SV, EN):
            assert self.works.claims.decide(
                key, states, Outcome(State.UNAVAILABLE, "by a person's word"), self.clock.now()
            )

    def later(self) -> None:
        """What was unavailable may be tried again."""
        self.clock.shows += LATER


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Both ticks set on what had been shown, and nothing sent."""
    return Desk(tmp_path)


def slot(desk: Desk) -> None:
    """The run of a slot, or one that is overdue."""
    desk.later()
    desk.slot()


def due(desk: Desk) -> None:
    """`kutsu publish --due`."""
    desk.later()
    campaign.publish_due(desk.works, dt.timedelta())


def again(desk: Desk) -> None:
    """A publisher that stays, and tries once more what was unavailable."""
    desk.later()
    campaign.try_again(desk.works, {FI, SV, EN})


def staying(desk: Desk) -> None:
    """A publisher that stays, from the moment of its sends on."""
    survey = desk.works.surveyor.look()
    campaign.follow(desk.works, survey.deliveries, survey.deliveries, desk.clock.now() + LATER)


def reconciled(desk: Desk) -> None:
    """`kutsu reconcile`, which settles and leaves what is free to a slot."""
    for _ in desk.accounts["x-fi"].proof.readings:
        desk.clock.move(minutes=5)
        desk.works.reconciler.run(desk.works.surveyor.look().deliveries)
    slot(desk)


def settled(desk: Desk) -> None:
    """`kutsu settle --absent`, then a slot."""
    desk.decide(State.UNCONFIRMED)
    slot(desk)


def retried(desk: Desk) -> None:
    """`kutsu retry`, then a slot."""
    desk.decide(State.REFUSED)
    slot(desk)


def announced(desk: Desk) -> None:
    """`kutsu announce-again`, then a slot."""
    survey, _ = desk.works.surveyor.pull()
    desk.works.announcer.again(survey, ("PILOT-1", "pilot-chosen"), "a person", "")
    slot(desk)


NO_ANSWER = Unavailable("nobody answered")
PATHS: list[tuple[Callable[[Desk], None], Exception]] = [
    (slot, NO_ANSWER),
    (due, NO_ANSWER),
    (again, NO_ANSWER),
    (staying, NO_ANSWER),
    (reconciled, Unconfirmed("lost")),
    (settled, Unconfirmed("lost")),
    (retried, Refused("too loud")),
]
NAMES = [path.__name__ for path, _ in PATHS]
UNAPPROVED: dict[str, Row] = {
    "unticked": {**PILOT, **dict.fromkeys(SECOND, False)},
    "the first tick alone": {**FULL, **dict.fromkeys(SECOND, False)},
    "the second tick alone": {**FULL, **dict.fromkeys(TICKS, False)},
    "edited after its approval": {**FULL, "title.fi": "Uusi", "title.sv": "Ny", "title.en": "New"},
    "an error": {**FULL, "announce": "6.11."},
    "held": {**FULL, "hold": True},
}


@pytest.mark.parametrize(("path", "error"), PATHS, ids=NAMES)
@pytest.mark.parametrize("row", UNAPPROVED.values(), ids=UNAPPROVED)
def test_what_lost_its_approval_stays_in(desk: Desk, path: Callable[[Desk], None], error: Exception, row: Row) -> None:
    """A publication that was approved and could not be sent does not go by this path once its approval is gone."""
    desk.stumble(error)
    desk.lay(row)
    path(desk)
    assert desk.out() == 0


@pytest.mark.parametrize(("path", "error"), PATHS, ids=NAMES)
def test_what_is_approved_goes(desk: Desk, path: Callable[[Desk], None], error: Exception) -> None:
    """The same paths do send what both approvers ticked: the test above proves something."""
    desk.stumble(error)
    path(desk)
    assert desk.out() == 3


def test_an_edition_wants_new_ticks(desk: Desk) -> None:
    """Announced again, a thing that is out goes once more only after both of its ticks were taken away and set anew."""
    desk.slot()
    announced(desk)
    desk.lay(UNAPPROVED["the second tick alone"])
    desk.slot()
    desk.lay(FULL)
    desk.slot()
    assert desk.out() == 6
    desk.slot()
    assert desk.out() == 6


def test_an_edition_of_what_stays_ticked_stays_in(desk: Desk) -> None:
    """The ticks that stand while a thing is announced again say nothing of the new edition."""
    desk.slot()
    announced(desk)
    desk.slot()
    assert desk.out() == 3


def test_the_first_tick_is_told_as_that(desk: Desk) -> None:
    """While one tick is missing, the plan says that the second approval is waited for."""
    desk.lay(UNAPPROVED["the first tick alone"])
    survey, _ = desk.works.surveyor.pull()
    assert {each.held_because for each in survey.deliveries if each.key == FI} == {"waits for the second approval"}


def test_a_sheet_without_second_columns_needs_one_tick(desk: Desk) -> None:
    """Where staff added no column for it, nobody waits for a second approval."""
    desk.lay({**PILOT, **TICKS})
    desk.slot()
    assert desk.out() == 3


def users(name: str) -> set[str]:
    """The modules of Kutsu and of its flows in which something of this dotted name, such as `publisher.claim`, is used."""
    return {path for path, names in used().items() if any(each.endswith(name) for each in names)}


@cache
def used() -> dict[str, set[str]]:
    """Every attribute that is asked for and everything that is called, by its dotted name, in each module."""
    found = {}
    for path in [*ROOT.glob("kutsu/**/*.py"), *ROOT.glob("flows/**/*.py")]:
        nodes = ast.walk(ast.parse(path.read_text("utf-8")))
        names = (ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute | ast.Call))
        found[str(path.relative_to(ROOT))] = {name.partition("(")[0] for name in names}
    return found


def test_there_is_no_other_path() -> None:
    """Only the gate makes what may be claimed, and only these claim and send: a new path to sending is a new path above."""
    notes = {
        "kutsu/restored.py"
    }  # writes down what is out already, after a restore; it sends nothing, as the last lines show
    assert users("Work") == {"kutsu/release.py"} | notes
    assert users("claims.claim") == {"kutsu/publish.py"} | notes
    senders = {"kutsu/campaign.py", "flows/publish.py"}
    assert users("publisher.send") == senders
    assert users("publisher.claim") == senders | {"kutsu/rehearsal/player.py"}  # it reaches nobody: tests/rehearsal
    assert users("channel.send") == {"kutsu/publish.py"}
