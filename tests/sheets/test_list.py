"""A list of mail out of a Google sheet of its own, through gspread, against the sandbox over HTTP."""

from __future__ import annotations

import pytest

from kutsu.audiences.rules import Rules
from kutsu.audiences.sheet import SheetAudience
from kutsu.core.errors import Faulty
from tests.audiences.sheets import PEOPLE, listed
from tests.sheets.google import Google

RULES = Rules(("fi", "sv", "en"), ("transport", "youth"))


def audience(google: Google) -> SheetAudience:
    """The list in this test's spreadsheet."""
    return SheetAudience(google.sheet(), "Tilaajat", RULES, "pippuri", google.clock)


def test_a_list_in_google(google: Google) -> None:
    """The people of its tab, days and all, with one question for the stamp and one reading for a whole mail."""
    google.lay_down(listed(*PEOPLE))
    people = audience(google)
    google.count()
    tokens = [person.token for person in people.recipients("fi")]
    assert [person.address for person in people.people(tokens).values()] == ["yksi@example.org", "kaksi@example.org"]
    assert google.counted() == 2
    (row,) = people.rows_of("Kaksi@Example.org")
    assert (row.number, row.cells["consent"]) == (3, "2018-05-25")


def test_a_list_that_is_not_shared(google: Google) -> None:
    """A spreadsheet that the account may not read holds the list, and says with whom it is to be shared."""
    google.lay_down(listed(*PEOPLE), shared=False)
    with pytest.raises(Faulty, match=rf"the list cannot be read.*{google.credentials['client_email']}"):
        audience(google).recipients("fi")
