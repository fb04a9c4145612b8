"""A new sheet as a pure description: tabs, headers with notes, drop-downs, formats and help, for any spreadsheet to be laid down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from kutsu.core.cells.names import clock, dotted
from kutsu.core.columns import SCHEMAS, STAFF_LANGUAGES, Column, Read, TabSchema, header, usual
from kutsu.core.columns.labels import SPOKEN, choices
from kutsu.core.config import City, Language
from kutsu.core.outline.help import HELP, HELP_TITLE
from kutsu.core.outline.names import chosen, named_in
from kutsu.core.outline.notes import EVERYWHERE, ROUND, TABLES, Note
from kutsu.core.outline.plan_notes import PILOTS, SESSIONS
from kutsu.core.outline.shape import Example, Outline, OutlinedColumn, OutlinedTab, Owner

__all__ = ["HEADERS_IN", "Outline", "OutlinedColumn", "OutlinedTab", "Owner", "outline", "outlines"]

HEADERS_IN = "fi"
NOTES: Mapping[str, Note] = {**EVERYWHERE, **ROUND, **TABLES, **PILOTS, **SESSIONS}
FORMATS = {
    Read.DATE: "date",
    Read.MOMENT: "date",
    Read.TIME: "text",
    Read.SPAN: "text",
    Read.PHONE: "text",
    Read.POSTCODE: "text",
    Read.ID: "text",
    Read.IDS: "text",
    Read.TABLE_ID: "text",
}
"""Times are text: `17.30` in a cell without a format is a number or a date to most spreadsheets, and `17-19` is a date."""
REFERS = {"venue": "venues", "contact": "contacts", "round": "round"}
KUTSUS = ("preview", "state")
"""The columns that Kutsu itself writes."""
OWNERS = {
    **dict.fromkeys(("approve", "second", "checked", "correct", "hold", "embargo", "mail"), Owner.DECISION),
    **dict.fromkeys(KUTSUS, Owner.KUTSU),
}
WIDTHS = {Read.LONG: 44, Read.TEXT: 34, Read.NAME: 24, Read.LINK: 30, Read.EMAIL: 26, Read.REMARK: 34, Read.TICK: 16}
USUAL_WIDTH, ANSWER_WIDTH = 17, 70
TOGETHER = ("suomi, ruotsi", "suomi, englanti", "suomi, ruotsi, englanti")
"""The languages that sessions are most often held in together."""
SAY = {
    "fi": ("Pakollinen.", "Saa olla tyhjä.", "Esim."),
    "sv": ("Obligatorisk.", "Får vara tom.", "T.ex."),
    "en": ("Required.", "May be empty.", "E.g."),
}


def outline(languages: Mapping[str, Language], city: City, ui: str = HEADERS_IN) -> Outline:
    """The sheet of a city that writes in these languages, headed in the staff language `ui`, with the city's themes to choose from."""
    tabs = tuple(_tab(schema, languages, city, ui) for schema in SCHEMAS)
    help_ = {reader: tuple(named_in(ui, reader, each) for each in paragraphs) for reader, paragraphs in HELP.items()}
    return Outline(tabs, HELP_TITLE, help_)


def outlines(languages: Mapping[str, Language], city: City) -> Mapping[str, Outline]:
    """The same sheet headed in each staff language."""
    return {ui: outline(languages, city, ui) for ui in STAFF_LANGUAGES}


def note_of(tab: str, key: str) -> Note:
    """The note of a column; that of its own tab goes before that of all tabs. Raises KeyError where nobody wrote one."""
    return NOTES.get(f"{tab}.{key}") or NOTES[key]


def _tab(schema: TabSchema, languages: Mapping[str, Language], city: City, ui: str) -> OutlinedTab:
    columns = (_column(schema, key, column, text, city, ui) for key, column, text in usual(schema, languages))
    return OutlinedTab(schema.key, schema.titles[ui][0], tuple(columns))


def _column(schema: TabSchema, key: str, column: Column, text: str | None, city: City, ui: str) -> OutlinedColumn:
    """One column as staff see it; `text` is its language, where it has one."""
    first = column is schema.columns[0]
    example = _example(schema, column, text, city, ui)
    return OutlinedColumn(
        key=key,
        header=header(column, ui, text),
        note="\n".join(_told(note_of(schema.key, column.key), column, example, ui)),
        owner=Owner.ID if first else OWNERS.get(column.key, Owner.STAFF),
        format=FORMATS.get(column.read, ""),
        tick=column.read is Read.TICK,
        options=_options(column, city, ui),
        refers="" if first else REFERS.get(column.key, ""),
        free=column.read in (Read.LANGUAGES, Read.AS_TYPED),
        width=ANSWER_WIDTH if column.key == "state" else WIDTHS.get(column.read, USUAL_WIDTH),
        example=example,
    )


def _told(note: Note, column: Column, example: Example, ui: str) -> Iterator[str]:
    """The note in every staff language, one line each."""
    for reader in STAFF_LANGUAGES:
        required, optional, such_as = SAY[reader]
        mute = column.read is Read.TICK or column.key in KUTSUS
        ending = required if column.needed else "" if mute else optional
        shown = "" if column.read is Read.TICK else _shown(example)
        words = named_in(ui, reader, getattr(note, reader))
        yield " ".join(part for part in (words, ending, shown and f"{such_as} {shown}") if part)


def _shown(example: Example) -> str:
    """An example as it stands in a Finnish cell."""
    if isinstance(example, dt.time):
        return clock(example)
    return dotted(example) if isinstance(example, dt.date) else str(example or "")


def _example(schema: TabSchema, column: Column, text: str | None, city: City, ui: str) -> Example:
    if column.key == "theme":
        return next((words[ui] for words in city.themes.values() if ui in words), None)
    example = note_of(schema.key, column.key).example
    if isinstance(example, Mapping):
        return example.get(text or ui)
    words = {Read.CHOICE: choices(city.themes).get(column.key), Read.LANGUAGES: SPOKEN}.get(column.read)
    return chosen(str(example), words, ui) if words and example else example


def _options(column: Column, city: City, ui: str) -> tuple[str, ...]:
    """What is offered in the cells of a column, in the language of the headers."""
    if column.read is Read.CHOICE:
        labels = choices(city.themes)[column.key]
        return tuple(words.get(ui, key) for key, words in labels.items())
    if column.read is Read.LANGUAGES:
        together = (chosen(each, SPOKEN, ui) for each in TOGETHER)
        return (*(words[ui] for words in SPOKEN.values()), *together)
    return ()
