"""The flow of a pull: what comes first, and what catches an operator's eye."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from prefect.client.schemas.objects import State

from flows import pull
from kutsu.core.errors import Unavailable
from kutsu.survey import Survey
from kutsu.wiring import Works
from tests.core.rows import PILOT
from tests.fakes import FakeSheet
from tests.houses import House


def pulled(works: Works, monkeypatch: pytest.MonkeyPatch, happened: list[str]) -> State[Any]:
    """The end of one run, with its Prefect played: what it does is noted in `happened`."""

    def said(name: str, value: object = None) -> Any:
        async def say(*_: object) -> object:
            happened.append(name)
            return value

        return say

    def previews(_: Survey) -> list[Any]:
        happened.append("previews")
        return []

    works = replace(works, surveyor=replace(works.surveyor, followers=(previews,)))
    monkeypatch.setattr(pull, "works", lambda: works)
    monkeypatch.setattr(pull, "heed", said("cancels", 0))
    monkeypatch.setattr(pull, "standing", said("runs", True))
    monkeypatch.setattr(pull, "place", said("slots", 3))
    monkeypatch.setattr(pull, "follow_up", said("doubts"))
    monkeypatch.setattr(pull, "tell_faults", said("faults"))
    monkeypatch.setattr(pull, "tell_calendar", said("calendar"))
    return asyncio.run(pull.pull.fn())


def test_slots_before_previews(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The runs of the next slots stand before a page is made, and a pull without trouble is completed."""
    happened: list[str] = []
    house = House(tmp_path)
    house.fill(pilots=[PILOT])
    end = pulled(house.works(), monkeypatch, happened)
    assert happened == ["cancels", "slots", "doubts", "previews", "faults", "calendar"]
    assert end.is_completed()


def test_a_sheet_that_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet that counts for nothing as it is now makes a run that failed, with its reason first."""
    works = House(tmp_path).works()
    (name,) = works.sheets
    broken = {name: FakeSheet(Unavailable("Google is out of order"), name)}
    works = replace(works, surveyor=replace(works.surveyor, reader=replace(works.surveyor.reader, sheets=broken)))
    end = pulled(works, monkeypatch, [])
    assert end.is_failed()
    assert str(end.message).startswith(f"The sheet {name} is held: The sheet cannot be read: Google is out of order")


def test_at_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pull after one that found nothing to do is at rest, and still places the run for what is in doubt."""
    house = House(tmp_path)
    house.fill(pilots=[{**PILOT, "announce": dt.date(2019, 10, 25)}])
    works = house.works()
    for _ in range(2):
        pulled(works, monkeypatch, [])
    happened: list[str] = []
    end = pulled(works, monkeypatch, happened)
    assert (end.name, happened) == ("At rest", ["cancels", "runs", "doubts"])
