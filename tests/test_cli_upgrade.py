"""`kutsu sheet new` and `kutsu sheet upgrade`, for a workbook and for a Google spreadsheet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import requests

from kutsu.core.errors import Faulty
from kutsu.sandbox import start
from tests.houses import House
from tests.sheets.google import key_file

ID = "1AbCdEfGhIjKlMnOp-spreadsheet"
EMAIL = "kutsu@pilots.example"


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A small Kutsu."""
    house = House(tmp_path)
    house.state.mkdir(exist_ok=True)
    return house


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Google on this machine."""
    with start(tmp_path_factory.mktemp("world")) as address:
        yield address


@pytest.fixture
def shared(house: House, sandbox: str, tmp_path: Path) -> House:
    """The same with an empty spreadsheet of Google's, which is shared with the account of its table."""
    key, public = key_file(EMAIL)
    (tmp_path / "key.json").write_text(json.dumps(key), "utf-8")
    requests.put(
        f"{sandbox}/_sandbox/accounts/google/{EMAIL}", json={"public_key": public}, timeout=10
    ).raise_for_status()
    empty = {"title": "Kokeilut", "locale": "en_US", "editors": [EMAIL], "tabs": [{"title": "Sheet1", "gid": 0}]}
    requests.put(f"{sandbox}/_sandbox/sheets/{ID}", json=empty, timeout=10).raise_for_status()
    table = f'[shared]\nadapter = "google"\nspreadsheet = "{ID}"\nbase = "{sandbox}/google"\n'
    (house.config / "sheets.toml").write_text(table, "utf-8")
    house.environment["KUTSU_SHARED_CREDENTIALS"] = str(tmp_path / "key.json")
    return house


def test_upgrade_tells_line_by_line(house: House) -> None:
    """What was added is told by tab and column, with the name of the copy; the second time there is nothing to add."""
    house.fill()
    path = house.state / "pilots.xlsx"
    planned = house.kutsu("sheet", "upgrade", str(path), "--dry-run")
    made = house.kutsu("sheet", "upgrade", str(path))
    assert (planned.exit_code, made.exit_code) == (0, 0)
    assert planned.stdout.splitlines()[:-1] == made.stdout.splitlines()[:-1]
    assert "+ Ohje – Hjälp – Help: the tab" in made.stdout
    assert "pilots.before-upgrade.xlsx" in made.stdout
    assert "nothing to add" in house.kutsu("sheet", "upgrade", str(path)).stdout
    assert house.json("check") == []


def test_headers_in_swedish(house: House) -> None:
    """A sheet headed in Swedish has no fault either."""
    path = house.state / "pilots.xlsx"
    assert house.kutsu("sheet", "new", str(path), "--language", "sv").exit_code == 0
    assert openpyxl.load_workbook(path).sheetnames[1] == "Piloter"
    assert house.json("check") == []


def test_a_google_spreadsheet(shared: House) -> None:
    """It is laid down by its id or its address, found in order, refused a second time, and has nothing to be mended."""
    address = f"https://docs.google.com/spreadsheets/d/{ID}/edit#gid=0"
    made = shared.kutsu("sheet", "new", ID)
    assert (made.exit_code, "ready" in made.stdout) == (0, True)
    assert shared.json("check") == []
    again = shared.kutsu("sheet", "new", address)
    assert isinstance(again.exception, Faulty)
    assert "kutsu sheet upgrade" in str(again.exception)
    assert "nothing to add" in shared.kutsu("sheet", "upgrade", address).stdout


def test_credentials_are_asked_for(shared: House, tmp_path: Path) -> None:
    """Without a key, the error names the variable, the option and the sharing; with a key file it works without a table."""
    del shared.environment["KUTSU_SHARED_CREDENTIALS"]
    unset = shared.kutsu("sheet", "upgrade", ID)
    assert all(words in str(unset.exception) for words in ("KUTSU_SHARED_CREDENTIALS", "--credentials", "as an editor"))
    strange = shared.kutsu("sheet", "new", "another-spreadsheet")
    assert "No table of sheets.toml has spreadsheet = 'another-spreadsheet'" in str(strange.exception)
    (tmp_path / "other.json").write_text("{", "utf-8")
    broken = shared.kutsu("sheet", "new", ID, "--credentials", str(tmp_path / "other.json"))
    assert "is not a service account's key file" in str(broken.exception)
    assert shared.kutsu("sheet", "new", ID, "--credentials", str(tmp_path / "key.json")).exit_code == 0
