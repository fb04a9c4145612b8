"""What the tests of the sheets share: a clock, the demo's plan on one day, a workbook and a spreadsheet with it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kutsu.clock import TickingClock
from kutsu.core.grid import Book
from kutsu.sandbox import start
from kutsu.sheets.build import build_plan
from kutsu.sheets.workbook import Workbook
from tests.books import HELSINKI, LANGUAGES
from tests.sheets.google import Google, key_file
from tests.workbooks import write_workbook

PLAN = Path(__file__).parents[2] / "config/demo/plan"
TODAY = dt.date(2026, 11, 23)
"""A Monday."""


@pytest.fixture
def clock() -> TickingClock:
    """Ten in the morning of the demo's day."""
    return TickingClock.starting(HELSINKI, dt.datetime.combine(TODAY, dt.time(10), HELSINKI))


@pytest.fixture
def demo() -> Book:
    """The demo's plan out of its text files."""
    return build_plan(PLAN, TODAY, LANGUAGES)


@pytest.fixture
def path(tmp_path: Path, demo: Book) -> Path:
    """A workbook with the demo's plan."""
    write_workbook(tmp_path / "plan.xlsx", demo)
    return tmp_path / "plan.xlsx"


@pytest.fixture
def workbook(path: Path, clock: TickingClock) -> Workbook:
    """The adapter over that workbook."""
    return Workbook("demo", path, clock, LANGUAGES)


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a sandbox that all tests of this folder share."""
    with start(tmp_path_factory.mktemp("world")) as address:
        yield address


@pytest.fixture
def google(sandbox: str, clock: TickingClock, demo: Book, request: pytest.FixtureRequest) -> Iterator[Google]:
    """A spreadsheet of this test's own with the demo's plan, and a service account that may edit it."""
    name = hashlib.sha256(request.node.nodeid.encode()).hexdigest()[:16]
    credentials, public = key_file(f"kutsu-{name}@pilots.example")
    google = Google(sandbox, name, credentials, clock)
    google.admit(public)
    google.lay_down(demo)
    yield google
    google.recover()
