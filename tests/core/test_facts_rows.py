"""The cases of the facts about the sheet that take a whole row, a header row or a day's clock, word for word."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from kutsu.core.cells.moments import instant
from kutsu.core.columns import SESSIONS, STAFF_LANGUAGES, find_columns
from kutsu.core.grid import Cell, Fault, Tab
from kutsu.core.messages import Remark
from kutsu.core.model import Plan
from tests.books import HELSINKI, LANGUAGES, Row, Value, cell, tab
from tests.core.facts import Words
from tests.core.rows import PILOT, SESSION, TICKED, fault, plan, sheet, subject

AUTUMN, SPRING = dt.date(2026, 10, 25), dt.date(2027, 3, 28)
HALF_PAST_THREE = dt.time(3, 30)


def said(told: Fault | Remark | None) -> Words | None:
    """What is told in fi, sv and en."""
    if told is None:
        return None
    fi, sv, en = (told.message[language] for language in STAFF_LANGUAGES)
    return fi, sv, en


def sessions(**changes: Value) -> Plan:
    """The plan of a book whose only session has these cells."""
    return plan(sheet(sessions=[{**SESSION, **changes}]))


def head(changes: dict[str, str | None]) -> Tab:
    """The tab of sessions with other headers; None deletes its column."""
    full = tab(SESSIONS, [])
    names = [changes.get(str(each.raw), str(each.raw)) for each in full.rows[0]]
    return Tab(full.title, (tuple(cell(name) for name in names if name),))


def test_case_9_a_date_of_another_century() -> None:
    """A date of the last century or of the next is asked about, and the row is held."""
    past, far = sessions(day="6.11.1919"), sessions(day="6.11.2109")
    assert said(fault(past)) == (
        "Päivä 6.11.1919 on mennyt. Tarkista vuosi.",
        "Datumet 6.11.1919 har redan passerat. Kontrollera årtalet.",
        "The date is in the past. Check the year.",
    )
    assert said(fault(far)) == (
        "Päivä 6.11.2109 on hyvin kaukana. Tarkista vuosi.",
        "Datumet 6.11.2109 ligger mycket långt fram. Kontrollera årtalet.",
        "The date is very far ahead. Check the year.",
    )
    assert all(found.entries[-1].faulty for found in (past, far))


def test_case_9_held_is_done() -> None:
    """A row that is marked as held may be as old as it is."""
    assert not sessions(day="6.11.1919", status="pidetty").faults


def test_case_15_the_hour_that_is_skipped() -> None:
    """In spring 3.30 does not exist: an error, alone and in a row."""
    words = (
        "Kello siirtyy kesäaikaan: 28.3.2027 ei ole klo 3.30.",
        "Klockan ställs om till sommartid: kl. 3.30 finns inte den 28.3.2027.",
        "Clocks change: 03:30 does not exist that day.",
    )
    reading = instant(SPRING, HALF_PAST_THREE, HELSINKI)
    assert (reading.error, reading.value, said(reading.remark)) == (True, None, words)
    found = sessions(embargo="28.3.2027 3.30")
    assert (said(fault(found)), found.entries[-1].faulty) == (words, True)


def test_case_15_the_hour_that_comes_twice() -> None:
    """In autumn 3.30 comes twice: a note, and the first is taken."""
    words = (
        "Kello siirtyy talviaikaan: 25.10.2026 klo 3.30 on kahdesti. Luin ensimmäisen.",
        "Klockan ställs om till vintertid: kl. 3.30 infaller två gånger den 25.10.2026. Läste den första.",
        "Clocks change: 03:30 happens twice on 25.10.2026. Read as the first.",
    )
    reading = instant(AUTUMN, HALF_PAST_THREE, HELSINKI)
    assert (reading.error, said(reading.remark)) == (False, words)
    found = sessions(embargo="25.10.2026 3.30")
    first = found.entries[-1].embargo
    assert (said(fault(found)), found.entries[-1].faulty) == (words, False)
    assert first is not None
    assert first.astimezone(dt.UTC) == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize("name", ["Päivämäärä ", "PÄIVÄ", "pvm", "Datum", "Pä\u00adivä\u00a0"])
def test_case_16_aliases(name: str) -> None:
    """Another usual word, case, language or invisible character in a header is no fault."""
    columns, faults = find_columns(head({"Päivä": name}), SESSIONS, LANGUAGES)
    assert ("day" in columns, faults) == (True, [])


def test_case_17_a_header_renamed() -> None:
    """An unknown header is named as the nearest to the missing one; nothing of the sheet is in the plan."""
    book = sheet()
    broken = dataclasses.replace(book, tabs=(*book.tabs[:2], head({"Paikka": "Paikka ja tila"}), *book.tabs[3:]))
    found = plan(broken)
    assert said(fault(found)) == (
        'Saraketta "Paikka" ei löydy. Onko se nimetty uudelleen? Lähin: "Paikka ja tila". Mitään ei julkaistu.',
        'Kolumnen "Paikka" hittas inte. Har den fått ett nytt namn? Närmast: "Paikka ja tila". Inget publicerades.',
        'Column "Paikka" not found. Renamed? Nearest: "Paikka ja tila". Nothing was published.',
    )
    assert (found.faults[0].severity, found.entries) == ("error", ())


def test_case_17_a_header_deleted() -> None:
    """A column that is gone without a likeness is told."""
    (told,) = find_columns(head({"Paikka": None}), SESSIONS, LANGUAGES)[1]
    assert said(told) == (
        'Saraketta "Paikka" ei löydy. Onko se poistettu? Mitään ei julkaistu.',
        'Kolumnen "Paikka" hittas inte. Har den tagits bort? Inget publicerades.',
        'Column "Paikka" not found. Was it deleted? Nothing was published.',
    )


def test_case_18_two_equal_headers() -> None:
    """Both letters are named."""
    faults = find_columns(head({"Tukikielet": "Paikka"}), SESSIONS, LANGUAGES)[1]
    (told,) = [each for each in faults if each.code == "column-doubled"]
    assert (told.severity, said(told)) == (
        "error",
        (
            'Sarake "Paikka" on kaksi kertaa (M ja S). Poista toinen.',
            'Kolumnen "Paikka" finns två gånger (M och S). Ta bort den ena.',
            'Column "Paikka" appears twice (M and S). Remove one.',
        ),
    )


def test_case_18_a_header_empty_over_content() -> None:
    """A column without a header that holds something is named by its letters."""
    full = tab(SESSIONS, [{"id": "INFO-1"}])
    names = tuple(Cell() if each.raw == "Tunnus" else each for each in full.rows[0])
    told = find_columns(Tab(full.title, (names, full.rows[1])), SESSIONS, LANGUAGES)[1][0]
    assert (told.severity, said(told)) == (
        "error",
        (
            "Sarakkeella A ei ole otsikkoa, mutta siinä on sisältöä. Kirjoita otsikko tai tyhjennä sarake."
            " Mitään ei julkaistu.",
            "Kolumnen A saknar rubrik men har innehåll. Skriv en rubrik eller töm kolumnen. Inget publicerades.",
            "Column A has no header but holds content. Write a header or clear the column. Nothing was published.",
        ),
    )


def test_case_19_a_short_row() -> None:
    """Cells that the source left out at the end of a row are empty ones."""
    book = sheet()
    cut = [Tab(each.title, tuple(_trimmed(row) for row in each.rows)) for each in book.tabs]
    assert cut[2].rows[1] != book.tabs[2].rows[1]
    assert plan(dataclasses.replace(book, tabs=tuple(cut))) == plan(book)


def test_case_20_a_half_filled_row_unticked() -> None:
    """It is a quiet draft that says what is missing, in its place in the plan or out of it."""
    half: Row = {"id": "PILOT-2", "stage": "valittu", "title.fi": "Tulossa kohta"}
    told = fault(plan(sheet(pilots=[PILOT, half])))
    gaps = "Teema, Tavoite, Otsikko (sv), Otsikko (en), Mitä (fi), Mitä (sv), Mitä (en), Julkistus, Yhteyshenkilö"
    assert (told.severity, said(told)) == (
        "note",
        (f"Luonnos: puuttuu {gaps}.", f"Utkast: {gaps} saknas.", f"Draft: {gaps} missing."),
    )


def test_case_21_a_half_filled_row_ticked() -> None:
    """All that is missing is told at once, and the row is held."""
    found = sessions(**TICKED, **{"title.sv": None, "venue": None, "contact": None})
    gaps = "Otsikko (sv), Paikka, Yhteyshenkilö"
    assert (fault(found).severity, said(fault(found))) == (
        "error",
        (
            f"Riviä ei voi julkaista. Puuttuu: {gaps}.",
            f"Raden kan inte publiceras. Saknas: {gaps}.",
            f"Cannot publish. Missing: {gaps}.",
        ),
    )
    assert found.entries[-1].faulty


def test_case_22_a_new_row_without_an_id() -> None:
    """It is a quiet draft, however complete and ticked, until Kutsu has given it an id."""
    found = plan(sheet(sessions=[SESSION, {**SESSION, **TICKED, "id": None}]))
    assert fault(found).severity == "note"
    assert said(fault(found)) == (
        "Rivillä ei ole vielä tunnusta, joten siitä ei kerrota eikä julkaista mitään. Kutsu antaa tunnuksen, kun rivi on hetken"
        " ennallaan. Voit myös kirjoittaa sen itse, esimerkiksi INFO-2.",
        "Raden har inget id ännu, så inget meddelas eller publiceras om den. Kutsu ger raden ett id när den en stund har varit"
        " oförändrad. Du kan också skriva det själv, till exempel INFO-2.",
        "The row has no id yet, so nothing is told or published of it. Kutsu gives it one once it has stood unchanged for a"
        " while. You may also write it yourself, for example INFO-2.",
    )
    assert "INFO-2" not in {entry.subject.id for entry in found.entries}


def test_case_22_rows_sorted_whole() -> None:
    """Rows that were sorted with all of their columns are the same rows."""
    rows = [PILOT, {**PILOT, "id": "PILOT-2"}]
    one, other = plan(sheet(pilots=rows)), plan(sheet(pilots=rows[::-1]))
    assert subject(one, "PILOT-2") == subject(other, "PILOT-2")
    assert not other.faults


def test_case_24_in_an_optional_language() -> None:
    """A formula in a language that is not required keeps that language back, and no other."""
    formula = Cell("Interpreting", "Interpreting", formula='=GOOGLETRANSLATE(F2;"fi";"en")')
    found = plan(sheet(pilots=[{**PILOT, **TICKED, "title.en": formula}], sessions=[]))
    pilot = found.entries[1]
    assert (fault(found).severity, pilot.faulty, "title.en" in pilot.missing["en"]) == ("error", False, True)


def test_case_26c_finnish_in_the_swedish_column() -> None:
    """The same text in both is an error at the Swedish one."""
    found = sessions(**{"title.fi": "Tervetuloa infoon", "title.sv": "Tervetuloa infoon"})
    told = fault(found)
    assert (told.column, told.severity, said(told)) == (
        "Otsikko (sv)",
        "error",
        (
            'Ruotsin sarakkeessa näyttää olevan suomea: "Tervetuloa infoon".',
            'Den svenska kolumnen verkar innehålla finska: "Tervetuloa infoon".',
            "The Swedish column seems to hold Finnish.",
        ),
    )
    assert found.entries[-1].faulty


def _trimmed(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    cells = list(row)
    while cells and cells[-1] == Cell():
        cells.pop()
    return tuple(cells)
