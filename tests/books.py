"""A book out of plain values by column keys, for tests: `book(pilots=[{"id": "P-1", "title.fi": "Otsikko"}])`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from kutsu.core.columns import SCHEMAS, TabSchema, header, keys
from kutsu.core.config import City, Language
from kutsu.core.grid import Book, Cell, Tab

HELSINKI = ZoneInfo("Europe/Helsinki")
NOW = dt.datetime(2019, 10, 18, 16, 4, tzinfo=HELSINKI)
LANGUAGES = {
    "fi": Language("fi", "suomi", "fi", "fi", "cccc d.M.y", " klo\u00a0{}", required=True),
    "sv": Language("sv", "svenska", "sv_FI", "sv", "EEEE d.M.y", " kl.\u00a0{}", required=True),
    "en": Language("en", "English", "en_GB", "en", "EEEE d MMMM y", ", {}"),
}
CITY = City(
    name={"fi": "Espoon kaupunki", "sv": "Esbo stad", "en": "City of Espoo"},
    zone="Europe/Helsinki",
    country="FI",
    site="https://pilots.example.org",
    quiet_from=dt.time(20),
    quiet_until=dt.time(8),
    themes={
        "education": {"fi": "Koulutus", "sv": "Utbildning", "en": "Education"},
        "interpreting": {"fi": "Tulkkaus", "sv": "Tolkning", "en": "Interpreting"},
    },
)

Value = Cell | str | bool | float | dt.date | dt.time | None
Row = Mapping[str, Value]

_DAY_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001  serials have no zone


def cell(value: Value) -> Cell:
    """The cell that Google Sheets would give for a value typed into a well-formatted column."""
    match value:
        case Cell():
            return value
        case None:
            return Cell()
        case bool():
            return Cell(value, str(value).upper())
        case str():
            return Cell(value, value)
        case dt.datetime():
            return Cell((value - _DAY_ZERO) / dt.timedelta(days=1), f"{value:%d.%m.%Y %H.%M}", "datetime")
        case dt.date():
            return Cell(float((value - _DAY_ZERO.date()).days), f"{value:%d.%m.%Y}", "date")
        case dt.time():
            return Cell((value.hour * 60 + value.minute) / 1440, f"{value:%H.%M}", "time")
        case _:
            return Cell(float(value), f"{value:g}".replace(".", ","), "number")


def tab(schema: TabSchema, rows: Sequence[Row], languages: Mapping[str, Language] = LANGUAGES, ui: str = "fi") -> Tab:
    """One tab with the headers that Kutsu writes in the staff language `ui`, and `rows` by column key.

    A column that staff may add is there when a row has it.
    """
    added = {key for row in rows for key in row}
    columns = [each for each in keys(schema, languages) if not each[1].extra or each[0] in added]
    strange = {key for row in rows for key in row} - {key for key, _, _ in columns}
    assert not strange, f"{schema.key} has no columns {strange}"
    head = tuple(cell(header(column, ui, language)) for _, column, language in columns)
    return Tab(schema.titles[ui][0], (head, *(tuple(cell(row.get(key)) for key, _, _ in columns) for row in rows)))


def book(
    sheet: str = "demo", languages: Mapping[str, Language] = LANGUAGES, ui: str = "fi", /, **rows: Sequence[Row]
) -> Book:
    """A whole book: every tab, with the rows given by its key (`round`, `pilots`, `sessions`, `venues`, …)."""
    return Book(sheet, tuple(tab(schema, rows.get(schema.key, ()), languages, ui) for schema in SCHEMAS), NOW)
