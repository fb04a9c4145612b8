"""A part of Kutsu that breaks in a pull is told and logged, and keeps no slot from being placed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from kutsu.core.grid import Fault
from kutsu.survey import Answered, Survey
from tests.test_release import Desk


def broken(_: Survey) -> Iterable[Fault]:
    """A follower with a defect."""
    raise KeyError("half")


def breaking(_: Survey) -> Answered:
    """An answer with a defect."""
    raise RuntimeError("no such cell")


def test_what_breaks_is_told_and_in_nobodys_way(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """With every helper broken the pull still gives its deliveries, a fault for each, and the traces in the log."""
    desk = Desk(tmp_path)
    desk.surveyor = replace(desk.surveyor, advisers=(broken,), answer=breaking, followers=(broken,))
    desk.approve()
    survey, _ = desk.surveyor.pull()
    desk.database.close()
    assert survey.deliveries
    assert [each.code for each in survey.plan.faults] == ["pull-broken"] * 3
    assert all("Publishing goes on" in each.message["en"] for each in survey.plan.faults)
    assert "no such cell" in caplog.text
