"""Every messy cell of the facts about the sheet gives its outcome, its value and its message in fi, sv and en."""

from __future__ import annotations

import pytest

from kutsu.core.columns import STAFF_LANGUAGES
from tests.core.facts import FACTS, Fact
from tests.core.reading import read


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: f"{fact.case}-{fact.outcome}")
def test_a_cell_of_the_facts(fact: Fact) -> None:
    """The cell is OK, OK with a note, or an error, exactly as its case says, word for word."""
    reading = read(fact.where, fact.typed)
    outcome = "OK" if reading.remark is None else "ERROR" if reading.error else "NOTE"
    said = reading.remark and tuple(reading.remark.message[language] for language in STAFF_LANGUAGES)
    assert (outcome, reading.value, said) == (fact.outcome, fact.value, fact.said)
