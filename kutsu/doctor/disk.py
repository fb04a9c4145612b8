"""The disks of state and of temporary files: space and inodes, before a commit fails for want of them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from kutsu.core.checked import Checked, fault, note, ok
from kutsu.doctor import Check
from kutsu.doctor.patient import Patient

MEGA = 1024**2
LITTLE, NONE = 2048 * MEGA, 200 * MEGA
"""Bytes left that are a note, and a fault: a season's ledger, site and previews are some hundred megabytes."""
FEW = 0.05
"""The share of inodes left that is a note; a site has many small files."""
FREE = "Free some: old records of kutsu archive, STATE/logs, old generations of the site; or give it a larger disk."


def checks(patient: Patient) -> Sequence[Check]:
    """One check per place."""
    state, temporary = patient.settings.places.state, Path(tempfile.gettempdir())
    return [("state", partial(look, "state", state)), ("temporary files", partial(look, "temporary files", temporary))]


def look(what: str, path: Path) -> Iterator[Checked]:
    """Space, inodes and the right to write, of the nearest folder that is there."""
    there = next(each for each in (path, *path.parents) if each.is_dir())
    found = os.statvfs(there)
    free = found.f_bavail * found.f_frsize
    seen = f"{free // MEGA} MB free for {path}"
    tell = fault if free < NONE else note if free < LITTLE else None
    yield tell(what, seen, FREE) if tell else ok(what, seen)
    if found.f_files and found.f_favail / found.f_files < FEW:
        told = f"{found.f_favail} of {found.f_files} inodes left"
        yield (note if found.f_favail else fault)(what, told, FREE)
    if not os.access(there, os.W_OK | os.X_OK):
        yield fault(
            what, f"{there} may not be written", f"Give it to the user of Kutsu: chown, or another {what} with --state."
        )
