"""When and where changes are told: on the channels of the original, in both languages together, from their approval on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

import pytest

from kutsu.core.approval import Memory, Seen, Standing, judge
from kutsu.core.changes import Said
from kutsu.core.config import ChannelTable
from kutsu.core.content import digest, localize
from kutsu.core.model import Entry, Status
from kutsu.core.publication import Delivery, State
from kutsu.core.schedule import WORN, deliveries
from tests.factories import NOW, TODAY, ZONE, approved, channel, entry, kind, rules, said, session, texts

MOVED = kind("session-changed", "session", "", at=None, change="moved", urgent=True, lasts_days=365, until="begin")
CORRECTION = kind("correction", "any", "", at=None, change="corrected")
INVITATION = kind("session-invitation", "session", "day", offset=-14, until="begin")
FIRST, LATER = session(), session(start=dt.time(18))
TOLD = [said(FIRST, "session-invitation", f"x-{key}", key, order=at) for at, key in enumerate(("fi", "sv", "en"), 1)]
EARLIER = NOW - dt.timedelta(hours=5)


def planned(
    row: Entry | Iterable[Standing],
    told: Iterable[Said] = TOLD,
    channels: tuple[ChannelTable, ...] = (),
    now: dt.datetime = NOW,
) -> list[Delivery]:
    """What follows for a row, all of it just approved unless it was judged already."""
    judged = approved(row) if isinstance(row, Entry) else row
    return deliveries(judged, rules(MOVED, CORRECTION, channels=channels), now, said=told)


def since(row: Entry, at: dt.datetime, stood: dt.datetime | None = None) -> list[Standing]:
    """The standings of a row that was seen for the first time at an instant, and stands approved since another."""
    found = []
    for key in ("fi", "sv", "en"):
        mark = digest(localize(row.subject, key))
        seen = Seen(mark, ticked=key in row.ticks)
        found.append(judge(row, key, Memory(seen, mark if stood else None, stood, at)))
    return found


def test_one_release_where_it_was_told() -> None:
    """A move yields one delivery for each account that had told of the session, all in one release, from this look on."""
    found = planned(entry(LATER))
    assert [each.key for each in found] == [f"INFO-1/session-changed/{key}/x-{key}/1" for key in ("en", "fi", "sv")]
    assert {each.release for each in found} == {"INFO-1/session-changed/x/residents/1"}
    assert {(each.slot, each.held_because) for each in found} == {(NOW, None)}
    assert {each.expires for each in found} == {dt.datetime(2026, 12, 1, 18, 0, tzinfo=ZONE)}


def test_finnish_waits_for_swedish() -> None:
    """A change goes in both languages or in none; the words say what residents have meanwhile."""
    found = {each.language: each.held_because for each in planned(entry(LATER, "fi en"))}
    assert found["sv"] == "residents have the old facts: waits for approval"
    assert found["fi"] == "residents have the old facts: goes together with sv: waits for approval"


def test_the_channels_are_those_of_the_original() -> None:
    """Not the kind's audiences nor a channel's list of kinds choose: staff who were invited hear of the move, others do not."""
    staff = channel("staff", "fi", "sv", adapter="email", audience="staff", kinds=("session-invitation",))
    other = channel("other", "fi", "sv", adapter="mastodon")
    told = [said(FIRST, "session-invitation", "staff", key) for key in ("fi", "sv")]
    found = planned(entry(LATER), told, (staff, other))
    assert {(each.channel, each.language) for each in found} == {("staff", "fi"), ("staff", "sv")}
    assert {each.release for each in found} == {"INFO-1/session-changed/email/staff/1"}


def test_both_languages_in_one_message() -> None:
    """A channel that says the required languages together says the change so too."""
    page = channel("facebook", "fi", "sv", "en", adapter="facebook", layout="together")
    told = [said(FIRST, "session-invitation", "facebook", key) for key in ("fi+sv", "en")]
    assert [each.language for each in planned(entry(LATER), told, (page,))] == ["en", "fi+sv"]


def test_swedish_that_never_had_it_is_told_too() -> None:
    """Where only Finnish had gone out, the change is told in both: the law wants it; other languages that had nothing get nothing."""
    found = planned(entry(LATER), TOLD[:1])
    assert {each.language for each in found} == {"fi", "sv"}


def test_swedish_that_has_it_already_is_not_told_twice() -> None:
    """Where Swedish has the new facts, by a reminder, Finnish alone is told them."""
    told = [*TOLD[:2], said(LATER, "session-reminder", "x-sv", "sv", order=9)]
    assert {each.language for each in planned(entry(LATER), told)} == {"fi"}


def test_a_channel_that_config_lost() -> None:
    """What a channel said that there is no more, or that is retired, or in a language that it lost, is nobody's to change."""
    told = [*TOLD, said(FIRST, "session-invitation", "gone", "fi"), said(FIRST, "session-invitation", "old", "fi")]
    channels = (channel("x-fi", "fi"), channel("x-sv", "sv"), channel("x-en", "fi"), channel("old", "fi", retired=True))
    assert {(each.channel, each.language) for each in planned(entry(LATER), told, channels)} == {
        ("x-fi", "fi"),
        ("x-sv", "sv"),
    }


