"""At most so many an hour on a channel: what does not go takes nobody's place, and what was not said is not counted."""

from __future__ import annotations

import dataclasses
import datetime as dt

from kutsu.core.errors import Refused, Unavailable
from kutsu.core.publication import State
from tests.books import Row
from tests.core.rows import sheet
from tests.test_release import ROUND, TICKS, X, desk, keys
from tests.test_release import Desk as GateDesk
from tests.test_release_halves import Counter
from tests.test_release_halves import desk as counter_desk

__all__ = ["desk"]
counter = counter_desk


def capped(desk: GateDesk, most: int) -> None:
    """Let each account on X say so many things an hour."""
    tables = dict(desk.gate.rules.channels)
    for name in ("x-fi", "x-sv", "x-en"):
        tables[name] = dataclasses.replace(tables[name], per_hour=most)
    desk.gate = dataclasses.replace(desk.gate, rules=dataclasses.replace(desk.gate.rules, channels=tables))


def test_what_is_held_takes_nobody_s_place(desk: GateDesk) -> None:
    """While a person holds one of two rounds, the other goes, although one an hour is all that the account may say."""
    other: Row = {**ROUND, "id": "ROUND-2"}
    for rows in ([{**each, **dict.fromkeys(TICKS)} for each in (ROUND, other)], [ROUND, other]):
        desk.sheet.holds = sheet(round=rows, pilots=[], sessions=[])
        desk.surveyor.pull()
    capped(desk, 1)
    first = {key for key in keys(desk.ready()) if "/x-" in key}
    for key in first:
        desk.pauses.hold(key, desk.clock.now())
    second = {key for key in keys(desk.ready()) if "/x-" in key}
    assert len(first) == len(second) == 3
    assert not first & second


def test_the_short_form_is_not_one_more(counter: Counter) -> None:
    """What was refused was not said: its short form goes at once, or half of a release would wait for an hour."""
    capped(counter, 1)
    counter.sv.meets.append(Refused("too blunt"))
    counter.publish()
    assert counter.publish() == {X["sv"]}
    assert counter.state() is State.SENT


def test_a_second_try_is_not_one_more(counter: Counter) -> None:
    """What surely did not go out is tried again when its network wants it, within the same hour."""
    capped(counter, 1)
    counter.sv.meets.append(Unavailable("429", counter.clock.now() + dt.timedelta(minutes=5)))
    counter.publish()
    counter.clock.move(minutes=5)
    assert counter.publish() == {X["sv"]}


def test_what_waits_for_its_instant_counts(counter: Counter) -> None:
    """What a run has claimed for a slot in some seconds is as good as said to another run that looks meanwhile."""
    counter.publisher.claim(counter.ready().works)
    now = counter.clock.now()
    assert counter.gate.views.begun_since(now) == {"x-fi": 1, "x-sv": 1, "x-en": 1}
    assert len(counter.gate.views.said_since(now, ["x-sv"])) == 1
