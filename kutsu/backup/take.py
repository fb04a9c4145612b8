"""Taking a backup while everything runs: the ledger by SQLite's own online backup, one moment of it, and the files beside it."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import make_url

from kutsu.backup.manifest import KEPT, LEDGER, File, Manifest, file_of, write
from kutsu.backup.packing import packed
from kutsu.core.errors import Faulty
from kutsu.ledger.database import Database
from kutsu.ledger.types import EPOCH
from kutsu.settings import Settings

WAIT_SECONDS = 30
"""How long a copy waits for its turn."""

WRITTEN = {
    "deliveries": ("claimed_at", "settled_at"),
    "attempts": ("opened_at", "closed_at"),
    "approvals": ("at",),
    "seen": ("at",),
}
"""By table, the columns that tell when anything was last written down."""


def take(settings: Settings, to: Path, now: dt.datetime) -> tuple[Manifest, str]:
    """Write a backup of this state, and prove that it can be read; gives what it says of itself, and its sum. Raises `Faulty`."""
    state, url = settings.places.state, make_url(settings.places.ledger)
    kind = "sqlite" if url.get_backend_name() == "sqlite" else "postgresql"
    with packed(to) as draft:
        migration, latest = _copied(Path(url.database or ""), draft / LEDGER) if kind == "sqlite" else ("", None)
        for path in _beside(settings):
            shutil.copyfile(path, draft / path.name)
        files = {path.name: _sum(path) for path in sorted(draft.iterdir())}
        if not files:
            raise Faulty([f"{state} has nothing to back up: name a state with --state or KUTSU_STATE"])
        manifest = Manifest(version("kutsu"), now, kind, migration, latest, files)  # type: ignore[arg-type]  # one of two
        return manifest, write(manifest, draft)


def _beside(settings: Settings) -> list[Path]:
    """The files of the state that nothing makes anew, the ledger apart."""
    state = settings.places.state
    books = {Path(sheet.path) for sheet in settings.sheets.values() if sheet.adapter == "workbook" and sheet.path}
    paths = [*(state / name for name in KEPT), *sorted(path for path in books if path.absolute().parent == state)]
    return [path for path in paths if path.is_file()]


def _copied(ledger: Path, copy: Path) -> tuple[str, dt.datetime | None]:
    """Copy the ledger as it is at one moment, whoever writes to it; gives its migration and when it last wrote anything down."""
    if not ledger.is_file():
        raise Faulty([f"there is no ledger at {ledger}: name its state with --state or KUTSU_STATE"])
    try:
        with (
            closing(sqlite3.connect(f"{ledger.absolute().as_uri()}?mode=ro", uri=True, timeout=WAIT_SECONDS)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
            sound(target, ledger)
            migration = target.execute("SELECT version_num FROM alembic_version").fetchone()[0]
            return str(migration), _latest(target)
    except sqlite3.Error as error:
        raise Faulty([f"{ledger} cannot be backed up: {error}"]) from error


def sound(database: sqlite3.Connection, shown: Path) -> None:
    """Raise `Faulty` where SQLite finds its own file damaged, or rows that lead nowhere."""
    told = [row[0] for row in database.execute("PRAGMA integrity_check(3)")]
    if told != ["ok"]:
        raise Faulty([f"{shown} is damaged: {'; '.join(map(str, told))}"])
    if database.execute("PRAGMA foreign_key_check").fetchone():
        raise Faulty([f"{shown} is damaged: it has rows that belong to none"])


def _latest(database: sqlite3.Connection) -> dt.datetime | None:
    """The last instant at which anything was written down."""
    asked = (f"SELECT max({column}) FROM {table}" for table, columns in WRITTEN.items() for column in columns)  # noqa: S608 - our own names
    found = [at for (at,) in (database.execute(each).fetchone() for each in asked) if at is not None]
    return EPOCH + dt.timedelta(microseconds=max(found)) if found else None


def _sum(path: Path) -> File:
    """The sum of a file that was just written."""
    found = file_of(path)
    if found is None:
        raise Faulty([f"{path.name} was not written"])
    return found


def known(migration: str) -> bool:
    """Whether this program has the migration of a ledger, or can bring it up to date."""
    return migration in Database.migrations()
