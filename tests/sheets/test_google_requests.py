"""How many requests a spreadsheet costs, whatever its size: Google counts them by the minute."""

from __future__ import annotations

import pytest
import requests

from kutsu.core.columns import PILOTS, find_columns, find_tab
from kutsu.core.grid import Edit
from tests.bench.plans import large
from tests.books import LANGUAGES
from tests.sheets.google import SECONDS, Google

MOST = 10
"""Requests that one pull may make: to read, to plan and to answer (the part's "done when")."""


def asked(google: Google) -> int:
    """How many requests Google had since `count`."""
    (rule,) = requests.get(f"{google.address}/_sandbox/faults", timeout=SECONDS).json()
    return int(rule["seen"])


def count(google: Google) -> None:
    """Count from now on: a fault that is slow by nothing strikes every request."""
    google.recover()
    google.fail("slow", "*")


@pytest.mark.parametrize(("pilots", "sessions"), [(5, 10), (60, 120)])
def test_reading_and_answering_every_row(google: Google, pilots: int, sessions: int) -> None:
    """A token, a reading and an answer in every row of a tab are at most ten requests, for few rows as for many."""
    book = large(pilots, sessions, LANGUAGES, ticked=True)
    google.lay_down(book)
    sheet = google.sheet()
    count(google)
    read = sheet.read()
    tab = find_tab(read, PILOTS)
    assert tab is not None
    assert "state" in find_columns(tab, PILOTS, LANGUAGES)[0]
    sheet.write([Edit("pilots", f"PILOT-{number + 1:04}", "state", "odottaa") for number in range(pilots)])
    assert len(tab.rows) == pilots + 1
    assert asked(google) <= MOST
