"""Whatever stands in a sheet, it is answered: in words that are safe in a cell, and never with a crash."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kutsu.core.desk.agenda import calendar_page
from kutsu.core.desk.pages import faults_page, stands, taken
from kutsu.core.desk.rows import desk_rows
from kutsu.core.desk.safe import FORMULA, MOST
from kutsu.core.desk.status import Statuses
from kutsu.core.grid import Book, Cell, Page, Tab
from kutsu.core.publication import State
from tests.books import LANGUAGES, NOW, book
from tests.core.desks import ALL, CHOSEN, WANTED, law, look, out
from tests.core.rows import CONTACT, PILOT, VENUE
from tests.core.test_plan_properties import CELLS, HEADERS

LEDGER = st.lists(
    st.builds(out, st.sampled_from(ALL), st.sampled_from(["pilot-chosen", "gone"]), st.sampled_from(State)),
    max_size=3,
    unique_by=lambda row: row.key,
)
ROWS = st.dictionaries(st.sampled_from(HEADERS["pilots"]), CELLS, max_size=4).map(lambda odd: {**PILOT, **odd})


def answers(found: Book, ledger: list[object]) -> list[str]:
    """Everything that Kutsu would write into a book."""
    statuses = Statuses.of(look(found, rules_=law(CHOSEN, WANTED), ledger=ledger))  # type: ignore[arg-type]  # rows
    rows = list(desk_rows(found, LANGUAGES))
    pages = [faults_page(found, statuses, ["demo"], rows), calendar_page(statuses, {row.subject for row in rows})]
    assert all(stands(read(found, page), page) and not taken(found, page) for page in pages)
    return [statuses.text(row, ui) for row in rows for ui in ALL] + [
        cell for page in pages for line in page.rows for cell in line
    ]


def read(found: Book, page: Page) -> Book:
    """A book with a page as it is read back."""
    return Book(
        found.sheet, (Tab(page.title, tuple(tuple(Cell(text, text) for text in row) for row in page.rows)),), NOW
    )


def check(texts: list[str]) -> None:
    """No text is a formula, breaks a file or is too long."""
    for text in texts:
        assert not text.startswith(tuple(FORMULA))
        assert len(text) <= MOST
        text.encode("utf-8")


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(ROWS, max_size=3), LEDGER)
def test_any_rows_are_answered(pilots: list[dict[str, object]], ledger: list[object]) -> None:
    """Rows that are nearly whole, with anything in some of their cells, and anything in the ledger."""
    check(answers(book(pilots=pilots, venues=[VENUE], contacts=[CONTACT]), ledger))  # type: ignore[arg-type]  # cells


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    titles=st.lists(st.sampled_from(["Pilotit", "Sessions", "Tilat", "Asetukset", "", "?"]), max_size=4),
    rows=st.lists(st.lists(CELLS, max_size=6).map(tuple), max_size=4).map(tuple),
)
def test_any_book_is_answered(titles: list[str], rows: tuple[tuple[Cell, ...], ...]) -> None:
    """Tabs of any title and shape."""
    check(answers(Book("demo", tuple(Tab(title, rows) for title in titles), NOW), []))
