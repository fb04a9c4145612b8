"""What a sheet lacks is found by comparing it with the outline, and nothing that stands there is ever in the way."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kutsu.core.grid import Cell, Tab
from kutsu.core.outline import outline, outlines
from kutsu.core.outline.addition import Addition, What
from kutsu.core.outline.additions import additions
from kutsu.core.outline.standing import HEADER, Standing, StandingTab
from tests.books import CITY, LANGUAGES

OUTLINES = outlines(LANGUAGES, CITY)


def standing(tab: Tab, **beside: object) -> Standing:
    """A sheet with one tab."""
    width = max(map(len, tab.rows), default=0)
    return Standing((replace(StandingTab(tab, width), **beside),))  # type: ignore[arg-type]  # what a test gives fits


def row(*values: str | bool | None) -> tuple[Cell, ...]:
    """Cells as typed."""
    return tuple(Cell(value, str(value or "")) for value in values)


def lacking(there: Standing, tab: str, what: What) -> list[Addition]:
    """The additions of a kind to a tab."""
    return [each for each in additions(OUTLINES, there, LANGUAGES) if (each.tab, each.what) == (tab, what)]


def test_an_empty_sheet_lacks_everything() -> None:
    """Each tab and column of the outline is an addition to nothing, and only whole tabs are told."""
    found = additions(OUTLINES, Standing(), LANGUAGES, "sv")
    wanted = OUTLINES["sv"]
    columns = [each.column for each in found if each.what is What.COLUMN]
    assert columns == [column for tab in wanted.tabs for column in tab.columns]
    assert [each.tab for each in found if each.told] == [*(tab.title for tab in wanted.tabs), wanted.help_title]


@pytest.mark.parametrize(("head", "wanted"), [("Titteli", "Tunnus"), ("Yrkesbeteckning", "Id"), ("Role", "Id")])
def test_new_columns_speak_the_language_of_the_tab(head: str, wanted: str) -> None:
    """Columns go behind the last one, headed as most of that tab is; an alias stands for its column."""
    there = standing(Tab("Yhteystiedot", (row("Oma", f"{head} (fi)", "Muuta"),)))
    new = lacking(there, "Yhteystiedot", What.COLUMN)
    assert [(each.index, each.column and each.column.key) for each in new][:2] == [(3, "id"), (4, "title.sv")]
    assert new[0].column
    assert new[0].column.header == wanted


def test_a_renamed_header_is_not_doubled() -> None:
    """Where a strange header may be the missing column, a person is asked to look, and no second one is made."""
    there = standing(Tab("Asetukset", (row("Asetuss", "Arvo"), row("tauko", "ei"))))
    found = additions(OUTLINES, there, LANGUAGES)
    assert [each.told for each in found if each.what is What.REMARK] == [
        "Asetukset: the column Asetus is missing, and A1 may be its new name: look there"
    ]
    assert lacking(there, "Asetukset", What.COLUMN) == []


def test_what_is_there_is_not_added() -> None:
    """Notes, rules, formats, warnings and a frozen header are added only to columns that have none."""
    tab = Tab("Yhteyshenkilöt", (tuple(row(*(column.header for column in OUTLINES["fi"].tabs[4].columns))),))
    every = frozenset(range(9)) | {HEADER}
    whole = {"noted": every, "ruled": every, "formatted": every, "guarded": every, "frozen": True}
    there = replace(standing(tab, **whole), guards=True)
    kinds = {each.what for each in additions(OUTLINES, there, LANGUAGES) if each.tab == tab.title}
    assert kinds == {What.MODEL}


def test_the_model_takes_the_first_empty_row() -> None:
    """A row with nothing but unticked boxes is empty, one with a word is not, and a tab that has the model gets no other."""
    head = row("Tunnus", "Nimike (fi)")
    filled, ticked, model = row("A", "Tiimi"), row(None, None, False), row(" Malli ")
    (found,) = lacking(standing(Tab("Contacts", (head, filled, ticked, filled))), "Contacts", What.MODEL)
    assert (found.row, found.cells[0]) == (3, (0, "malli"))
    assert all(index != 2 for index, _ in found.cells)
    assert lacking(standing(Tab("Contacts", (head, filled, model))), "Contacts", What.MODEL) == []


def test_ticks_that_were_typed_stay_words() -> None:
    """A column of words for yes gets its boxes below them, one of real boxes all along."""
    head = row("Tunnus", "Pysäytä")
    typed, boxed = Tab("Kierros", (head, row("A", "x"))), Tab("Kierros", (head, row("A", True)))
    for tab, first in ((typed, 3), (boxed, 2)):
        assert [each.row for each in lacking(standing(tab), "Kierros", What.CHOICE) if each.index == 1] == [first]


def test_a_filter_takes_in_new_columns() -> None:
    """A filter that ended with the last column ends with the new ones, or a sort through it would leave them behind."""
    there = standing(Tab("Asetukset", (row("Asetus"),)), filtered=True)
    assert [each.index for each in lacking(there, "Asetukset", What.FILTER)] == [2]
    assert lacking(standing(there.tabs[0].tab), "Asetukset", What.FILTER) == []


@pytest.mark.parametrize("ui", ["fi", "sv", "en"])
def test_every_outline_is_in_its_language(ui: str) -> None:
    """Titles, headers and choices are in one language, and no name in the help or a note is left open."""
    wanted = outline(LANGUAGES, CITY, ui)
    words = {"fi": ("Pilotit", "Vaihe", "suunnittelu"), "sv": ("Piloter", "Skede", "planering")}
    pilots = wanted.tabs[1]
    stage = next(column for column in pilots.columns if column.key == "stage")
    assert (pilots.title, stage.header, stage.example) == words.get(ui, ("Pilots", "Stage", "planning"))
    assert stage.example in stage.options
    told = [line for lines in wanted.help.values() for line in lines]
    told += [column.note for tab in wanted.tabs for column in tab.columns]
    assert not any("{" in line or "}" in line for line in told)
    assert len(set(map(len, wanted.help.values()))) == 1
