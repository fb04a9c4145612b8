"""`kutsu sheet new`: a workbook for the staff, which the same command line then finds nothing wrong with."""

from __future__ import annotations

from pathlib import Path

import pytest

from kutsu.core.errors import Faulty
from tests.houses import House


def test_new_sheet_is_well(tmp_path: Path) -> None:
    """The sheet that the command makes where config looks for one has no fault and nothing to say."""
    house = House(tmp_path)
    house.state.mkdir(exist_ok=True)
    made = house.kutsu("sheet", "new", str(house.state / "pilots.xlsx"))
    assert (made.exit_code, "ready" in made.stdout) == (0, True)
    assert house.json("check") == []
    assert house.json("plan") == []


def test_new_sheet_overwrites_nothing(tmp_path: Path) -> None:
    """A second call says that there is one already, and leaves the staff's sheet as it is."""
    house = House(tmp_path)
    house.fill()
    path = house.state / "pilots.xlsx"
    before = path.read_bytes()
    refused = house.kutsu("sheet", "new", str(path))
    assert refused.exit_code == 1
    assert isinstance(refused.exception, Faulty)
    assert "stays as it is" in str(refused.exception)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "words", [("sheet",), ("sheet", "new"), ("sheet", "new", "plan.ods"), ("sheet", "old", "plan.xlsx")]
)
def test_wrong_use(tmp_path: Path, words: tuple[str, ...]) -> None:
    """Without a path that ends in .xlsx nothing is made, and the exit code is 2."""
    assert House(tmp_path).kutsu(*words).exit_code == 2
    assert not list(tmp_path.rglob("plan.*"))
