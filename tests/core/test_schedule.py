"""Slots, releases and what holds them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kutsu.core.model import Stage, Status
from kutsu.core.publication import State
from kutsu.core.schedule import deliveries, due, together
from kutsu.core.slots import Opening
from tests.factories import NOW, TODAY, ZONE, approved, channel, delivery, entry, kind, pilot, rules, session

CHOSEN = kind("pilot-chosen", "pilot", "announce", stages=(Stage.CHOSEN, Stage.RECRUITING))
INVITATION = kind(
    "session-invitation", "session", "day", offset=-14, lasts_days=15, until="begin", statuses=("confirmed",)
)


def test_one_delivery_per_language_and_channel() -> None:
    """A complete, approved pilot yields one delivery per account, all in one release, all at the same slot."""
    found = deliveries(approved(entry(pilot())), rules(CHOSEN), NOW)
    assert [each.key for each in found] == [f"PILOT-1/pilot-chosen/{key}/x-{key}/" for key in ("en", "fi", "sv")]
    assert {each.release for each in found} == {"PILOT-1/pilot-chosen/x/residents/"}
    assert {each.slot for each in found} == {NOW}
    assert {each.held_because for each in found} == {None}


def test_finnish_and_swedish_together() -> None:
    """Without a Swedish tick nothing of the release goes out, and each delivery says why."""
    found = {
        each.language: each.held_because for each in deliveries(approved(entry(pilot(), "fi en")), rules(CHOSEN), NOW)
    }
    assert found["sv"] == "waits for approval"
    assert found["fi"] == found["en"] == "goes together with sv: waits for approval"


def test_other_languages_follow_when_ready() -> None:
    """A missing English tick holds English alone."""
    found = {
        each.language: each.held_because for each in deliveries(approved(entry(pilot(), "fi sv")), rules(CHOSEN), NOW)
    }
    assert found == {"fi": None, "sv": None, "en": "waits for approval"}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"held": True}, "held in the sheet"),
        ({"faulty": True}, "the row has an error"),
        ({"missing": {"fi": (), "sv": ("title.sv",), "en": ()}}, "missing: title.sv"),
    ],
)
def test_holds(change: dict[str, object], why: str) -> None:
    """A held, faulty or unfinished row holds its Swedish delivery and says why."""
    found = deliveries(approved(replace(entry(pilot()), **change)), rules(CHOSEN), NOW)  # type: ignore[arg-type]  # a table
    assert {each.held_because for each in found if each.language == "sv"} == {why}


def test_kind_needs_its_fields() -> None:
    """A call for testers that does not say what testers do is held."""
    wanted = kind("testers-wanted", "pilot", "recruit", needs=("task", "join"))
    found = deliveries(approved(entry(pilot(task=None, join=None))), rules(wanted), NOW)
    assert {each.held_because for each in found if each.language == "fi"} == {"missing for this kind: task, join"}


def test_stage_and_status_choose_the_kinds() -> None:
    """A dropped pilot and a cancelled session are not announced."""
    assert deliveries(approved(entry(pilot(stage=Stage.DROPPED))), rules(CHOSEN), NOW) == []
    assert deliveries(approved(entry(session(status=Status.CANCELLED))), rules(INVITATION), NOW) == []


def test_without_its_date_nothing_is_planned() -> None:
    """A kind that hangs on a date waits until the row has one."""
    assert deliveries(approved(entry(pilot(start=None))), rules(kind("pilot-started", "pilot", "start")), NOW) == []


def test_invitation_ends_with_the_beginning() -> None:
    """An invitation is due from fourteen days before, and never at or after the beginning of its session."""
    found = deliveries(approved(entry(session())), rules(INVITATION), NOW)
    begin = dt.datetime(2026, 12, 1, 17, 0, tzinfo=ZONE)
    assert {each.expires for each in found} == {begin}
    assert len(due(found, {}, begin - dt.timedelta(seconds=1), ("fi", "sv"))) == 3
    assert due(found, {}, begin, ("fi", "sv")) == []


def test_embargo_moves_the_slot() -> None:
    """Nothing goes out before the embargo of its row."""
    embargo = NOW + dt.timedelta(days=2)
    assert {each.slot for each in deliveries(approved(entry(pilot(), embargo=embargo)), rules(CHOSEN), NOW)} == {
        embargo
    }


def test_quiet_hours_and_holidays() -> None:
    """What would fall on a holiday waits for the next morning; what is overdue at night waits for the morning too."""
    holiday = rules(CHOSEN, holidays=frozenset({TODAY}))
    morning = dt.datetime(2026, 11, 25, 8, 0, tzinfo=ZONE)
    assert {each.slot for each in deliveries(approved(entry(pilot())), holiday, NOW)} == {morning}
    night = NOW.replace(hour=23)
    assert {each.slot for each in deliveries(approved(entry(pilot())), rules(CHOSEN), night)} == {morning}


def test_urgent_kinds_wait_for_nothing() -> None:
    """A reminder goes out on a holiday too."""
    reminder = kind("session-reminder", "session", "day", offset=-7, until="begin", urgent=True)
    found = deliveries(approved(entry(session())), rules(reminder, holidays=frozenset({TODAY})), NOW)
    assert {each.slot for each in found} == {NOW}


def test_wall_clock_survives_the_clock_change() -> None:
    """Ten o'clock stays ten o'clock on both sides of 28 March 2027."""
    opening = Opening(rules().city, frozenset())
    before, after = (opening.instant(dt.date(2027, 3, day), dt.time(10, 0)) for day in (27, 29))
    assert (before.hour, after.hour) == (10, 10)
    assert after - before == dt.timedelta(hours=48)
    assert after.astimezone(dt.UTC) - before.astimezone(dt.UTC) == dt.timedelta(hours=47)


def test_audiences_and_kinds_choose_the_channels() -> None:
    """A list for staff carries only kinds for staff, and only those that it lists."""
    staff = channel("staff-mail", "fi", "sv", adapter="email", audience="staff", kinds=("pilot-chosen",))
    assert deliveries(approved(entry(pilot())), rules(CHOSEN, channels=(staff,)), NOW) == []
    for_staff = replace(CHOSEN, audiences=("residents", "staff"))
    found = deliveries(approved(entry(pilot())), rules(for_staff, channels=(staff,)), NOW)
    assert [each.channel for each in found] == ["staff-mail", "staff-mail"]


def test_due_leaves_out_what_the_ledger_has() -> None:
    """What is sent, in doubt or waiting is not due; what is free to be tried again is."""
    one = delivery()
    assert due([one], {}, NOW, ()) == [one]
    assert due([one], {one.key: State.PLANNED}, NOW, ()) == [one]
    for state in set(State) - {State.PLANNED}:
        assert due([one], {one.key: state}, NOW, ()) == []


@pytest.mark.parametrize("state", [State.REFUSED, State.UNAVAILABLE, State.EXPIRED])
def test_a_language_that_cannot_go_out_stops_its_release(state: State) -> None:
    """While Swedish is refused, or may only be tried again later, Finnish does not go out alone."""
    fi, sv = delivery(), delivery("PILOT-1/pilot-chosen/sv/x-sv/")
    assert due([fi, sv], {sv.key: state}, NOW, ("fi", "sv")) == []
    assert due([fi, sv], {sv.key: state}, NOW, ("fi",)) == [fi]


def test_a_retired_channel_says_nothing_new() -> None:
    """What was once a channel is known, and no more than that."""
    old = tuple(channel(f"x-{key}", key, retired=True) for key in ("fi", "sv", "en"))
    assert deliveries(approved(entry(pilot())), rules(CHOSEN, channels=old), NOW) == []


def test_together_spreads_a_hold() -> None:
    """A message that does not fit in Swedish holds Finnish; one that does not fit in English holds nothing else."""
    fi, sv, en = (delivery(f"PILOT-1/pilot-chosen/{key}/x-{key}/") for key in ("fi", "sv", "en"))
    assert together([fi, sv, en], {sv.key: "too long"}, ("fi", "sv"))[fi.key] == "goes together with sv: too long"
    assert together([fi, sv, en], {en.key: "too long"}, ("fi", "sv")) == {en.key: "too long"}


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    minutes=st.integers(0, 2 * 365 * 24 * 60),
    days=st.integers(-30, 30),
    ticks=st.sets(st.sampled_from(["fi", "sv", "en"])),
)
def test_never_half_never_at_night(minutes: int, days: int, ticks: set[str]) -> None:
    """At any moment, what is due is ticked, has Finnish and Swedish both, and falls into the city's waking hours."""
    now = (NOW.astimezone(dt.UTC) + dt.timedelta(minutes=minutes)).astimezone(ZONE)
    row = entry(pilot(announce=now.date() + dt.timedelta(days=days)), " ".join(ticks))
    planned = deliveries(approved(row), rules(CHOSEN, holidays=frozenset({dt.date(2027, 1, 1)})), now)
    found = due(planned, {}, now, ("fi", "sv"))
    assert {each.language for each in found} <= ticks
    if found:
        assert {"fi", "sv"} <= {each.language for each in found}
        assert dt.time(8) <= now.time() < dt.time(20)
        assert now.date() != dt.date(2027, 1, 1)
