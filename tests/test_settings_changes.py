"""Kinds that tell a change: what config may say of them, and what the row, its tick and the ledger say instead."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kutsu.core.coherence import of_kinds
from kutsu.core.config import Kind
from kutsu.settings import read_settings
from tests.configs import ROOT
from tests.factories import kind

MOVED: dict[str, Any] = {"at": None, "change": "moved", "until": "begin", "lasts_days": 9}
LEFT_OUT = "a change goes where its subject was announced, once its content is approved; leave this out"


def told(made: Kind) -> list[tuple[str, str]]:
    """The key and the words of every fault of a kind."""
    return [(place[-1], words) for place, words in of_kinds({made.name: made})]


def test_the_kinds_of_the_project(tmp_path: Path) -> None:
    """The city tells moves, cancellations and corrections; nobody waits for the morning to hear of the first two."""
    kinds = read_settings(ROOT / "config", tmp_path, {}).kinds
    assert {each.change: (each.name, each.urgent, each.origin) for each in kinds.values() if each.change} == {
        "moved": ("session-changed", True, "preferred"),
        "cancelled": ("session-cancelled", True, "preferred"),
        "corrected": ("correction", False, "preferred"),
    }


def test_a_change_needs_no_date() -> None:
    """Without anchor, offset and time of day a change is whole."""
    assert told(kind("moved", "session", "", **MOVED)) == []
    assert told(kind("wrong", "any", "", **{**MOVED, "change": "corrected", "until": ""})) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("anchor", "day"),
        ("offset", -1),
        ("at", dt.time(9)),
        ("statuses", ("moved",)),
        ("audiences", ("staff",)),
        ("needs", ("note",)),
        ("edition", "1"),
    ],
)
def test_what_a_change_cannot_choose(key: str, value: Any) -> None:
    """When and to whom is not config's to say, and it is told so rather than overlooked."""
    assert told(replace(kind("moved", "session", "", **MOVED), **{key: value})) == [(key, LEFT_OUT)]


def test_of_what_a_change_is() -> None:
    """Only sessions move or are cancelled, and a correction is of anything; so is what ends it."""
    assert told(kind("moved", "pilot", "", **MOVED)) == [
        ("subject", "a kind with the change 'moved' is about 'session'; write that")
    ]
    wrong = told(kind("wrong", "pilot", "", **{**MOVED, "change": "corrected"}))
    assert wrong[0] == ("subject", "a kind with the change 'corrected' is about 'any'; write that")
    assert wrong[1][0] == "until"
    assert told(kind("moved", "session", "", **{**MOVED, "until": "day"}))[0][0] == "until"


def test_every_other_kind_needs_its_date() -> None:
    """A kind without a time of day, a date to hang on or a subject is incomplete."""
    assert ("at", "it is missing; write a time such as 09:00") in told(kind("k", "pilot", "announce", at=None))
    assert told(kind("k", "pilot", ""))[0][0] == "anchor"
    assert told(kind("k", "any", "announce"))[0][0] == "subject"