def test_its_slot_is_its_approval() -> None:
    """From the later approval of the two required languages on it may go, whatever English does; day and night."""
    night = NOW.replace(hour=2)
    row = since(entry(LATER), EARLIER, night)
    row[1] = replace(row[1], at=night + dt.timedelta(minutes=5))
    row[2] = replace(row[2], at=NOW)
    assert {each.slot for each in planned(row)} == {night + dt.timedelta(minutes=5)}


def test_unapproved_its_slot_stands_still() -> None:
    """Until then it is the instant at which a pull first saw the new facts; before any pull it is now."""
    assert {each.slot for each in planned(since(entry(LATER, ""), EARLIER))} == {EARLIER}
    assert {each.slot for each in planned(entry(LATER, ""))} == {NOW}


def test_a_correction_waits_for_the_morning_and_for_its_embargo() -> None:
    """A correction is not urgent; a row's embargo holds either."""
    wrong = [said(session(title=texts("Väärin")), "session-invitation", f"x-{key}", key) for key in ("fi", "sv")]
    night = NOW.replace(hour=23)
    morning = dt.datetime(2026, 11, 25, 8, 0, tzinfo=ZONE)
    assert {each.slot for each in planned(entry(FIRST, correct=True), wrong, now=night)} == {morning}
    embargo = NOW + dt.timedelta(days=1)
    assert {each.slot for each in planned(entry(LATER, embargo=embargo))} == {embargo}


@pytest.mark.parametrize("now", [18.5, 20.0])
def test_a_session_that_is_over(now: float) -> None:
    """While it goes on a change has expired, and after its end there is none."""
    at = dt.datetime.combine(LATER.day, dt.time(), ZONE) + dt.timedelta(hours=now)
    found = planned(entry(LATER), now=at)
    assert all(each.expires <= at for each in found)
    assert bool(found) == (at < dt.datetime.combine(LATER.day, LATER.end, ZONE))


def test_what_is_partly_out_with_old_facts_goes_to_nobody_else() -> None:
    """The invitation of which a share is out is held for the rest of its list, and says why; the others go with the new facts."""
    part = replace(TOLD[0], state=State.UNAVAILABLE)
    found = deliveries(approved(entry(LATER)), rules(INVITATION), NOW, said=[part])
    assert {each.language: each.held_because for each in found} == {"fi": WORN, "sv": None, "en": None}


def test_a_session_that_was_moved_before_it_was_announced() -> None:
    """Nobody was told, so nothing has changed: its invitation goes with the facts as they are."""
    row = entry(session(status=Status.MOVED, day=TODAY + dt.timedelta(days=9)))
    invitation = replace(INVITATION, statuses=(Status.CONFIRMED, Status.MOVED))
    found = deliveries(approved(row), rules(invitation, MOVED), NOW)
    assert {(each.kind, each.held_because) for each in found} == {("session-invitation", None)}
