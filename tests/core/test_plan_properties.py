"""Whatever stands in a sheet, reading it gives a plan and words for people, never a crash."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kutsu.core.cells.normal import paragraphs, plain
from kutsu.core.columns import SCHEMAS, STAFF_LANGUAGES, locate, usual
from kutsu.core.errors import Faulty
from kutsu.core.grid import Book, Cell, Edit, Tab
from kutsu.core.messages import NOTES, SENTENCES
from tests.books import LANGUAGES, NOW, book
from tests.core.reading import TABS, read
from tests.core.rows import plan

SNIPPETS = st.sampled_from(
    [
        "6.11.",
        "2019",
        "6.11.2019",
        "ke",
        "klo",
        "17",
        "17–19",
        "17,3",
        "pm",
        "0",
        "-",
        "x",
        "TRUE",
        "/",
        "https://",
        "http://[",
        "@",
        "#REF!",
        "=A1",
        "29.2.",
        "24.00",
        "PILOT-1",
        "{seen}",
        "{0}",
        "%s",
        "\u200d",
        "\ud800",
        "\u0661",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=20), st.lists(SNIPPETS, max_size=5).map(" ".join), st.lists(SNIPPETS, max_size=5).map("".join)
)
RAWS = st.one_of(st.none(), st.booleans(), st.floats(), st.integers(-(10**12), 10**12).map(float), TEXTS)
FORMATS = st.sampled_from(["", "date", "time", "datetime", "number", "text", "odd"])
CELLS = st.builds(Cell, RAWS, TEXTS, FORMATS, st.sampled_from(["", "", "=GOOGLETRANSLATE(A1)"]))
PLACES = st.sampled_from([f"{tab}:{key}" for tab, schema in TABS.items() for key, _, _ in usual(schema, LANGUAGES)])
HEADERS = {schema.key: [key for key, _, _ in usual(schema, LANGUAGES)] for schema in SCHEMAS}


@settings(max_examples=600, deadline=None, derandomize=True)
@given(PLACES, CELLS)
def test_any_cell_is_read(where: str, cell: Cell) -> None:
    """Every cell gives a value, nothing, or a remark with a sentence in each language; an error gives no value."""
    reading = read(where, cell)
    if reading.remark:
        assert set(reading.remark.message) == set(STAFF_LANGUAGES)
        assert all(reading.remark.message.values())
    assert not (reading.error and reading.value is not None)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.data())
def test_any_rows_make_a_plan(data: st.DataObject) -> None:
    """Well-headed tabs may hold anything: there is a plan, and every fault says where it is."""
    rows = {
        tab: data.draw(st.lists(st.dictionaries(st.sampled_from(names), CELLS, max_size=8), max_size=3), label=tab)
        for tab, names in HEADERS.items()
    }
    found = plan(book(**rows))
    assert all(fault.tab and fault.row and fault.cell for fault in found.faults)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    titles=st.lists(st.sampled_from(["Pilotit", "Sessions", "Kopio: Pilotit", "Asetukset", "", "?"]), max_size=4),
    rows=st.lists(st.lists(CELLS, max_size=6).map(tuple), max_size=4).map(tuple),
    now=st.datetimes(dt.datetime(1, 1, 2), dt.datetime(9999, 12, 30)),  # noqa: DTZ001  made aware below
)
def test_any_book_makes_a_plan(titles: list[str], rows: tuple[tuple[Cell, ...], ...], now: dt.datetime) -> None:
    """Tabs of any title and shape, at any time: the book is refused with words, and no edit is misplaced."""
    mad = Book("mad", tuple(Tab(title, rows) for title in titles), NOW)
    assert plan(mad, now=now.replace(tzinfo=NOW.tzinfo)).faults
    for tab in mad.tabs:
        with pytest.raises(Faulty):
            locate(tab, SCHEMAS[1], LANGUAGES, [Edit("pilots", "PILOT-1", "state", "x")])


@settings(max_examples=200, deadline=None, derandomize=True)
@given(TEXTS)
def test_normal_texts_stay_as_they_are(text: str) -> None:
    """Putting a text right once is enough, and what is put right can be stored anywhere."""
    for form in (plain, paragraphs):
        assert form(form(text)) == form(text)
        form(text).encode("utf-8")


def test_every_sentence_is_there_three_times() -> None:
    """Each fault is told in Finnish, Swedish and English, and notes are among the sentences."""
    assert all(len(set(sentences)) == 3 for sentences in SENTENCES.values())
    assert set(SENTENCES) >= NOTES
