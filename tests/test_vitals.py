"""What a machine shows of its health, out of what the supervisor writes."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

from kutsu.vitals import COMPANIONS, Vitals
from tests.factories import NOW


def test_ends_are_counted_within_ten_minutes(tmp_path: Path) -> None:
    """An end rings for ten minutes; what had been counted before the first look does not, nor does what another supervisor counted."""
    vitals = Vitals(tmp_path)
    assert about(vitals, 0, 5) == []
    assert about(vitals, 1, 6) == about(vitals, 9, 6) == ["flows"]
    assert about(vitals, 21, 6) == []
    assert about(vitals, 22, 0) == []
    assert about(vitals, 23, 1) == ["flows"]


def test_down_for_a_while(tmp_path: Path) -> None:
    """A companion that waits for its next start rings after a minute, and no more once it runs; no file is no alarm."""
    vitals = Vitals(tmp_path)
    assert about(vitals, 0, 0, "waiting") == []
    assert about(vitals, 1.1, 0, "starting") == ["flows"]
    assert about(vitals, 1.6, 0) == []
    (tmp_path / COMPANIONS).write_text("{", "utf-8")
    assert companions(vitals, NOW) == []


def about(vitals: Vitals, minutes: float, restarts: int, state: str = "running") -> list[str]:
    """The companions that ring at a minute, by what the supervisor wrote then."""
    written = {"flows": {"pid": 1, "since": "x", "restarts": restarts, "last_exit": 1, "state": state}}
    (vitals.state / COMPANIONS).write_text(json.dumps(written), "utf-8")
    return companions(vitals, NOW + dt.timedelta(minutes=minutes))


def companions(vitals: Vitals, now: dt.datetime) -> list[str]:
    """The companions that ring; the disk of whoever runs this is no matter."""
    return [alarm.about for alarm in vitals.look(now) if alarm.code == "companion"]
