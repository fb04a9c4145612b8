"""Headers in three languages, found by name and never by position; edits that find their row by its id."""

from __future__ import annotations

import dataclasses

import pytest

from kutsu.core.columns import (
    PILOTS,
    SCHEMAS,
    SESSIONS,
    STAFF_LANGUAGES,
    TabSchema,
    address,
    find_columns,
    find_tab,
    header,
    locate,
    usual,
)
from kutsu.core.columns.headers import is_copy
from kutsu.core.errors import Faulty
from kutsu.core.grid import Book, Cell, Edit, Tab
from tests.books import LANGUAGES, NOW, book, tab


def headed(schema: TabSchema, old: str, new: str) -> Tab:
    """An empty tab in which one header is another."""
    full = tab(schema, [])
    return Tab(full.title, (tuple(Cell(new, new) if cell.raw == old else cell for cell in full.rows[0]),))


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: str(schema.key))
@pytest.mark.parametrize("ui", STAFF_LANGUAGES)
def test_what_kutsu_writes_it_finds(schema: TabSchema, ui: str) -> None:
    """Every tab laid down in a staff language is found again, column by column, in order."""
    columns, faults = find_columns(tab(schema, [], ui=ui), schema, LANGUAGES)
    assert not faults
    assert list(columns) == [key for key, _, _ in usual(schema, LANGUAGES)]


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: str(schema.key))
def test_no_header_means_two_columns(schema: TabSchema) -> None:
    """Within a tab no name or alias, in any language, belongs to two columns."""
    owners: dict[str, str] = {}
    for key, column, language in usual(schema, LANGUAGES):
        for name in {name.casefold() for names in column.headers.values() for name in names}:
            assert owners.setdefault(f"{name} ({language})", key) == key


@pytest.mark.parametrize("name", ["Päivämäärä ", "PÄIVÄ", "pvm", "Datum", "Pä\u00adivä\u00a0", "Date:"])
def test_aliases(name: str) -> None:
    """A header may be another usual word, in another language, in capitals, or hold invisible characters."""
    columns, faults = find_columns(headed(SESSIONS, "Päivä", name), SESSIONS, LANGUAGES)
    assert "day" in columns
    assert not faults


@pytest.mark.parametrize("name", ["otsikko(SV)", "Rubrik [sv]", "Title  ( sv )"])
def test_text_columns_name_their_language(name: str) -> None:
    """The text language stands in brackets behind a header of any staff language."""
    columns, faults = find_columns(headed(PILOTS, "Otsikko (sv)", name), PILOTS, LANGUAGES)
    assert "title.sv" in columns
    assert not faults


def test_a_renamed_column_names_its_nearest() -> None:
    """A header that nobody knows is taken for the missing one that it resembles, and nothing is published."""
    (fault,) = find_columns(headed(SESSIONS, "Paikka", "Paikkatieto"), SESSIONS, LANGUAGES, "demo")[1]
    assert fault.message["fi"] == (
        'Saraketta "Paikka" ei löydy. Onko se nimetty uudelleen? Lähin: "Paikkatieto". Mitään ei julkaistu.'
    )
    assert fault.message["en"] == 'Column "Paikka" not found. Renamed? Nearest: "Paikkatieto". Nothing was published.'
    assert (fault.sheet, fault.tab, fault.row, fault.severity, fault.code) == (
        "demo",
        "Infotilaisuudet",
        1,
        "error",
        "column-renamed",
    )


def test_missing_columns_are_named_in_the_language_of_the_sheet() -> None:
    """A deleted column is told as the other headers of that sheet are written."""
    swedish = tab(SESSIONS, [], ui="sv")
    without = Tab(swedish.title, (tuple(cell for cell in swedish.rows[0] if cell.raw != "Plats"),))
    (fault,) = find_columns(without, SESSIONS, LANGUAGES)[1]
    assert (fault.code, fault.column) == ("column-missing", "Plats")


def test_doubled_headers_name_both_letters() -> None:
    """Two columns of one meaning are told with their letters."""
    (fault,) = [
        found
        for found in find_columns(headed(SESSIONS, "Tukikielet", "Venue"), SESSIONS, LANGUAGES)[1]
        if "doubled" in found.code
    ]
    assert fault.message["fi"] == 'Sarake "Paikka" on kaksi kertaa (M ja S). Poista toinen.'
    assert fault.message["en"] == 'Column "Paikka" appears twice (M and S). Remove one.'


