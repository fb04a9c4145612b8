"""Every rule and every messy cell of the facts about the sheet has its test, by its number there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.core.facts import FACTS

TESTS = Path(__file__).resolve().parent
CASES = [*map(str, range(1, 27)), "26b", "26c", *(f"c{number}" for number in range(1, 9))]
ELSEWHERE = {
    "c1": ("sheets/test_google_faults.py", "test_one_reading_is_one_request"),
    "c2": ("test_survey.py", "test_an_edit_between_two_pulls"),
    "c3": ("sheets/test_google.py", "test_a_write_finds_its_row_after_a_sort"),
    "c7": ("sheets/test_workbook_cells.py", "test_hidden_rows_and_every_tab_are_read"),
    "c8": ("test_survey.py", "test_a_sheet_that_cannot_be_read"),
    "rule 1: the locale and the zone decide": ("core/test_plan_faults.py", "test_a_foreign_book_is_refused"),
    "rule 2: no lenient date parser": ("core/test_cells_dates.py", "test_unclear_dates_are_asked_about"),
    "rule 3: three outcomes": ("core/test_facts_cells.py", "test_a_cell_of_the_facts"),
    "rule 4: a tick publishes, an error freezes": ("core/test_facts_mad.py", "test_case_mad_sheets"),
    "rule 4: nothing else publishes": ("test_paths.py", "test_what_lost_its_approval_stays_in"),
    "rule 5: messages name the cell": ("core/test_plan_faults.py", "test_a_fault_names_its_cell"),
    "rule 5: in three languages": ("core/test_plan_properties.py", "test_every_sentence_is_there_three_times"),
    "rule 5: staff's cells stay": ("sheets/test_workbook.py", "test_a_write_changes_its_own_cells_alone"),
    "rule 5: written raw": ("sheets/test_google.py", "test_a_write_is_raw"),
    "rule 6: texts are normalised first": ("core/test_plan_properties.py", "test_normal_texts_stay_as_they_are"),
    "rule 7: identity is the id": ("core/test_columns.py", "test_edits_find_their_row_after_a_sort"),
    "rule 8: published from a snapshot": ("test_survey.py", "test_a_look_remembers_nothing"),
    "rule 9: one grammar for both sources": ("sheets/test_google.py", "test_each_cell_is_read_as_a_workbook_gives_it"),
}


def named() -> set[str]:
    """The cases by whose number a test or a cell of the facts is called."""
    texts = (path.read_text("utf-8") for path in TESTS.rglob("test_*.py"))
    found = {case for text in texts for case in re.findall(r"def test_case_([0-9]+[a-c]?|c[0-9])_", text)}
    return found | {fact.case.removeprefix("case_") for fact in FACTS}


def test_every_case_has_a_test() -> None:
    """No case of the facts is without a test of its number or one in the table above."""
    assert sorted(set(CASES) - named() - ELSEWHERE.keys()) == []


@pytest.mark.parametrize(("path", "name"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_the_table_is_true(path: str, name: str) -> None:
    """What the table names is there."""
    assert f"def {name}(" in (TESTS / path).read_text("utf-8")
