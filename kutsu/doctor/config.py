"""Config and environment: every fault, every missing or misspelt name, and secrets that others can read."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from kutsu import edges
from kutsu.channels import adapters
from kutsu.core.checked import Checked, fault, note, ok
from kutsu.doctor import Check
from kutsu.doctor.patient import OPEN, Patient
from kutsu.lists import KEY_FILE, LIST_KEY
from kutsu.settings import WEBHOOK_KEY, Settings, keep_apart, variable

NAMES = {*OPEN, "KUTSU_SECRET", "KUTSU_HEARTBEAT", "KUTSU_PREFECT_AUTH"}
"""Variables that belong to no channel and no sheet."""

FAMILIES = ("KUTSU_BELL_", "KUTSU_ALARM_")
"""Beginnings of names that config/alarms.toml gives."""

PLAYED = "sandbox-"
"""How every credential of the sandbox begins."""

OTHERS = 0o077
"""Rights of a file's group and of everybody else."""


def checks(patient: Patient) -> Sequence[Check]:
    """Everything to look at."""
    return [
        ("config", lambda: _faults(patient)),
        ("missing settings", lambda: _missing(patient)),
        ("names in the environment", lambda: _names(patient.settings)),
        ("credentials of the demo", lambda: _played(patient)),
        ("files with secrets", lambda: _readable(patient)),
    ]


def _faults(patient: Patient) -> Iterator[Checked]:
    keep_apart(patient.settings.places)
    faults = patient.faults
    yield from (fault("config", each, "Mend it in this file.") for each in faults)
    if not faults:
        places = patient.settings.places
        yield ok("config", f"{places.config} is whole; state {places.state}")


def _missing(patient: Patient) -> Iterator[Checked]:
    if patient.faults:
        return  # told first; what is missing of a broken table nobody can tell
    lacking = list(edges.missing(patient.untouched, patient.clock))
    advice = (
        "Set it in the environment of every Kutsu process (.env.example lists all), or mend the list that it names."
    )
    yield from (fault("missing settings", each, advice) for each in lacking)
    if not lacking:
        yield ok("missing settings", "every secret is set, every list can be opened")


def known(settings: Settings) -> set[str]:
    """Every name that something reads."""
    found, kinds = set(NAMES), adapters()
    for name, table in settings.channels.items():
        secrets = kinds[table.adapter].CREDENTIALS if table.adapter in kinds else ()
        found |= {variable(name, each) for each in (*secrets, LIST_KEY, WEBHOOK_KEY)}
    found |= {variable(name, KEY_FILE) for name in settings.sheets}
    texts = (path.read_text("utf-8", "replace") for path in settings.places.config.glob("*.toml"))
    return found | {name for text in texts for name in re.findall(r"KUTSU_\w+", text)}


def _names(settings: Settings) -> Iterator[Checked]:
    what, names = "names in the environment", known(settings)
    given = {name for name in settings.environment if name.startswith("KUTSU_")}
    strange = sorted(name for name in given - names if not name.startswith(FAMILIES))
    for name in strange:
        near = difflib.get_close_matches(name, sorted(names), 1)
        meant = f" Is {near[0]} meant?" if near else ""
        yield note(what, f"{name} is read by nobody", f"Correct or remove it.{meant}")
    if not strange:
        yield ok(what, f"{len(given)} beginning with KUTSU_, all known")


def _played(patient: Patient) -> Iterator[Checked]:
    what = "credentials of the demo"
    if patient.demo:
        yield ok(what, "this is the demo: nothing reaches a real network")
        return
    values = patient.settings.environment.items()
    found = sorted(name for name, value in values if name.startswith("KUTSU_") and value.startswith(PLAYED))
    for name in found:
        yield fault(what, f"{name} holds a credential of the sandbox", "Set the one of the city's own account.")
    if not found:
        yield ok(what, "none in use")


def _readable(patient: Patient) -> Iterator[Checked]:
    what, seen = "files with secrets", 0
    for path in _secret(patient):
        mode, seen = path.stat().st_mode & 0o777, seen + 1
        if mode & OTHERS:
            tell = note if mode & OTHERS == 0o040 else fault  # a group may be meant to read it
            yield tell(what, f"{path} can be read by others ({mode:o})", f"chmod go-rwx {path}")
    state = patient.settings.places.state
    if state.is_dir() and not patient.demo and state.stat().st_mode & 0o007:
        yield note(what, f"the state {state} is open to every user of this machine", f"chmod o-rwx {state}")
    yield ok(what, f"{seen} looked at")


def _secret(patient: Patient) -> Iterator[Path]:
    """Files of this city that hold a secret; the demo's own open nothing."""
    settings = patient.settings
    config, state = settings.places.config, settings.places.state
    near = [] if patient.demo else [*Path().glob(".env"), *config.glob("*.env"), *config.glob(".env*")]
    named = [Path(value) for name, value in settings.environment.items() if name.endswith("_CREDENTIALS") and value]
    unlike = (path for path in [*near, *named, state / "pepper"] if path.name != ".env.example")
    yield from dict.fromkeys(path.absolute() for path in unlike if path.is_file())
