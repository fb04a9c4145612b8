"""Patients for tests of the doctor: the demo's city or a real one, in a folder of their own."""

from __future__ import annotations

from pathlib import Path

from kutsu.core.checked import Checked
from kutsu.doctor import Check
from kutsu.doctor.patient import Patient
from kutsu.doctor.round import go
from kutsu.settings import read_clock, read_settings
from tests.configs import copied


def city(folder: Path, **environ: str) -> Patient:
    """A city as it is set up, with nothing in its environment but this."""
    config = folder / "config" if (folder / "config").is_dir() else copied(folder)
    settings = read_settings(config, folder / "state", environ)
    return Patient(settings, read_clock(settings))


def demo(folder: Path, **environ: str) -> Patient:
    """The demo's city."""
    config = folder / "config" if (folder / "config").is_dir() else copied(folder)
    settings = read_settings(config / "demo", folder / "state", environ)
    return Patient(settings, read_clock(settings))


def look(*checks: Check, secrets: tuple[str, ...] = (), seconds: float = 20) -> list[Checked]:
    """What a round of these checks sees."""
    return [each for _, each in go([("field", check) for check in checks], secrets, seconds)]


def levels(seen: list[Checked]) -> list[str]:
    """Levels alone."""
    return [each.level for each in seen]


def faulty(seen: list[Checked], *of: str) -> str:
    """What was seen that is not well, in one text; only these levels if any are given."""
    return "; ".join(each.seen for each in seen if each.level in (of or ("note", "fault")))
