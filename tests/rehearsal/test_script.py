"""The script of a rehearsal: what is wrong in it is told at once, by the number of its entry, before anything is played."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kutsu.core.errors import Faulty
from kutsu.rehearsal.script import Scripted, read_script
from kutsu.settings import read_settings
from tests.factories import ZONE

ROOT = Path(__file__).resolve().parents[2]
MONDAY = dt.date(2026, 11, 23)


def read(tmp_path: Path, text: str) -> list[Scripted]:
    """The script of this text."""
    path = tmp_path / "edits.toml"
    path.write_text(text, "utf-8")
    return read_script(path, MONDAY, ZONE, read_settings(ROOT / "config", tmp_path / "none", {}).languages)


def faults(tmp_path: Path, text: str) -> list[str]:
    """What is told of this text, without the path."""
    with pytest.raises(Faulty) as told:
        read(tmp_path, text)
    return [fault.partition("edits.toml: ")[2] for fault in told.value.faults]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('"today+3 09:10"', dt.datetime(2026, 11, 26, 9, 10, tzinfo=ZONE)),
        ('"next tuesday+7 8.05"', dt.datetime(2026, 12, 1, 8, 5, tzinfo=ZONE)),
        ('"2026-12-01 09:10"', dt.datetime(2026, 12, 1, 9, 10, tzinfo=ZONE)),
        ("2026-12-01T09:10:00", dt.datetime(2026, 12, 1, 9, 10, tzinfo=ZONE)),
        ("2026-12-01T09:10:00+02:00", dt.datetime(2026, 12, 1, 9, 10, tzinfo=ZONE)),
    ],
)
def test_moments(tmp_path: Path, written: str, meant: dt.datetime) -> None:
    """A moment is a day of the rehearsal or of the calendar, in the city's zone."""
    assert [each.at for each in read(tmp_path, f"[[edits]]\nat = {written}\napprove = {{}}\n")] == [meant]


def test_all_faults_at_once(tmp_path: Path) -> None:
    """Every wrong entry is told by its number with what to write, and the right ones are not."""
    text = """
        [[edits]]
        at = "tomorrow 9"
        approve = {}
        [[edits]]
        at = "today 10:00"
        publish = {}
        [[edits]]
        at = "today 11:00"
        set = { tab = "sessions", id = "INFO-1", values = { colour = "blue" } }
        [[edits]]
        at = "today 12:00"
        tick = { tab = "sessions", id = "INFO-1", languages = ["fr"], why = "?" }
        [[edits]]
        at = "today 13:00"
        approve = {}
        [[edits]]
        at = "today 12:30"
        empty = { tab = "rooms" }
        [[edits]]
        at = "today 12:30"
        empty = { tab = "pilots" }
    """
    told = faults(tmp_path, text)
    assert [fault.split(":")[0] for fault in told] == [f"edit {number}" for number in (1, 2, 3, 4, 6, 7)]
    assert "today+8 09:10" in told[0]
    assert "announce-again" in told[1]
    assert "'colour'" in told[2]
    assert "why" in told[3]
    assert "'rooms'" in told[4]
    assert "earlier than edit 5" in told[5]


@pytest.mark.parametrize("text", ["edits = 3", "[[edits]\n", 'moves = "?"\n'])
def test_no_script(tmp_path: Path, text: str) -> None:
    """A file that is no list of edits is told as such."""
    assert len(faults(tmp_path, text)) == 1
