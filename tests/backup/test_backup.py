"""A backup is one moment of a ledger that is written to, and nothing takes the place of anything."""

from __future__ import annotations

import fcntl
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import select

from kutsu.backup.manifest import Manifest
from kutsu.backup.restore import restore
from kutsu.backup.take import take
from kutsu.core.errors import Faulty
from kutsu.core.publication import State
from kutsu.ledger.database import Database
from kutsu.ledger.pauses import RESTORE, Pauses
from kutsu.ledger.tables import receipts
from kutsu.ledger.views import Views
from kutsu.settings import Settings
from tests.backup.states import PEPPER, elsewhere, send
from tests.factories import NOW
from tests.ledger.works import later
from tests.system.postgres import running


@pytest.mark.parametrize("name", ["night", "night.tar"])
def test_there_and_back(settings: Settings, tmp_path: Path, name: str) -> None:
    """Truth and secret come back byte for byte, for their owner's eyes; what is made anew does not, and everything waits."""
    manifest, _ = take(settings, tmp_path / name, later(hours=1))
    assert manifest.files.keys() == {"ledger.db", "pepper", "today", "environment", "pilots.xlsx"}
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) & 0o077 == 0
    new = elsewhere(settings)
    restore(new.places, tmp_path / name)
    assert (new.places.state / "pepper").read_text("utf-8") == PEPPER
    assert stat.S_IMODE((new.places.state / "ledger.db").stat().st_mode) == 0o600
    database = Database(new.places.ledger)
    assert [row.state for row in Views(database).rows()] == [State.SENT]
    (pause,) = Pauses(database).active(later(days=9))
    assert (pause.by, pause.at) == (RESTORE, NOW)
    Pauses(database).resume(later(days=9))
    assert Pauses(database).active(later(days=9)) == [pause], "no resume ends it"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "new", "state"]), "no draft is left"


def test_consistent_while_publishers_write(settings: Settings, tmp_path: Path) -> None:
    """Backups taken while four publishers write are sound, and each sent delivery in them has its receipt."""
    stop = Event()

    def write(owner: int) -> None:
        number = 0
        while not stop.is_set():
            number += 1
            send(Database(settings.places.ledger), f"{owner}", f"PILOT-{owner}{number:05}")

    with ThreadPoolExecutor(4) as pool:
        writers = [pool.submit(write, owner) for owner in range(4)]
        try:
            backups = [tmp_path / f"{number}" for number in range(12)]
            for backup in backups:
                take(settings, backup, NOW)
        finally:
            stop.set()
        for writer in writers:
            writer.result()
    counts = [whole(backup) for backup in backups]
    assert counts == sorted(counts)
    assert counts[-1] > counts[0], "they did write meanwhile"


def whole(backup: Path) -> int:
    """How many were sent by this backup; every one of them has its receipt, and SQLite finds nothing wrong."""
    database = Database(f"sqlite:///{backup / 'ledger.db'}")
    with database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        receipted = {*connection.execute(select(receipts.c.key)).scalars()}
    sent = {row.key for row in Views(database).rows() if row.state is State.SENT}
    database.close()
    assert sent == receipted
    return len(sent)


def test_nothing_is_written_over(settings: Settings, tmp_path: Path) -> None:
    """A backup never takes the place of anything, a restore only that of nothing, and not while a Kutsu runs."""
    take(settings, tmp_path / "night", NOW)
    with pytest.raises(Faulty, match="is there already"):
        take(settings, tmp_path / "night", NOW)
    with pytest.raises(Faulty, match="is not empty"):
        restore(settings.places, tmp_path / "night")
    new = elsewhere(settings)
    new.places.state.mkdir()
    with (new.places.state / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Faulty, match="another Kutsu is running"):
            restore(new.places, tmp_path / "night")


def test_a_damaged_ledger_is_no_backup(settings: Settings, tmp_path: Path) -> None:
    """What SQLite finds broken is not backed up in silence, and no half backup is left."""
    with sqlite3.connect(settings.places.state / "ledger.db") as ledger:
        ledger.execute("PRAGMA foreign_keys=OFF")
        ledger.execute("DELETE FROM deliveries")
    ledger.close()
    with pytest.raises(Faulty, match="is damaged"):
        take(settings, tmp_path / "night", NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["state"]


def test_on_postgresql_the_rest_is_saved(settings: Settings, tmp_path: Path) -> None:
    """A ledger on a server is its administrators'; the backup has the rest, and says so."""
    server = replace(settings, places=replace(settings.places, ledger="postgresql+psycopg://kutsu@db.example/kutsu"))
    manifest, _ = take(server, tmp_path / "night", NOW)
    assert isinstance(manifest, Manifest)
    assert (manifest.ledger, "ledger.db" in manifest.files) == ("postgresql", False)
    with pytest.raises(Faulty, match="its ledger is on postgresql"):
        restore(elsewhere(settings).places, tmp_path / "night")


@pytest.mark.system
def test_a_ledger_on_a_server_waits_too(settings: Settings, tmp_path: Path) -> None:
    """Its administrators have restored it; the restore of the rest pauses it from the last thing that it knows of."""
    with running() as server:
        address = server.empty()
        send(Database(address), "one")
        (settings.places.state / "ledger.db").unlink()
        take(replace(settings, places=replace(settings.places, ledger=address)), tmp_path / "night", later(days=1))
        restore(replace(elsewhere(settings).places, ledger=address), tmp_path / "night")
        database = Database(address)
        (pause,) = Pauses(database).active(later(days=9))
        database.close()
    assert (pause.by, pause.at) == (RESTORE, NOW)


def test_the_instant_is_the_ledgers(settings: Settings, tmp_path: Path) -> None:
    """The manifest tells the last thing that its ledger wrote down, not only the backup's hour: after it, it knows nothing."""
    manifest, _ = take(settings, tmp_path / "night", later(days=1))
    assert (manifest.latest, manifest.at) == (NOW, later(days=1))
