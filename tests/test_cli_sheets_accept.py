"""`kutsu sheet accept`: a person says that a sheet lost its rows on purpose."""

from __future__ import annotations

from pathlib import Path

from tests.core.rows import PILOT
from tests.houses import House


def codes(house: House, code: int) -> set[str]:
    """The codes of the errors that `kutsu check` tells, and its exit code."""
    return {each["code"] for each in house.json("check", code=code) if each["severity"] == "error"}


def test_an_emptied_sheet_is_accepted(tmp_path: Path) -> None:
    """A tab that lost all its rows holds the sheet, until a person says that it was meant."""
    house = House(tmp_path)
    house.fill()
    house.works().surveyor.pull()
    house.fill(round=[], pilots=[{**PILOT, "round": None}])
    assert codes(house, 1) == {"rows-gone"}
    assert "takes it as it is" in house.kutsu("sheet", "accept", "pilots").stdout
    assert codes(house, 0) == set()
    assert "nothing to forget" in house.kutsu("sheet", "accept", "pilots").stdout
    assert house.kutsu("sheet", "accept", "pilot").exit_code == 2  # there is no such sheet
