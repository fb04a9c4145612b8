"""`kutsu rehearse` on the command line: what it prints, writes, refuses and leaves alone."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kutsu.cli import app
from tests.houses import EN, FI, SV, House

ROOT = Path(__file__).resolve().parents[2]
DEMO = ["--config", str(ROOT / "config" / "demo")]


def rehearse(tmp_path: Path, *words: str) -> Result:
    """Run it on the demo, with a state that is not there."""
    usual = [*DEMO, "--state", str(tmp_path / "none"), "rehearse", "--out", str(tmp_path / "out"), "--to", "2026-11-23"]
    return CliRunner().invoke(app, [*usual, *words])


def test_a_day(tmp_path: Path) -> None:
    """One day of the demo with a script of its own: JSON on stdout and nothing else, a page in the folder, no state."""
    script = tmp_path / "edits.toml"
    ticks = 'tick = { tab = "round", id = "ROUND-1", languages = ["fi", "sv", "en"] }'
    script.write_text(f'[[edits]]\nat = "today 09:03"\n{ticks}\n', "utf-8")
    result = rehearse(tmp_path, "--from", "2026-11-23", "--edits", str(script), "--json")
    assert result.exit_code == 0, result.stderr
    told = json.loads(result.stdout)
    assert {each["at"] for each in told["said"]} == {"2026-11-23T09:05:00+02:00"}
    assert {each["subject"] for each in told["said"]} == {"ROUND-1"}
    assert all(each["out"] for each in told["said"])
    assert "ROUND-1" in (tmp_path / "out" / "calendar.html").read_text("utf-8")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--from", "2026-11-24"), "is before --from"),
        (("--from", "2026-11-23", "--edits", "edits.toml"), "edits.toml"),
        (("--from", "2026-11-23", "--language", "ru"), "fi, sv, en"),
        (("--from", "23.11.2026"), "--from"),
    ],
)
def test_wrong_use(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    """What cannot be played is told before anything is."""
    result = rehearse(tmp_path, *words)
    assert result.exit_code != 0
    assert told in result.stderr + str(result.exception)


def test_an_edit_that_cannot_be_done(tmp_path: Path) -> None:
    """An edit of a row that is not there ends the rehearsal with the number of the edit."""
    script = tmp_path / "edits.toml"
    script.write_text('[[edits]]\nat = "today 09:03"\ndelete = { tab = "pilots", id = "PILOT-99" }\n', "utf-8")
    result = rehearse(tmp_path, "--from", "2026-11-23", "--edits", str(script))
    assert "edit 1 (delete pilots PILOT-99)" in str(result.exception)


def test_what_is_out_already(tmp_path: Path) -> None:
    """With the ledger of a real state, copied, what is approved and out there is not said again, and nothing of the state changes."""
    house = House(tmp_path)
    house.approve()
    before = kept(house.state)
    words = ["rehearse", "--from", "2019-10-19", "--to", "2019-10-22", "--out", str(tmp_path / "out"), "--json"]
    usual = ["--config", str(house.config), "--state", str(house.state), *words]
    script = tmp_path / "edits.toml"
    script.write_text("", "utf-8")
    first = CliRunner().invoke(app, [*usual, "--edits", str(script)], env=house.environment)
    assert first.exit_code == 0, (first.stderr, first.exception)
    keys = {each["key"] for each in json.loads(first.stdout)["said"]}
    assert keys == {FI, SV, EN}
    assert kept(house.state) == before


def kept(state: Path) -> tuple[bytes, list[str]]:
    """The sheet of a state, and all that its ledger says."""
    with closing(sqlite3.connect(state / "ledger.db")) as ledger:
        return (state / "pilots.xlsx").read_bytes(), list(ledger.iterdump())
