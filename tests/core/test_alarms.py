"""Alarms: after how long, in which words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from kutsu.core import alarms
from tests.factories import NOW, delivery

SLOT = "INFO-02/session-reminder/fi/x-fi/day-before"


def ago(minutes: float) -> dt.datetime:
    """So many minutes before now."""
    return NOW - dt.timedelta(minutes=minutes)


def test_a_sheet_that_nobody_reads() -> None:
    """Twelve minutes without a good reading, or without any since the watch began, ring; each sheet by its name."""
    read = {"pilots": ago(12), "sessions": ago(12.1)}
    assert [alarm.about for alarm in alarms.unread(["pilots", "sessions", "new"], read, None, NOW)] == [
        "sessions",
        "new",
    ]
    assert list(alarms.unread(["sessions", "new"], read, ago(12), NOW)) == []
    assert [alarm.since for alarm in alarms.unread(["new"], read, ago(13), NOW)] == [ago(13)]


def test_a_slot_that_passed() -> None:
    """Two minutes after its slot a delivery rings, with what is known of the reason; after a start it gets that long again."""
    late = [delivery(SLOT, slot=ago(2.1)), delivery("PILOT-1/pilot-chosen/fi/x-fi/", slot=ago(2))]
    (alarm,) = alarms.overdue(late, {SLOT: "x-fi: the token is dead"}, None, NOW)
    assert alarm.about == SLOT
    assert "(x-fi: the token is dead)" in str(alarm)
    assert f"since {late[0].slot:%d.%m.%Y %H.%M.%S}. Mend what it says" in str(alarm)
    (untold,) = alarms.overdue(late, {}, None, NOW)
    assert "nobody has tried" in untold.what
    assert "kutsu publish --due" in untold.do
    assert list(alarms.overdue(late, {}, ago(1), NOW)) == []


def test_doubt_that_nobody_settles() -> None:
    """Three minutes after its time a look-up that nobody made rings."""
    assert [alarm.about for alarm in alarms.unsettled({"a": ago(3), "b": ago(3.1)}, None, NOW)] == ["b"]
    assert list(alarms.unsettled({"b": ago(3.1)}, ago(2), NOW)) == []


def test_what_waits_for_a_person() -> None:
    """It rings at once, with the reason and the commands."""
    (alarm,) = alarms.waiting({"a": (ago(0), "not seen in 4 readings")}, NOW)
    assert "not seen in 4 readings" in str(alarm)
    assert "kutsu settle" in str(alarm)


def test_told_once_and_over() -> None:
    """An alarm is told when it comes and when it is over, and not in between, however its time is counted."""
    first, again = (alarms.Alarm("a", "it is late", ago(minutes), "Look.") for minutes in (5, 4))
    assert list(alarms.news([], [first])) == [f"ALARM {first}"]
    assert list(alarms.news([first], [again])) == []
    assert list(alarms.news([again], [])) == ["over: a: it is late"]


def test_residents_with_old_facts() -> None:
    """Five minutes after an edit or its approval a change that is not out rings, once for its subject, with what to do."""
    names = ("fi/x-fi", "sv/x-sv", "fi/letter")
    late = [delivery(f"INFO-1/session-changed/{name}/1", slot=ago(6)) for name in names]
    (alarm,) = alarms.outdated(late, NOW)
    assert alarm.about == "INFO-1"
    assert alarm.what == "residents have the old facts on 3 channels"
    assert "kutsu plan" in alarm.do
    held = [replace(each, held_because="residents have the old facts: waits for approval") for each in late[:1]]
    (alarm,) = alarms.outdated(held, NOW)
    assert alarm.what == "residents have the old facts on 1 channel (waits for approval)"
    assert alarm.do.startswith("Tick the row anew")
    assert list(alarms.outdated([replace(late[0], slot=ago(5))], NOW)) == []
    assert list(alarms.outdated([replace(late[0], expires=NOW)], NOW)) == []
