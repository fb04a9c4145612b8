"""Putting a backup into an empty state: everything is proven first, and the ledger waits from its very first moment."""

from __future__ import annotations

import fcntl
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import make_url

from kutsu.backup.manifest import LEDGER, TODAY, Manifest, read
from kutsu.backup.packing import drafted, unpacked
from kutsu.backup.take import known, sound
from kutsu.core.errors import Faulty
from kutsu.ledger.database import Database
from kutsu.ledger.pauses import Pauses
from kutsu.ledger.views import Views
from kutsu.settings import Places

EMPTY = frozenset({"lock", "logs", "sandbox"})
"""What may be in a state that counts as empty: nothing of it is Kutsu's memory."""


def restore(places: Places, source: Path) -> Manifest:
    """Put a backup into this state; gives what it says of itself. Raises `Faulty`, and then nothing was restored.

    The ledger gets its name last, and has its pause by then: whoever opens it finds that everything waits.
    """
    with _held(places.state), unpacked(source, places.state) as found, drafted(places.state / LEDGER) as draft:
        manifest = read(found, source)
        _fits(manifest, places, source)
        if LEDGER in manifest.files:
            shutil.move(found / LEDGER, draft / LEDGER)
            _wait(f"sqlite:///{draft / LEDGER}", manifest)
        _place(found, draft, places.state, manifest)
    if manifest.ledger == "postgresql":
        _wait(places.ledger, manifest)  # its administrators have restored it before
    return manifest


def _fits(manifest: Manifest, places: Places, source: Path) -> None:
    """Raise `Faulty` where a backup is of another kind of Kutsu than this one, or newer than it, or its ledger is damaged."""
    own = "sqlite" if make_url(places.ledger).get_backend_name() == "sqlite" else "postgresql"
    if own != manifest.ledger:
        words = f"its ledger is on {manifest.ledger}, and KUTSU_LEDGER names one on {own}"
        raise Faulty([f"{source}: {words}"])
    if own == "sqlite" and Path(make_url(places.ledger).database or "") != places.state / LEDGER:
        raise Faulty([f"KUTSU_LEDGER: unset it for the restore, which puts the ledger at {places.state / LEDGER}"])
    if (places.demo is not None) != (TODAY in manifest.files):
        whose = "a demo" if TODAY in manifest.files else "a city"
        raise Faulty([f"{source} is the backup of {whose}, and {places.config} is not"])
    if own == "sqlite" and not known(manifest.migration):
        words = f"its ledger is of Kutsu {manifest.kutsu}, which is newer than this one: restore with that version"
        raise Faulty([f"{source}: {words}"])


def _wait(ledger: str, manifest: Manifest) -> None:
    """Pause the restored ledger from the last moment that it knows of, until a person has looked what went out since."""
    url = make_url(ledger)
    if url.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(url.database or "")) as file:
            sound(file, Path(url.database or ""))
    database = Database(ledger)
    try:
        Pauses(database).restored(Views(database).latest() or manifest.at)
    finally:
        database.close()


def _place(found: Path, draft: Path, state: Path, manifest: Manifest) -> None:
    """Move everything to its place, the ledger last; what cannot be finished is taken away again."""
    done = list[Path]()
    try:
        for name in sorted(manifest.files, key=lambda name: name == LEDGER):
            target = state / name
            done.append(target)
            shutil.move((draft if name == LEDGER else found) / name, target)
            target.chmod(0o600)
    except OSError:
        for path in done:
            path.unlink(missing_ok=True)
        raise


@contextmanager
def _held(state: Path) -> Iterator[None]:
    """Keep every Kutsu from starting on this state meanwhile; raises `Faulty` where one runs, or anything is there already."""
    state.mkdir(parents=True, exist_ok=True)
    with (state / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Faulty([f"another Kutsu is running on {state}: stop it, and move its state out of the way"]) from None
        if there := sorted({path.name for path in state.iterdir()} - EMPTY):
            words = f"{', '.join(there[:5])}: move it out of the way, or name another one with --state"
            raise Faulty([f"{state} is not empty, and nothing is ever restored over a state; it has {words}"])
        yield
