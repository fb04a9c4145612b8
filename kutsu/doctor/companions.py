"""What `kutsu up` keeps running, by what its supervisor wrote into the state last; nothing where no supervisor has written."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from kutsu.core.checked import Checked, fault, note, ok
from kutsu.doctor import Check
from kutsu.doctor.patient import Patient

MANY = 3
"""Ends by itself that are no accident any more."""


def checks(patient: Patient) -> Sequence[Check]:
    """All of them together."""
    return [("companions", partial(_companions, patient.settings.places.state / "companions.json"))]


def _companions(path: Path) -> Iterator[Checked]:
    """Each companion, by its name."""
    if not path.is_file():
        return
    try:
        found: Mapping[str, Mapping[str, Any]] = json.loads(path.read_text("utf-8"))
    except ValueError:
        yield fault("companions", f"{path} cannot be read", "Is the disk full? Stop `kutsu up` and start it again.")
        return
    for name, each in found.items():
        yield _companion(path.parent, name, each)


def _companion(state: Path, name: str, each: Mapping[str, Any]) -> Checked:
    """One that runs is well, if its process is there; one that ended often is a note."""
    log, restarts = f"Its words are in {state}/logs/{name}.log.", int(each.get("restarts") or 0)
    if each.get("state") != "running" or not _alive(each.get("pid")):
        seen = f"{name} does not run (state {each.get('state')}, last exit {each.get('last_exit')})"
        return fault("companions", seen, f"Is `kutsu up` running? {log}")
    if restarts >= MANY:
        return note("companions", f"{name} runs, and was started again {restarts} times since {each.get('since')}", log)
    return ok("companions", f"{name} runs")


def _alive(pid: object) -> bool:
    """Whether a process of this number is there; signal 0 only asks."""
    try:
        os.kill(int(str(pid)), 0)
    except PermissionError:  # there, and another user's
        return True
    except (OSError, ValueError):
        return False
    return True
