"""Pause, resume, hold and unhold as people type them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.houses import FI, SV, House


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A house with a well-filled sheet, ticked after it had been shown."""
    made = House(tmp_path)
    made.approve()
    return made


def reasons(house: House) -> set[str]:
    """Why things wait, by the plan."""
    return {line["held_because"] for line in house.json("plan") if line["key"] in (FI, SV)}


def test_pause_and_resume(house: House) -> None:
    """A pause holds the whole plan with its reason, until it is resumed; resuming lists what goes out now."""
    assert reasons(house) == {None}
    assert house.kutsu("pause", "--why", "storm").exit_code == 0
    (why,) = reasons(house)
    assert why.startswith("paused by ")
    assert why.endswith(": storm")
    result = house.kutsu("resume")
    assert result.exit_code == 0
    assert "Goes out now: " in result.stdout
    assert "Nothing was paused." not in result.stdout
    assert "Nothing was paused." in house.kutsu("resume").stdout
    assert reasons(house) == {None}


def test_pause_until(house: House) -> None:
    """A pause tells until when it lasts; an instant that is over or cannot be read is wrong use, and holds nothing."""
    assert house.kutsu("pause", "--until", "2000-01-01T09:00").exit_code == 2
    assert house.kutsu("pause", "--until", "tomorrow").exit_code == 2
    assert reasons(house) == {None}
    assert "Paused until Fri 1.1. 09.00." in house.kutsu("pause", "--until", "2100-01-01T09:00").stdout
    assert None not in reasons(house)


def test_hold_and_unhold(house: House) -> None:
    """A held Swedish holds its Finnish too; a key that the plan does not have, or that is not held, is wrong use."""
    assert house.kutsu("hold", SV, "--why", "the picture").exit_code == 0
    assert reasons(house) == {"held by a person: the picture", "goes together with sv: held by a person: the picture"}
    assert house.kutsu("unhold", SV).exit_code == 0
    assert reasons(house) == {None}
    assert house.kutsu("unhold", SV).exit_code == 2
    assert house.kutsu("hold", "NOBODY/x/fi/x-fi/").exit_code == 2
