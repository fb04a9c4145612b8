"""The record of what was said, as an official asks for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.houses import FI, House
from tests.ledger.works import SENT


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A house in which a pilot was approved and one thing was said."""
    made = House(tmp_path)
    made.approve()
    made.told(FI, SENT)
    return made


def test_it_tells_what_it_took(house: House, tmp_path: Path) -> None:
    """How much, from when to when, where it is, and the sum for the register; no secret is asked for, and no network."""
    house.environment.clear()
    result = house.kutsu("archive", "--out", str(tmp_path / "record"))
    assert result.exit_code == 0, result.stderr
    assert "1 messages about 1 subjects, 0 of them not said; said from 18 Oct 2019 at 16:04" in result.stdout
    assert f"{tmp_path}/record/index.html" in result.stdout
    assert "SHA-256 of its SHA256SUMS: " in result.stdout
    assert 'lang="fi"' in (tmp_path / "record" / "index.html").read_text("utf-8")


def test_for_machines(house: House, tmp_path: Path) -> None:
    """The same as JSON, for the days that were asked for."""
    told = house.json("archive", "--from", "2019-10-19", "--out", str(tmp_path / "later"))
    assert (told["counts"].get("yes", 0), told["first"]) == (0, None)
    told = house.json("archive", "--from", "18.10.2019", "--to", "18.10.2019", "--out", str(tmp_path / "day"))
    known = json.loads((tmp_path / "day" / "archive.json").read_text("utf-8"))
    assert (told["counts"]["yes"], known["head"]["first"], known["head"]["last"]) == (1, "2019-10-18", "2019-10-18")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--from", "yesterday"], "--from: 'yesterday' is no day"),
        (["--from", "2026-02-02", "--to", "2026-02-01"], "--to 2026-02-01 is before --from 2026-02-02"),
        (["--language", "ar"], "'ar' is not one of"),
    ],
)
def test_wrong_use(house: House, tmp_path: Path, words: list[str], told: str) -> None:
    """What cannot be meant is told, and nothing is written."""
    result = house.kutsu("archive", "--out", str(tmp_path / "record"), *words)
    assert (result.exit_code, (tmp_path / "record").exists()) == (2, False)
    assert told in " ".join(result.stderr.replace("│", " ").split())


def test_never_over_anything(house: House, tmp_path: Path) -> None:
    """A folder that is there stays as it is."""
    (tmp_path / "old").write_text("old", "utf-8")
    result = house.kutsu("archive", "--out", str(tmp_path))
    assert result.exit_code == 2
    assert "never written over" in " ".join(result.stderr.replace("│", " ").split())


def test_a_state_that_is_none(tmp_path: Path) -> None:
    """A wrong state is told, and does not look like a city that never said anything."""
    result = House(tmp_path).kutsu("archive", "--out", str(tmp_path / "record"))
    assert result.exit_code == 1
    assert "there is no ledger at" in str(result.exception)
    assert not (tmp_path / "record").exists()
