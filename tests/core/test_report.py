"""Plan and ledger side by side: what is coming, what is held and why, what is over."""

from __future__ import annotations

import datetime as dt

import pytest

from kutsu.core.publication import State
from kutsu.core.report import as_json, coming, held, lines
from tests.factories import NOW, delivery

WEEK = dt.timedelta(days=7)
HELD = "waits for approval"


@pytest.mark.parametrize("state", sorted(set(State) - {State.PLANNED, State.UNAVAILABLE}))
def test_the_ledger_s_word_counts(state: State) -> None:
    """What is out, in doubt or over is neither coming nor held, whatever the plan says now."""
    made = delivery(held_because=HELD)
    (line,) = lines([made], {made.key: state}, {made.key: "too long"}, NOW)
    assert (line.state, line.held_because) == (state, None)
    assert coming([line]) == held([line]) == []


@pytest.mark.parametrize("states", [{}, {"PILOT-1/pilot-chosen/fi/x-fi/": State.UNAVAILABLE}])
def test_coming_or_held(states: dict[str, State]) -> None:
    """What is not out yet is coming when nothing holds it, and held when something does."""
    (free,) = lines([delivery()], states, {}, NOW)
    (stopped,) = lines([delivery(held_because=HELD)], states, {}, NOW)
    assert coming([free, stopped]) == [free]
    assert held([free, stopped]) == [stopped]
    assert stopped.held_because == HELD


def test_what_only_rendering_could_tell_comes_first() -> None:
    """A reason found while rendering or on the networks is shown rather than the plan's."""
    made = delivery(held_because=HELD)
    (line,) = lines([made], {}, {made.key: "too long"}, NOW)
    assert line.held_because == "too long"


@pytest.mark.parametrize(("ahead", "state"), [(1, State.PLANNED), (0, State.EXPIRED), (-1, State.EXPIRED)])
def test_what_was_never_sent_in_time(ahead: int, state: State) -> None:
    """At the instant of its expiry a planned delivery is over: nothing holds it any more, and it does not come."""
    (line,) = lines([delivery(expires=NOW + dt.timedelta(seconds=ahead), held_because=HELD)], {}, {}, NOW)
    assert line.state is state
    assert bool(line.held_because) is (state is State.PLANNED)


def test_lines_keep_the_plan_s_order() -> None:
    """One line per delivery, in the order in which they were given."""
    wanted = [delivery(slot=NOW + WEEK), delivery("PILOT-2/pilot-chosen/sv/x-sv/")]
    assert [line.delivery for line in lines(wanted, {}, {}, NOW)] == wanted


def test_as_json() -> None:
    """A line has exactly the keys that were promised, with its slot in the city's time."""
    made = delivery(held_because=HELD)
    (line,) = lines([made], {}, {}, NOW)
    assert as_json(line) == {
        "key": "PILOT-1/pilot-chosen/fi/x-fi/",
        "kind": "pilot-chosen",
        "subject": "PILOT-1",
        "language": "fi",
        "channel": "x-fi",
        "slot": "2026-11-24T10:00:00+02:00",
        "release": "PILOT-1/pilot-chosen/x/residents/",
        "state": "planned",
        "held_because": HELD,
        "cost": None,
    }
