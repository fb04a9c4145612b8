"""A run by hand: it shows before it sends, it narrows, and an id that no sheet has ends it with words."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows import by_hand
from kutsu.survey import Survey
from tests.houses import EN, FI, SV, House

Shown = list[Mapping[str, str]]


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shown:
    """What a dry run shows, in a house whose pilot is approved, with its Prefect played."""
    house, lines = House(tmp_path), Shown()
    house.approve()

    async def table(table: Shown, **_: str) -> None:
        lines.extend(table)

    async def page(*_: object) -> bool:
        return True

    monkeypatch.setattr(by_hand, "works", house.works)
    monkeypatch.setattr(by_hand, "acreate_table_artifact", table)
    monkeypatch.setattr(by_hand, "tell_page", page)
    return lines


def ran(**choice: Any) -> State[Any]:
    """The end of one run."""
    return asyncio.run(by_hand.by_hand.fn(**choice))


def test_dry(shown: Shown) -> None:
    """Without being told otherwise it sends nothing, and tells of every chosen delivery why it would not go; Swedish goes with Finnish."""
    end = ran(pilots=("pilot-1",), kinds=("pilot-chosen",), languages=("fi",))
    assert end.is_completed()
    assert str(end.message).startswith("dry run, nothing was sent: 0 would go out now, 2 would not")
    assert [line["language"] for line in shown] == ["fi", "sv"]
    assert all(line["goes"] == "no" and line["why not"] for line in shown)


def test_an_unknown_id(shown: Shown) -> None:
    """It fails with the id and those that are near, and neither shows nor sends a thing."""
    end = ran(pilots=("PILOT-2",), dry_run=False)
    assert end.is_failed()
    assert "no sheet has a row with the id 'PILOT-2'; did you mean PILOT-1?" in str(end.message)
    assert shown == []


@pytest.mark.usefixtures("shown")
def test_wet(monkeypatch: pytest.MonkeyPatch) -> None:
    """It sends by the way of a slot's run, with whole releases of the choice alone; what is taken back is judged by all."""
    given: list[list[str]] = []

    async def sent(_: object, survey: Survey, chosen: Survey, *__: object) -> State[Any]:
        given.extend([each.key for each in part.deliveries if each.kind == "pilot-chosen"] for part in (survey, chosen))
        return Completed()

    monkeypatch.setattr(by_hand, "send_due", sent)
    assert ran(kinds=("pilot-chosen",), channels=("x-sv",), dry_run=False).is_completed()
    assert [set(keys) for keys in given] == [{FI, SV, EN}, {FI, SV}]
