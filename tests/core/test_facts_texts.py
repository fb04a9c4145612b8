"""The cases of the facts about the sheet that are about texts and their languages, and hidden rows, word for word."""

from __future__ import annotations

import dataclasses

import pytest

from kutsu.core.content import digest, localize
from kutsu.core.grid import Cell, Tab
from tests.books import Row, Value
from tests.core.rows import PILOT, TICKED, codes, fault, plan, sheet
from tests.core.test_facts_rows import said, sessions

FORMULA = Cell("Interpreting app", "Interpreting app", formula='=GOOGLETRANSLATE(F2;"fi";"en")')


def test_case_24_in_an_optional_language() -> None:
    """A formula in a language that is not required keeps that language back, and no other."""
    formula = Cell("Interpreting", "Interpreting", formula='=GOOGLETRANSLATE(F2;"fi";"en")')
    found = plan(sheet(pilots=[{**PILOT, **TICKED, "title.en": formula}], sessions=[]))
    pilot = found.entries[1]
    assert (fault(found).severity, pilot.faulty, "title.en" in pilot.missing["en"]) == ("error", False, True)


def test_case_24_ticked_as_checked() -> None:
    """With the tick the formula's value is taken in a language that is not required, with a note; its readers will be told."""
    found = plan(sheet(pilots=[{**PILOT, **TICKED, "title.en": FORMULA, "checked.en": True}], sessions=[]))
    pilot = found.entries[1]
    assert (fault(found).column, fault(found).severity, said(fault(found))) == (
        "Otsikko (en)",
        "note",
        (
            "Konekäännös, merkitty tarkistetuksi: lukijalle kerrotaan siitä. Jos kaavan tulos muuttuu, hyväksyntä perutaan.",
            "Maskinöversättning, markerad som granskad: läsaren får veta det. Om formelns resultat ändras tas godkännandet bort.",
            "A machine translation, ticked as checked: its readers are told. When the formula's result changes, it is un-approved.",
        ),
    )
    assert (pilot.missing["en"], pilot.subject.translation) == ((), {"en": "machine"})
    english, finnish = localize(pilot.subject, "en"), localize(pilot.subject, "fi")
    assert (english.title, english.translation, finnish.translation) == ("Interpreting app", "machine", None)


@pytest.mark.parametrize("typed", [False, None, "joo"])
def test_case_24_not_ticked_as_checked(typed: Value) -> None:
    """Without the tick, or with one that cannot be read, the formula keeps its language back."""
    found = plan(sheet(pilots=[{**PILOT, "title.en": FORMULA, "checked.en": typed}], sessions=[]))
    assert "text-translated" in codes(found)
    assert "title.en" in found.entries[1].missing["en"]


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_case_24_no_tick_helps_a_required_language(language: str) -> None:
    """Finnish and Swedish are written by people, whatever is ticked: an error that holds the row."""
    row = {**PILOT, f"title.{language}": FORMULA, f"checked.{language}": True}
    found = plan(sheet(pilots=[row], sessions=[]))
    assert (fault(found).code, fault(found).severity, found.entries[1].faulty) == ("text-translated", "error", True)


def test_case_24_the_approval_covers_it() -> None:
    """Another result of the formula is another content; so is the same text once a person wrote it, without the notice."""
    other = Cell("Interpreter", "Interpreter", formula=FORMULA.formula)
    rows: list[Row] = [{**PILOT, "title.en": each, "checked.en": True} for each in (FORMULA, other, "Interpreting app")]
    subjects = [plan(sheet(pilots=[row], sessions=[])).entries[1].subject for row in rows]
    assert len({digest(localize(subject, "en")) for subject in subjects}) == 3
    assert len({digest(localize(subject, "fi")) for subject in subjects}) == 1


def test_case_c7_hidden_rows_are_rows() -> None:
    """A cell as it is read says nothing of its row being hidden or filtered away, so nothing can be decided by that."""
    assert {field.name for field in dataclasses.fields(Cell)} == {"raw", "shown", "format", "formula"}
    assert {field.name for field in dataclasses.fields(Tab)} == {"title", "rows", "gid", "was"}


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
