"""New rows get ids of their own: when it is sure which row is meant, in the manner of the tab, never one that was there."""

from __future__ import annotations

import pytest

from kutsu.core.columns import PILOTS, find_columns, find_tab, locate, unnamed
from kutsu.core.grid import Book, Edit
from kutsu.core.ids import following, namings
from tests.books import LANGUAGES, Row
from tests.core.rows import CONTACT, PILOT, SESSION, VENUE, sheet

NEW: Row = {**PILOT, "id": None, "title.fi": "Uusi kokeilu"}


def given(book: Book, before: Book | None = None, known: tuple[str, ...] = ()) -> list[str]:
    """The ids that are due in a book that read the same before, or like `before`."""
    earlier = {book.sheet: before or book}
    return [edit.id for _, edit in namings([book], earlier, known, LANGUAGES)]


@pytest.mark.parametrize(
    ("ids", "taken", "expected"),
    [
        (["PILOT-09", "PILOT-8"], [], "PILOT-10"),
        (["KOE-1747", "KOE-1748", "PILOT-1"], [], "KOE-1749"),
        ([], [], "PILOT-1"),
        (["RATIKKA", "kirjasto"], [], "PILOT-1"),
        (["PILOT-1"], ["pilot-7", "INFO-30"], "PILOT-8"),
        (["12", "13"], [], "14"),
        (["tprek:15321"], [], "PILOT-1"),
    ],
)
def test_the_next_id_follows_the_manner_of_its_tab(ids: list[str], taken: list[str], expected: str) -> None:
    """The most used prefix, the highest number that anything has or had plus one, as wide as the others."""
    assert next(following(ids, taken, "pilots")) == expected


def test_a_row_that_stood_still_gets_its_id() -> None:
    """Unchanged since the reading before, it is due; typed since then, or not there at all then, it waits."""
    book = sheet(pilots=[PILOT, NEW])
    assert given(book) == ["PILOT-2"]
    assert given(book, sheet(pilots=[PILOT, {**NEW, "title.fi": "Uusi kok"}])) == []
    assert given(book, sheet(pilots=[PILOT])) == []
    assert list(namings([book], {}, (), LANGUAGES)) == []


def test_a_row_that_says_nothing_waits() -> None:
    """A tick or a note in an empty row is not yet a row, and neither is the model."""
    assert given(sheet(pilots=[PILOT, {"approve.fi": True}, {"notes": "tähän tulee uusi"}, {"id": "malli"}])) == []
    assert given(sheet(pilots=[PILOT, {"title.fi": "Uusi"}])) == ["PILOT-2"]


def test_rows_that_are_alike_wait() -> None:
    """Of two equal rows nobody can tell which is meant, so neither is named; a third gets its id."""
    assert given(sheet(pilots=[PILOT, NEW, NEW, {**NEW, "title.fi": "Kolmas"}])) == ["PILOT-2"]


def test_each_tab_counts_for_itself_and_no_id_comes_back() -> None:
    """Several new rows get ids one after another; what the ledger knows is never given again, to whichever tab it belonged."""
    book = sheet(
        pilots=[{**PILOT, "id": "PILOT-3"}, NEW, {**NEW, "title.fi": "Toinen"}],
        sessions=[SESSION, {**SESSION, "id": None}],
        venues=[VENUE, {**VENUE, "id": None}],
        contacts=[{**CONTACT, "id": None}],
    )
    assert given(book, known=("PILOT-4", "INFO-40")) == ["PILOT-5", "PILOT-6", "INFO-41", "PAIKKA-1", "YHTEYS-1"]


def test_two_sheets_never_get_the_same() -> None:
    """Ids are one namespace over all sheets."""
    books = [sheet("a", pilots=[PILOT, NEW]), sheet("b", pilots=[NEW])]
    earlier = {book.sheet: book for book in books}
    found = [(name, edit.id) for name, edit in namings(books, earlier, (), LANGUAGES)]
    assert found == [("a", "PILOT-2"), ("b", "PILOT-3")]


def test_the_row_is_found_again_by_what_it_shows() -> None:
    """After a sort the id goes to its row; where the row was edited, is there twice or has an id by now, nothing is written."""
    ((_, edit),) = namings([before := sheet(pilots=[PILOT, NEW])], {"demo": before}, (), LANGUAGES)

    def rows(*pilots: Row) -> list[int]:
        tab = find_tab(sheet(pilots=list(pilots)), PILOTS)
        assert tab is not None
        return [row for row, _, value in locate(tab, PILOTS, LANGUAGES, [edit]) if value == "PILOT-2"]

    assert rows(PILOT, NEW) == [3]
    assert rows(NEW, PILOT) == [2]
    assert rows(NEW, PILOT, NEW) == []
    assert rows({**NEW, "id": "PILOT-9"}, PILOT) == []
    assert rows({**NEW, "title.fi": "Uusi kokeilu!"}) == []


def test_what_kutsu_writes_does_not_change_a_row() -> None:
    """A link or a status that came in between leaves the row what it was."""
    first = find_tab(sheet(pilots=[NEW]), PILOTS)
    then = find_tab(sheet(pilots=[{**NEW, "state": "Luonnos", "preview": "https://x.example"}]), PILOTS)
    assert first is not None
    assert then is not None
    columns, _ = find_columns(first, PILOTS, LANGUAGES)
    assert unnamed(first, columns) == unnamed(then, columns)


def test_other_edits_still_need_their_id() -> None:
    """An edit without a row to show for it is for the row of its id, beside one that names a row."""
    tab = find_tab(book := sheet(pilots=[PILOT, NEW]), PILOTS)
    ((_, naming),) = namings([book], {"demo": book}, (), LANGUAGES)
    assert tab is not None
    targets = locate(tab, PILOTS, LANGUAGES, [Edit("pilots", "PILOT-1", "state", "ok"), naming])
    assert [(row, value) for row, _, value in targets] == [(2, "ok"), (3, "PILOT-2")]
