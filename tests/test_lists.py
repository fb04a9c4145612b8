"""Where a list of mail may be, as channels.toml says it: nowhere that communications staff share, and with a key of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kutsu.core.errors import Faulty
from kutsu.settings import read_clock
from kutsu.wiring import wire
from tests.configs import copied, edit, read

LIST = 'list = "audience/residents.csv"'
SHEET = 'spreadsheet = "1AbC", tab = "Tilaajat"'


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The city's config with its mail channels alone, and one of their lists in a Google sheet."""
    made = copied(tmp_path)
    channels = made / "channels.toml"
    channels.write_text("[newsletter]" + channels.read_text("utf-8").partition("[newsletter]")[2], "utf-8")
    edit(made / "channels.toml", LIST, SHEET)
    return made


def told(config: Path, **environ: str) -> list[str]:
    """What the works of a config lack."""
    settings = read(config, **environ)
    return [each for each in wire(settings, read_clock(settings)).missing if "newsletter" in each.lower()]


def test_a_google_list_needs_its_key(config: Path, tmp_path: Path) -> None:
    """The key has a variable of its own, beside the provider's; the sheet itself is not asked for at a start."""
    place = f"({config}/channels.toml [newsletter])"
    unset = f"KUTSU_NEWSLETTER_LIST_CREDENTIALS is not set: the path of the service account's key file {place}"
    assert told(config, KUTSU_NEWSLETTER_API_KEY="told") == [unset]
    (tmp_path / "key.json").write_text(json.dumps({"client_email": "x"}), "utf-8")
    key = str(tmp_path / "key.json")
    assert told(config, KUTSU_NEWSLETTER_API_KEY="told", KUTSU_NEWSLETTER_LIST_CREDENTIALS=key) == []


@pytest.mark.parametrize("address", ["1AbC", "https://docs.google.com/spreadsheets/d/1AbC/edit"])
def test_no_subscriber_in_the_shared_sheet(config: Path, address: str) -> None:
    """The spreadsheet of the staff is refused as a list, however it is named."""
    edit(config / "channels.toml", '"1AbC"', f'"{address}"')
    edit(config / "sheets.toml", 'adapter = "workbook"', 'adapter = "google"\nspreadsheet = "1AbC"')
    with pytest.raises(
        Faulty, match=r"\[newsletter\] spreadsheet: .*'pilots'.* no subscriber stands in the shared sheet"
    ):
        told(config)


def test_nor_in_the_shared_workbook(config: Path) -> None:
    """So is the workbook of the staff."""
    edit(config / "channels.toml", SHEET, 'list = "../plan.xlsx"')
    edit(config / "sheets.toml", "${KUTSU_STATE}/pilots.xlsx", f"{config.parent}/plan.xlsx")
    with pytest.raises(Faulty, match=r"\[newsletter\] list: .*'pilots'.* no subscriber stands in the shared sheet"):
        told(config)


def test_one_list_is_in_one_place(config: Path) -> None:
    """A table with both a file and a spreadsheet is refused: nobody could tell which counts."""
    edit(config / "channels.toml", SHEET, f"{LIST}, {SHEET}")
    with pytest.raises(Faulty, match=r"\[newsletter\] list: there is a spreadsheet too"):
        told(config)
