"""Kutsu's own tabs: every fault with its cell, what is coming and what went out, and nobody else's tab."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kutsu.core.desk.agenda import calendar_page
from kutsu.core.desk.pages import faults_page, stands, taken
from kutsu.core.desk.rows import desk_rows
from kutsu.core.desk.status import Statuses
from kutsu.core.grid import Book, Cell, Fault, Page, Tab
from kutsu.core.publication import State
from tests.books import LANGUAGES, NOW
from tests.core.desks import ALL, CHOSEN, COMING, TICKED, law, look, made, out

EMPTY = ("Ei mitään kalenterissa – Inget i kalendern – Nothing in the calendar",)


def faults(book: Book, *more: Fault, paused: bool = False) -> list[tuple[str, ...]]:
    """The lines of the tab *Tila* below its header."""
    seen = look(book, paused=paused)
    seen = replace(seen, plan=replace(seen.plan, faults=(*seen.plan.faults, *more)))
    return list(faults_page(book, Statuses.of(seen), ["demo", "others"], list(desk_rows(book, LANGUAGES))).rows[1:])


def calendar(book: Book, **known: object) -> list[tuple[str, ...]]:
    """The lines of the calendar below its header."""
    statuses = Statuses.of(look(book, **known))  # type: ignore[arg-type]  # what is known
    return list(calendar_page(statuses, {row.subject for row in desk_rows(book, LANGUAGES)}).rows[1:])


def tab(page: Page) -> Tab:
    """A page as it is read back."""
    return Tab(page.title, tuple(tuple(Cell(text, text) for text in row) for row in page.rows))


def test_faults() -> None:
    """Errors come first, each with its cell, its column, what stands there, and the advice in three languages."""
    book = made({**COMING, "theme": "x", "start": "ma 21.10."}, ui="sv")
    first, second = faults(book)
    assert first[:4] == ("Virhe – Fel – Error", "Piloter!D2", "Tema", "x")
    assert first[5] == '"x" är inget alternativ. Välj något av dessa: Utbildning eller Tolkning.'
    assert second[:4] == ("Huomaa – Obs – Note", "Piloter!AL2", "Börjar", "ma 21.10.")
    assert second[6] == "Read as Monday 21 Oct 2019."


def test_faults_of_whole_sheets() -> None:
    """A fault of no cell names its tab or nothing; those of other sheets are told there, those of none everywhere."""
    words = {"fi": "a", "sv": "b", "en": "c"}
    of = [Fault(sheet, "Oma 'lehti", None, None, None, "error", "code", words) for sheet in ("demo", "others", "")]
    assert faults(made(COMING), *of) == [("Virhe – Fel – Error", "Oma 'lehti", "", "", "a", "b", "c")] * 2


def test_formula_beside_its_fault() -> None:
    """What staff typed is shown beside the advice and is no formula there."""
    (line,) = faults(made({**COMING, "theme": "=HYPERLINK(1)"}))
    assert line[3] == "’=HYPERLINK(1)"


def test_nothing_to_tell() -> None:
    """A tab without faults says that there are none; a pause is told above all."""
    well = ("Ei huomautettavaa – Inget att anmärka – Nothing to tell", "", "", "", "Ei huomautettavaa")
    assert [line[:5] for line in faults(made(COMING))] == [well]
    assert [line[0] for line in faults(made(COMING), paused=True)] == ["Tauko – Paus – Pause"]


def test_rows_without_a_column() -> None:
    """A sheet of before the column *Kutsu kertoo* has the answers to its rows in the tab."""
    book = made(COMING)
    tabs = [each if each.title != "Pilotit" else _without(each, "Kutsu kertoo") for each in book.tabs]
    (line,) = faults(replace(book, tabs=tuple(tabs)))
    assert line[:3] == ("Rivi – Rad – Row", "Pilotit: 2", "PILOT-1")
    assert line[4].startswith("Odottaa hyväksyntää")
    assert line[6].startswith("Waits for approval")


def _without(found: Tab, header: str) -> Tab:
    index = [cell.raw for cell in found.rows[0]].index(header)
    return replace(found, rows=tuple((*row[:index], *row[index + 1 :]) for row in found.rows))


def test_calendar() -> None:
    """What is coming and what went out stand in the order of time, with channels and links, one line per announcement."""
    later = replace(CHOSEN, name="later", offset=7, called={"fi": "myöhemmin"})
    ledger = [out(language, settled_at=NOW - dt.timedelta(days=2)) for language in ALL]
    sent, coming = calendar(made(TICKED), approved=ALL, rules_=law(CHOSEN, later), ledger=ledger)
    links = "https://x.example/en\nhttps://x.example/fi\nhttps://x.example/sv"
    what = ("16.10.2019", "16.04", "kokeilu valittu", "försök valt", "pilot chosen", "PILOT-1")
    where = ("Tulkkaussovellus asiointiin", "fi, sv, en", "x-en, x-fi, x-sv")
    assert sent == (*what, *where, "julkaistu", "publicerat", "published", links)
    assert coming[:6] == ("28.10.2019", "10.00", "myöhemmin", "later", "later", "PILOT-1")
    assert coming[9:] == ("tulossa", "kommer", "coming", "")


@pytest.mark.parametrize(("days", "there"), [(-29, True), (-32, False), (60, True), (61, False)])
def test_how_far_the_calendar_looks(days: int, there: bool) -> None:
    """Sixty days ahead and thirty back, by the city's days."""
    if days < 0:
        ledger = [out("fi", settled_at=NOW + dt.timedelta(days=days))]
        lines = calendar(made(TICKED), rules_=law(replace(CHOSEN, offset=500)), approved=ALL, ledger=ledger)
    else:
        lines = calendar(made(TICKED), rules_=law(replace(CHOSEN, offset=days - 3)), approved=ALL)
    assert (lines != [EMPTY]) is there