def test_a_headless_column_with_content_is_told() -> None:
    """Content under an empty header would be lost in silence."""
    full = tab(SESSIONS, [{"id": "INFO-1"}])
    wide = Tab(full.title, (full.rows[0], (*full.rows[1], Cell("orpo", "orpo"))))
    (fault,) = find_columns(wide, SESSIONS, LANGUAGES)[1]
    assert (fault.code, fault.cell) == ("header-empty", address(1, len(full.rows[0])))


def test_staffs_own_column_is_noted() -> None:
    """A column that Kutsu does not know is not read, and that is said."""
    full = tab(SESSIONS, [])
    wide = Tab(full.title, ((*full.rows[0], Cell("Pöytävaraus", "Pöytävaraus")),))
    (fault,) = find_columns(wide, SESSIONS, LANGUAGES)[1]
    assert (fault.code, fault.severity) == ("column-unknown", "note")


def test_an_optional_language_may_be_absent_but_not_by_half() -> None:
    """A sheet without any English column is whole; one with some of them is not."""
    full = tab(PILOTS, [])
    without = Tab(full.title, (tuple(cell for cell in full.rows[0] if not str(cell.raw).endswith("(en)")),))
    assert not find_columns(without, PILOTS, LANGUAGES)[1]
    half = Tab(full.title, (tuple(cell for cell in full.rows[0] if cell.raw != "Otsikko (en)"),))
    assert [fault.code for fault in find_columns(half, PILOTS, LANGUAGES)[1]] == ["column-missing"]


def test_tabs_by_any_title_but_not_copies() -> None:
    """A tab is found by its title in any language; a copy that somebody made is left alone."""
    copy, real = Tab("Kopio: Pilotit"), Tab("PILOTER ")
    assert find_tab(Book("demo", (copy, real), NOW), PILOTS) is real
    assert is_copy(copy)
    assert is_copy(Tab("Pilotit (2)"))
    assert not is_copy(real)


def test_letters_and_addresses() -> None:
    """A1 addresses past the end of the alphabet."""
    assert [address(7, index) for index in (0, 25, 26, 701, 702)] == ["A7", "Z7", "AA7", "ZZ7", "AAA7"]


def test_edits_find_their_row_after_a_sort() -> None:
    """An edit goes to the row that has its id now, wherever somebody has sorted it."""
    rows = book(pilots=[{"id": "PILOT-2"}, {"id": "PILOT-1"}])
    pilots = find_tab(rows, PILOTS)
    assert pilots is not None
    columns, _ = find_columns(pilots, PILOTS, LANGUAGES)
    edits = [Edit("pilots", "PILOT-1", "approve.sv", value=True), Edit("sessions", "INFO-1", "state", "muualla")]
    assert locate(pilots, PILOTS, LANGUAGES, edits) == [(3, columns["approve.sv"] + 1, True)]


def test_edits_that_have_no_place_are_all_told() -> None:
    """Nothing is written if an id is nowhere or twice, or a column is not there."""
    pilots = tab(PILOTS, [{"id": "PILOT-1"}, {"id": "pilot-1"}])
    bare = dataclasses.replace(pilots, rows=tuple(row[:-1] for row in pilots.rows))
    edits = [Edit("pilots", "PILOT-1", "state", "x"), Edit("pilots", "PILOT-9", "hold", value=True)]
    with pytest.raises(Faulty) as told:
        locate(bare, PILOTS, LANGUAGES, edits)
    assert told.value.faults == [
        'Pilotit: the id "PILOT-1" is on 2 rows; nothing was written.',
        'Pilotit: the id "PILOT-9" is on no rows; nothing was written.',
        'Pilotit: there is no column "state"; nothing was written.',
    ]


def test_headers_of_text_columns() -> None:
    """The header that Kutsu writes carries the text language."""
    assert header(PILOTS.column("title"), "sv", "fi") == "Rubrik (fi)"
    assert header(PILOTS.column("contact"), "en") == "Contact"
