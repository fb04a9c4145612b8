"""What a backup says of itself: when, of what, by which version, and the sum of each of its files."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from kutsu.core.errors import Faulty

NAME = "manifest.json"
LEDGER = "ledger.db"
PEPPER = "pepper"
TODAY = "today"
ENVIRONMENT = "environment"

KEPT = (PEPPER, TODAY, ENVIRONMENT)
"""What of a state is copied beside its ledger: the secret by which people left lists and previews are found, the pinned day of
a demo, the addresses that were published. A workbook that lies in the state is copied too.

All else is made anew: `site`, `preview` and `rest.json` by the next pull, `prefect` by the next start (its runs are alarm clocks,
placed by the plan), `logs`, `lock`, `companions.json`. A demo's `sandbox` plays the outside world, of which there is no backup.
"""


@dataclass(frozen=True)
class File:
    """The sum (SHA-256, hexadecimal) and the bytes of one file."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Manifest:
    """A backup of `at`; `latest` is the last thing that its ledger wrote down, `migration` the version of its tables.

    A ledger on PostgreSQL is not in it: its administrators back it up themselves.
    """

    kutsu: str
    at: dt.datetime
    ledger: Literal["sqlite", "postgresql"]
    migration: str
    latest: dt.datetime | None
    files: Mapping[str, File]


_MANIFEST = TypeAdapter(Manifest)


def write(manifest: Manifest, folder: Path) -> str:
    """Put the manifest into a backup's folder; gives its own sum, which stands for all of the backup."""
    text = _MANIFEST.dump_json(manifest, indent=2)
    (folder / NAME).write_bytes(text)
    return hashlib.sha256(text).hexdigest()


def read(folder: Path, shown: Path) -> Manifest:
    """The manifest of a backup, of which every file is there, whole and as it was written; raises `Faulty` with all that is not."""
    try:
        manifest = _MANIFEST.validate_json((folder / NAME).read_bytes())
    except FileNotFoundError:
        raise Faulty([f"{shown} is no backup of Kutsu: it has no {NAME}"]) from None
    except ValidationError:  # which would quote what it found
        raise Faulty([f"{shown}: its {NAME} is damaged; take another backup"]) from None
    wrong = [name for name, file in manifest.files.items() if not _plain(name) or file_of(folder / name) != file]
    if wrong:
        words = "is not as it was written: it was cut, changed or lost; take another backup"
        raise Faulty([f"{shown}: {name} {words}" for name in wrong])
    return manifest


def file_of(path: Path) -> File | None:
    """The sum of a file as it is; None where there is none."""
    if path.is_symlink() or not path.is_file():
        return None
    with path.open("rb") as stream:
        return File(hashlib.file_digest(stream, "sha256").hexdigest(), path.stat().st_size)


def _plain(name: str) -> bool:
    """Whether a name is that of a file right in the folder."""
    return Path(name).name == name and name not in (NAME, "", ".", "..")
