"""Clock, disk, ledger and ports: each fault is seen when just that is wrong."""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
import sqlite3
from email.utils import format_datetime
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from kutsu.clock import TickingClock
from kutsu.doctor import clock, companions, database, disk, ports
from kutsu.ledger.database import Database
from tests.channels.stages import Answer, server
from tests.doctor.patients import demo, faulty, levels, look


@pytest.mark.parametrize(("behind", "level"), [(0, "ok"), (600, "fault"), (-600, "fault")])
def test_the_time_of_day(tmp_path: Path, behind: int, level: str) -> None:
    """Ten minutes beside what the networks' Date headers say is a fault, whichever side; a redirect tells the time too."""
    there = TickingClock.real(ZoneInfo("UTC")).now() + dt.timedelta(seconds=behind)
    date, away = format_datetime(there.astimezone(dt.UTC), usegmt=True), {"Location": "https://elsewhere.example"}
    with server(Answer(302, b"", away)) as (base, _), pytest.MonkeyPatch.context() as patch:
        patch.setattr("http.server.BaseHTTPRequestHandler.date_time_string", lambda *_: date)
        (seen,) = look(clock.checks(demo(tmp_path, KUTSU_SANDBOX=base))[0])
    assert seen.level == level
    assert ("600" in seen.seen or "599" in seen.seen) == (level == "fault")


def test_nobody_tells_the_time(tmp_path: Path) -> None:
    """Without an answer the time is in doubt, which is no more than a note."""
    (seen,) = look(clock.checks(demo(tmp_path, KUTSU_SANDBOX="http://127.0.0.1:9"))[0])
    assert seen.level == "note"


@pytest.mark.parametrize(("kernel", "level"), [(True, "ok"), (False, "note"), (None, "note")])
def test_the_time_service(monkeypatch: pytest.MonkeyPatch, kernel: bool | None, level: str) -> None:
    """What the kernel says of a time service; the real one is asked without harm."""
    assert clock._synchronised() in (True, False, None)
    monkeypatch.setattr(clock, "_synchronised", lambda: kernel)
    assert levels(look(("time service", clock._service))) == [level]


def test_zone_data(monkeypatch: pytest.MonkeyPatch) -> None:
    """The zones of this machine are right; a rule that they break is seen."""
    assert levels(look(("zones", clock._zones))) == ["ok"]
    zone, at, offset = clock.FRESH
    monkeypatch.setattr(clock, "FRESH", (zone, at, offset - dt.timedelta(hours=1)))
    assert levels(look(("zones", clock._zones))) == ["note"]
    monkeypatch.setattr(clock, "RULES", [(zone, at, offset - dt.timedelta(hours=1))])
    assert levels(look(("zones", clock._zones))) == ["fault"]


@pytest.mark.parametrize(
    ("free", "inodes", "found"), [(9e9, 9, ["ok"]), (1e9, 9, ["note"]), (1e8, 9, ["fault"]), (9e9, 0, ["ok", "fault"])]
)
def test_the_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, free: float, inodes: int, found: list[str]) -> None:
    """Little space is a note, hardly any a fault, and no inode a fault beside much space."""
    told = SimpleNamespace(f_bavail=int(free), f_frsize=1, f_files=10, f_favail=inodes)
    monkeypatch.setattr(os, "statvfs", lambda _: told)
    assert levels(look(*disk.checks(demo(tmp_path))[:1])) == found


def test_the_ledger(tmp_path: Path) -> None:
    """None yet is a note and none is made; a right one is well and is not changed; an older one, and a broken one, are told."""
    patient, path = demo(tmp_path), tmp_path / "state/ledger.db"
    assert levels(look(*database.checks(patient))) == ["note"]
    assert not path.exists()
    Database(f"sqlite:///{path}").close()
    assert set(levels(look(*database.checks(patient)))) == {"ok"}
    with sqlite3.connect(path) as connection:
        assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'kutsu_doctor'").fetchone()
        connection.execute("UPDATE alembic_version SET version_num = '0005'")
    assert "older than this Kutsu" in faulty(look(*database.checks(patient)))
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "not of this Kutsu" in faulty(look(*database.checks(patient)))
    path.write_bytes(b"no database at all" * 1000)
    assert "not a database" in faulty(look(*database.checks(patient)))


def test_a_ledger_that_is_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger in which another program holds the write lock cannot be written, and that is told soon."""
    monkeypatch.setattr(database, "SECONDS", 0.2)
    Database(f"sqlite:///{tmp_path / 'state/ledger.db'}").close()
    holder = sqlite3.connect(tmp_path / "state/ledger.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert "locked" in faulty(look(*database.checks(demo(tmp_path))))
    holder.close()


def test_companions(tmp_path: Path) -> None:
    """Before a supervisor has written nothing is said; one that runs is well, one that falls often and one that is gone are told."""
    patient = demo(tmp_path)
    assert look(*companions.checks(patient)) == []
    (tmp_path / "state").mkdir()
    one = {
        "pid": os.getpid(),
        "since": "2026-11-23T09:00:00+02:00",
        "restarts": 0,
        "last_exit": None,
        "state": "running",
    }
    told = {"web": one, "flows": {**one, "restarts": 4}, "watch": {**one, "state": "waiting", "last_exit": 1}}
    (tmp_path / "state/companions.json").write_text(json.dumps({**told, "site": {**one, "pid": 2**30}}), "utf-8")
    assert levels(look(*companions.checks(patient))) == ["ok", "note", "fault", "fault"]


def test_ports(tmp_path: Path) -> None:
    """A port that is ours and answers is well; one that is ours and silent is told."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        ours = f"http://127.0.0.1:{listening.getsockname()[1]}"
        assert "should be on" in faulty(look(*ports.checks(demo(tmp_path, KUTSU_SITE=ours))))
        listening.listen()
        seen = look(*ports.checks(demo(tmp_path, KUTSU_SITE=ours)))
        assert any(each.level == "ok" and each.seen.startswith("site answers") for each in seen)
