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
    """Near twelve minutes without a good reading, or without any since the watch began, ring; each sheet by its name."""
    read = {"pilots": ago(11.5), "sessions": ago(11.6)}
    assert [alarm.about for alarm in alarms.unread(["pilots", "sessions", "new"], read, None, NOW)] == [
        "sessions",
        "new",
    ]
    assert list(alarms.unread(["sessions", "new"], read, ago(11.5), NOW)) == []
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
    """Two minutes after its time a look-up that nobody made rings, so that it is told within three."""
    assert [alarm.about for alarm in alarms.unsettled({"a": ago(2), "b": ago(2.1)}, None, NOW)] == ["b"]
    assert list(alarms.unsettled({"b": ago(2.1)}, ago(1), NOW)) == []


def test_what_waits_for_a_person() -> None:
    """It rings at once, with the reason and the commands."""
    (alarm,) = alarms.waiting({"a": (ago(0), "not seen in 4 readings")}, NOW)
    assert "not seen in 4 readings" in str(alarm)
    assert "kutsu settle" in str(alarm)


def test_companions() -> None:
    """What ended of late rings, and so does what has been down for over a minute; what is down for less, with no end, does not."""
    found = list(alarms.ailing({"web": 3, "site": 0, "flows": 1}, {"flows": ago(1.1), "site": ago(1)}, NOW))
    assert [(alarm.about, alarm.what) for alarm in found] == [
        ("flows", "it is down"),
        ("web", "it ended 3 times within 10 minutes"),
    ]
    assert "web.log" in found[1].do
    (once,) = alarms.ailing({"flows": 1}, {}, NOW)
    assert once.what == "it ended once within 10 minutes"


def test_a_full_disk() -> None:
    """Under 500 MB, or under a twentieth of the disk, rings."""
    assert list(alarms.room(600_000_000, 10_000_000_000, "state", NOW)) == []
    assert len(list(alarms.room(400_000_000, 2_000_000_000, "state", NOW))) == 1
    (alarm,) = alarms.room(4_000_000_000, 100_000_000_000, "state", NOW)
    assert alarm.what == "only 4000 MB are free on this disk"


def test_mail_that_leaves_all_the_same() -> None:
    """Mail that was to come back and did not rings with the reason."""
    (alarm,) = alarms.leaving({"a": (ago(1), "paused; it leaves at 9.00")}, NOW)
    assert (alarm.code, alarm.what) == ("held-mail", "this mail leaves (paused; it leaves at 9.00)")


def test_facts_without_a_row() -> None:
    """An announced session whose row errs or is gone rings after five minutes, with its cell."""
    found = {"INFO-1": ("the row has an error", " (sessions, Infotilaisuudet, D4)"), "INFO-2": ("the row is gone", "")}
    (alarm,) = alarms.unbacked(found, {"INFO-1": ago(5.1), "INFO-2": ago(5)}, NOW)
    assert (alarm.about, alarm.code) == ("INFO-1", "outdated")
    assert alarm.what == "residents have facts of which the row has an error (sessions, Infotilaisuudet, D4)"


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
