"""Announced again: when it goes out, what must have been approved since, and when an edition is done with."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kutsu.core.approval import Memory, Seen, Standing, Verdict, anew, judge
from kutsu.core.content import digest, localize
from kutsu.core.editions import Edition, unfinished
from kutsu.core.model import Entry
from kutsu.core.publication import Delivery, State
from kutsu.core.schedule import deliveries
from tests.factories import NOW, TODAY, entry, kind, pilot, rules, session

CHOSEN = kind("pilot-chosen", "pilot", "announce")
INVITATION = kind("session-invitation", "session", "day", offset=-14, lasts_days=15, until="begin")
REMINDER = kind("session-reminder", "session", "day", offset=-1, lasts_days=2, edition="day-before", urgent=True)
LATER = NOW + dt.timedelta(days=20)
"""Long after the fortnight in which the first announcement could go out."""


def standing(row: Entry, since: dt.datetime | None, *languages: str) -> list[Standing]:
    """A row whose ticks stand approved since then, in these languages."""
    found = []
    for language in languages or ("fi", "sv", "en"):
        mark = digest(localize(row.subject, language))
        found.append(judge(row, language, Memory(Seen(mark, ticked=True), mark, since)))
    return found


def again(row: Entry, asked: dt.datetime, since: dt.datetime, **changes: object) -> list[Delivery]:
    """The deliveries of the pilot's second edition, asked for then, with approvals of another moment."""
    made = rules(replace(CHOSEN, **changes))  # type: ignore[arg-type]  # fields of a kind
    edition = {("PILOT-1", "pilot-chosen"): Edition("again-2", asked, "anna", "")}
    return deliveries(standing(row, since), made, max(asked, since), edition)


def test_approved_before_it_was_asked_for() -> None:
    """The tick that stands does not count, whichever moment before the asking it is from; the reason says what to do."""
    for since in (NOW, LATER):
        found = again(entry(pilot()), LATER, since)
        assert {each.edition for each in found} == {"again-2"}
        assert all("take the tick away, wait until a pull has seen it" in str(each.held_because) for each in found)


def test_approved_since() -> None:
    """An approval after the asking counts; the edition's own keys and release, from then on, for as long as its kind lasts."""
    found = again(entry(pilot()), LATER, LATER + dt.timedelta(microseconds=1))
    assert {each.held_because for each in found} == {None}
    assert {each.key for each in found} == {f"PILOT-1/pilot-chosen/{key}/x-{key}/again-2" for key in ("fi", "sv", "en")}
    assert {each.release for each in found} == {"PILOT-1/pilot-chosen/x/residents/again-2"}
    assert {(each.slot, each.expires) for each in found} == {(LATER, LATER + dt.timedelta(days=14))}


def test_each_language_anew() -> None:
    """One language that was not approved anew is held, and where the law wants it, its release with it."""
    row, edition = entry(pilot()), {("PILOT-1", "pilot-chosen"): Edition("again-2", NOW, "anna", "")}
    judged = standing(row, NOW + dt.timedelta(hours=1), "fi", "en") + standing(row, NOW, "sv")
    held = {each.language: each.held_because for each in deliveries(judged, rules(CHOSEN), NOW, edition)}
    assert str(held["sv"]).startswith("is to be announced again")
    assert held["fi"] == held["en"] == f"goes together with sv: {held['sv']}"


@pytest.mark.parametrize("verdict", [each for each in Verdict if each is not Verdict.STANDS])
def test_only_what_stands_can_be_of_earlier(verdict: Verdict) -> None:
    """A tick that this look is the first to see counts, and whatever was held before is held for the same reason."""
    judged = Standing(entry(pilot()), "fi", verdict)
    assert anew(judged, NOW) is judged


def test_in_the_night() -> None:
    """Asked for in quiet hours it waits for the morning; its time is counted from there."""
    night = NOW.replace(hour=23)
    morning = NOW.replace(hour=8) + dt.timedelta(days=1)
    found = again(entry(pilot()), night, night + dt.timedelta(minutes=5))
    assert {(each.slot, each.expires) for each in found} == {(morning, morning + dt.timedelta(days=14))}


def test_an_embargo_counts() -> None:
    """Nothing goes out before the row's embargo, however often it is asked for."""
    embargo = LATER + dt.timedelta(days=1)
    assert {each.slot for each in again(entry(pilot(), embargo=embargo), LATER, LATER)} == {embargo}


def test_an_invitation_never_after_its_session_begins() -> None:
    """The kind's own end holds for every edition of it."""
    row, asked = entry(session(day=TODAY)), NOW + dt.timedelta(hours=1)
    edition = {("INFO-1", "session-invitation"): Edition("again-2", asked, "anna", "")}
    found = deliveries(standing(row, NOW), rules(INVITATION), asked, edition)
    assert {each.expires for each in found} == {NOW.replace(hour=17)}


def test_it_takes_the_place_of_all_before() -> None:
    """What of the earlier announcement had not gone out yet never will; other kinds and subjects are as they were."""
    edition = {("PILOT-1", "pilot-chosen"): Edition("again-2", NOW, "anna", "")}
    judged = standing(entry(pilot()), NOW) + standing(entry(session()), NOW)
    planned = deliveries(judged, rules(CHOSEN, INVITATION, REMINDER), NOW, edition)
    found = {(each.subject, each.kind, each.edition) for each in planned}
    assert found == {
        ("PILOT-1", "pilot-chosen", "again-2"),
        ("INFO-1", "session-invitation", ""),
        ("INFO-1", "session-reminder", "day-before"),
    }


def test_when_an_edition_is_done_with() -> None:
    """Open are planned ones, in their time, and those in doubt; an English that nobody approves keeps nobody waiting."""
    its = again(entry(pilot()), NOW, NOW)
    fi, sv, en = (f"PILOT-1/pilot-chosen/{key}/x-{key}/again-2" for key in ("fi", "sv", "en"))
    ended = dict.fromkeys((fi, sv), State.SENT)

    def left(states: dict[str, State], now: dt.datetime = NOW) -> set[str]:
        return {each.key for each in unfinished(its, states, now, ("fi", "sv"))}

    assert left({}) == {fi, sv}
    assert left({fi: State.SENT, sv: State.WAITING}) == {sv}
    assert left({fi: State.REFUSED, sv: State.RETRACTED}) == set()
    assert left(ended) == set()
    assert left({}, NOW + dt.timedelta(days=14)) == set()
    assert [each.key for each in unfinished(its, {}, NOW, ())] == [en, fi, sv]
