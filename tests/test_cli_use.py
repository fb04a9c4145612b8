"""How the command line is used and misused: options, exit codes, and sentences instead of tracebacks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kutsu.cli import app
from tests.configs import ROOT, edit
from tests.core.rows import PILOT
from tests.houses import FI, NOW, TICKS, House


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A house with a well-filled, unticked sheet."""
    made = House(tmp_path)
    made.fill()
    return made


def script(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the command line as people do, as a process of its own, with nothing of this one's environment but its paths."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KUTSU_")}
    command = [sys.executable, "-m", "kutsu.cli", *words]
    return subprocess.run(command, capture_output=True, text=True, env=kept | environ, cwd=ROOT, timeout=60)


@pytest.mark.parametrize(
    "words",
    [
        ("chekc",),
        ("check", "--jsno"),
        ("publish",),
        ("publish", "--due", "--wait", "long"),
        ("settle",),
        ("settle", FI),
        ("settle", FI, "--absent", "--sent", "https://x.com/i/status/9"),
        ("settle", FI, "--absent"),
        ("settle", "no such key", "--sent", "https://x.com/i/status/9"),
        ("retry", FI),
    ],
)
def test_wrong_use(house: House, words: tuple[str, ...]) -> None:
    """What nobody can have meant ends with 2, says why on stderr, and leaves stdout and the ledger alone."""
    result = house.kutsu(*words)
    assert result.exit_code == 2
    assert result.stderr
    assert result.stdout == ""
    assert house.states() == {}


def test_options_before_and_after_the_command(house: House, tmp_path: Path) -> None:
    """Config, state and clock may stand before the command's name or after it, and those after it count."""
    options = ["--config", str(house.config), "--state", str(house.state), "--now", NOW]
    nowhere = ["--config", str(tmp_path / "nowhere"), "--state", str(tmp_path / "none"), "--now", "2031-01-01"]
    runner = CliRunner()
    found = [
        runner.invoke(app, words, env=house.environment)
        for words in (
            [*options, "plan", "--json"],
            ["plan", "--json", *options],
            [*nowhere, "plan", "--json", *options],
        )
    ]
    assert [result.exit_code for result in found] == [0, 0, 0]
    assert FI in {line["key"] for line in json.loads(found[0].stdout)}
    assert found[0].stdout == found[1].stdout == found[2].stdout


def test_the_environment_counts_where_no_option_does(house: House) -> None:
    """KUTSU_CONFIG and KUTSU_STATE say where things are, and stdout is JSON and nothing else."""
    places = {"KUTSU_CONFIG": str(house.config), "KUTSU_STATE": str(house.state)}
    result = script("plan", "--json", "--now", NOW, **house.environment, **places)
    assert result.returncode == 0, result.stderr
    assert FI in {line["key"] for line in json.loads(result.stdout)}
    assert all(ord(character) < 128 for character in result.stdout)


def test_no_config(tmp_path: Path) -> None:
    """A config that is not there is told in a sentence with what to do, and ends with 1."""
    result = script("check", "--config", str(tmp_path), "--state", str(tmp_path))
    assert (result.returncode, result.stdout) == (1, "")
    assert (
        result.stderr
        == f"{tmp_path}: there is no city.toml in it; name a config directory with --config or KUTSU_CONFIG\n"
    )


def test_faults_of_config(house: House) -> None:
    """All faults of a config are told at once, each on a line with its file, table and key, and nothing is done."""
    edit(house.config / "city.toml", 'zone = "Europe/Helsinki"', 'zone = "Mars"')
    edit(house.config / "channels.toml", 'adapter = "x"', 'adaptor = "x"')
    result = script("ledger", "--json", "--config", str(house.config), "--state", str(house.state))
    assert (result.returncode, result.stdout) == (1, "")
    lines = result.stderr.splitlines()
    assert any(line.startswith(f"{house.config}/city.toml zone: ") for line in lines)
    assert any(line.startswith(f"{house.config}/channels.toml [x-fi] adapter: ") for line in lines)
    assert "Traceback" not in result.stderr
    assert not (house.state / "ledger.db").exists()


def test_a_sheet_that_is_not_there(house: House) -> None:
    """A missing workbook is a fault of the sheet like any other: told in the array, ended with 1."""
    (house.state / "pilots.xlsx").unlink()
    (fault,) = house.json("check", code=1)
    assert (fault["sheet"], fault["code"], fault["cell"]) == ("pilots", "sheet-unreadable", None)


def test_publish_when_nobody_answers(house: House) -> None:
    """What is due and held is told by its key and reason on stderr, the ledger stays empty, and the end is no success."""
    house.approve()
    result = house.kutsu("publish", "--due", "--wait", "0", "--json")
    assert json.loads(result.stdout) == []
    assert f"held {FI}: " in result.stderr
    assert result.exit_code == 1


def test_publish_when_nothing_is_due(house: House) -> None:
    """Where nothing is approved, nothing is due, and that is well."""
    result = house.kutsu("publish", "--due", "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])


def test_text_of_the_sheet_is_no_markup(house: House) -> None:
    """A cell that looks like the terminal's own markup is shown as it is, and breaks nothing."""
    house.fill(pilots=[{**PILOT, **TICKS, "announce": "[/red][bold]huomenna"}])
    result = house.kutsu("check")
    assert result.exit_code == 1
    assert "[/red]" in result.stdout


def test_help() -> None:
    """Without a command there is help, and it names the exit codes."""
    result = CliRunner().invoke(app, ["--help"])
    assert result.exit_code == 0
    assert "3 something waits for a person" in " ".join(result.stdout.split())
