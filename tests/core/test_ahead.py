"""When mail is handed over, and what of it must come back: tables of moments and reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

import pytest

from kutsu.core.ahead import Over, astray, leaves, with_provider
from kutsu.core.publication import LEAST, Delivery, State
from kutsu.core.schedule import BLOCKING, deliveries, due
from tests.factories import NOW, ZONE, approved, channel, delivery, entry, kind, pilot, rules

HOUR = dt.timedelta(hours=1)
REQUIRED = ("fi", "sv")
FI, SV, EN = (
    delivery(f"PILOT-1/pilot-chosen/{key}/letter/", ahead=HOUR, slot=NOW + HOUR) for key in ("fi", "sv", "en")
)
PLAN = (FI, SV, EN)


def over(*given: Delivery, told: str = "1") -> list[Over]:
    """These are with their provider, and say this."""
    return [Over(each.key, each.language, each.release, each.slot, {each.language: told}) for each in given]


def back(
    given: Iterable[Over],
    plan: Iterable[Delivery] = PLAN,
    stops: Iterable[str] = (),
    now: dt.datetime = NOW,
    **states: State,
) -> dict[str, str]:
    """Why which languages must come back; `states` are those of other languages."""
    known = {each.key: states.get(each.language, State.PLANNED) for each in PLAN}
    digests = {("PILOT-1", key): "1" for key in ("fi", "sv", "en")}
    found = astray(given, plan, digests, dict.fromkeys(stops, "paused"), known, REQUIRED, now)
    return {key.split("/")[2]: why for key, why in found.items()}


@pytest.mark.parametrize(
    ("left", "goes"),
    [
        (dt.timedelta(minutes=61), False),
        (dt.timedelta(minutes=60), True),
        (LEAST + dt.timedelta(seconds=1), True),
        (LEAST, False),
        (dt.timedelta(seconds=1), False),
        (dt.timedelta(), True),
        (dt.timedelta(minutes=-5), True),
    ],
)
def test_due_ahead(left: dt.timedelta, goes: bool) -> None:
    """It is due from so long ahead of its slot on, while enough is left of that, and then from its slot on."""
    assert bool(due([FI], {}, FI.slot - left, REQUIRED)) is goes


@pytest.mark.parametrize("late", [dt.timedelta(), -HOUR / 2])
def test_nothing_is_handed_over_that_would_leave_too_late(late: dt.timedelta) -> None:
    """What is over by its slot is never handed over before it."""
    over_then = replace(FI, expires=FI.slot + late)
    for minutes in range(-5, 70):
        assert due([over_then], {}, FI.slot - dt.timedelta(minutes=minutes), REQUIRED) == []


@pytest.mark.parametrize("state", sorted({*BLOCKING, State.HANDED_OVER, State.CLAIMED}))
def test_what_the_ledger_has_is_not_due(state: State) -> None:
    """What is with its provider already, or cannot go, is not handed over again."""
    assert due([FI], {FI.key: state}, NOW, REQUIRED) == []


def test_ahead_over_a_change_of_the_clocks() -> None:
    """Four hours ahead are four hours of time, whatever the clocks on the wall do meanwhile."""
    slot = dt.datetime(2027, 3, 28, 6, 0, tzinfo=ZONE)
    begins = delivery(slot=slot, ahead=dt.timedelta(hours=4)).begins
    assert begins == dt.datetime(2027, 3, 28, 1, 0, tzinfo=ZONE)
    assert begins.tzinfo is ZONE


def test_the_plan_says_how_far_ahead() -> None:
    """A channel's table tells; without it a delivery begins at its slot."""
    channels = (channel("letter", "fi", "sv", adapter="email", ahead=90), channel("x-fi", "fi", "sv"))
    chosen = kind("pilot-chosen", "pilot", "announce")
    found = deliveries(approved(entry(pilot())), rules(chosen, channels=channels), NOW)
    assert {each.channel: each.slot - each.begins for each in found} == {
        "letter": dt.timedelta(minutes=90),
        "x-fi": dt.timedelta(),
    }


def test_as_it_was_approved() -> None:
    """What is in the plan as it was handed over stays where it is."""
    assert back(over(*PLAN)) == {}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"held_because": "waits for approval"}, "waits for approval"),
        ({"slot": NOW + 2 * HOUR}, "its slot has moved"),
        ({"expires": NOW + HOUR}, "it would be too late then"),
    ],
)
def test_what_the_plan_says_now(change: dict[str, object], why: str) -> None:
    """What is held, moved or over by then comes back, and so does what goes together with it; English goes on without others."""
    wrong = replace(FI, **change)  # type: ignore[arg-type]  # a table
    also = f"goes together with fi: {why}"
    assert back(over(*PLAN), (wrong, SV, EN)) == {"fi": why, "sv": also, "en": also}
    assert back(over(*PLAN), (FI, SV, replace(EN, **change))) == {"en": why}  # type: ignore[arg-type]  # a table


def test_what_the_plan_has_no_more() -> None:
    """A session that was cancelled, a kind that is not said of it now: what the plan does not have comes back."""
    assert back(over(*PLAN), ()) == dict.fromkeys(("fi", "sv", "en"), "it is not in the plan any more")


def test_another_text() -> None:
    """What says another text than the one that is approved now comes back."""
    assert back([*over(FI, told="2"), *over(EN)], (FI, EN))["fi"] == "another text is approved now"


def test_a_stop_of_one_is_one_of_its_release() -> None:
    """A hold of Swedish, wherever that stands, takes Finnish back; one of English takes English alone."""
    assert back(over(FI, EN), stops=[SV.key]) == dict.fromkeys(("fi", "en"), "goes together with sv: paused")
    assert back(over(*PLAN), stops=[EN.key]) == {"en": "paused"}


@pytest.mark.parametrize("state", sorted(State))
def test_the_other_language(state: State) -> None:
    """Finnish comes back at once when Swedish is lost, and at the last call when it is not there yet; else both go."""
    last = FI.slot - LEAST
    lost = state in (State.REFUSED, State.EXPIRED, State.RETRACTED)
    late = state in (State.PLANNED, State.UNAVAILABLE, State.UNCONFIRMED, State.WAITING)
    assert bool(back(over(FI), now=last - dt.timedelta(seconds=1), sv=state)) is lost
    assert bool(back(over(FI), now=last, sv=state)) is (lost or late)
    assert bool(back(over(FI, SV), now=last, en=state)) is False


def test_a_part_of_a_mail() -> None:
    """A mail of which one request comes later stays, as that one goes at the slot; one of which a request was refused does not."""
    last = FI.slot - LEAST
    assert back(over(FI, SV), now=last, fi=State.UNAVAILABLE) == {}
    assert back(over(FI, SV), fi=State.REFUSED)["fi"] == "a part of it was refused"


def test_words() -> None:
    """People are told the hour of the city's clock; the mark of a share has the instant."""
    assert with_provider(NOW) == "it is with the mail provider and leaves at 10.00 on 24.11.2026"
    assert leaves({"ahead": NOW.isoformat()}) == NOW