def test_states_apart() -> None:
    """Languages that stand differently have lines of their own."""
    ledger = [out("fi"), out("sv", state=State.REFUSED, reason="no")]
    assert sorted((line[7], line[9]) for line in calendar(made(TICKED), approved=ALL, ledger=ledger)) == [
        ("en", "odottaa toista kieltä"),
        ("fi", "julkaistu"),
        ("sv", "kanava ei ottanut vastaan"),
    ]


def test_a_page_stands() -> None:
    """A tab that was read back is the page that was written, with blanks at the ends or without; another text is not."""
    page = Page("Tila", (("Kutsu: x", "y", ""), ("a", "b\nc", "")))
    book = replace(made(), tabs=(tab(page),))
    assert stands(book, page)
    assert stands(book, replace(page, title="tila"))
    assert not stands(book, replace(page, rows=page.rows[:1]))
    assert not stands(book, replace(page, rows=(*page.rows[:1], ("a", "c"))))
    assert not stands(made(), page)


def test_staff_s_own_tab() -> None:
    """A tab of the same name that does not begin as Kutsu's do is somebody else's, and so is a formula; an empty one may be used."""
    page = Page("Kalenteri", (("Kutsu: x",),))
    theirs = Tab("kalenteri", ((Cell("Loma-ajat", "Loma-ajat"),),))
    assert taken(replace(made(), tabs=(theirs,)), page)
    assert not taken(replace(made(), tabs=(Tab("Kalenteri"),)), page)
    assert not taken(replace(made(), tabs=(tab(page),)), page)
    assert not taken(made(), page)
    ours = tab(page)
    formula = replace(ours, rows=(*ours.rows, (Cell(1.0, "1", formula="=1"),)))
    assert taken(replace(made(), tabs=(formula,)), page)


def test_a_personal_code_is_not_told_again() -> None:
    """The fault of a personal identity code names the cell and not what stands there."""
    (line,) = faults(made({**COMING, "what.fi": "Ilmoittautui 131052-308T eilen."}))
    assert (line[1], line[3]) == ("Pilotit!I2", "")
    assert "131052" not in " ".join(line)
