"""What a sheet lacks beside its outline, as a list of additions; nothing that stands there is ever changed by one.

The list is the same for every spreadsheet: a new sheet is all that an empty one lacks, and an upgrade what an old one does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kutsu.core.cells.normal import folded
from kutsu.core.columns import SCHEMAS, TabSchema
from kutsu.core.columns.headers import staff_language
from kutsu.core.config import Language
from kutsu.core.grid import Tab
from kutsu.core.outline import HEADERS_IN
from kutsu.core.outline.addition import Addition, What
from kutsu.core.outline.lacking import Lacking
from kutsu.core.outline.shape import Outline
from kutsu.core.outline.standing import Standing, StandingTab

LOCALE, ZONE = "fi_FI", "Europe/Helsinki"


def headed_in(standing: Standing, languages: Mapping[str, Language], otherwise: str) -> str:
    """The staff language in which the sheet is headed: that of its first tab."""
    for schema in SCHEMAS:
        found = tab_of(standing, schema)
        if found and found.tab.rows:
            return staff_language(found.tab, schema, languages)
    return otherwise


def additions(
    outlines: Mapping[str, Outline], standing: Standing, languages: Mapping[str, Language], ui: str = HEADERS_IN
) -> list[Addition]:
    """All that `standing` lacks, in the order in which it is to be added.

    `outlines` are by the staff language of their headers; `ui` is that of a sheet that has no headers yet.
    """
    ui = headed_in(standing, languages, ui)
    found = []
    for number, schema in enumerate(SCHEMAS):
        there = tab_of(standing, schema)
        spoken = staff_language(there.tab, schema, languages) if there and there.tab.rows else ui
        found.append(Lacking(schema, outlines[spoken].tabs[number], there, languages))
    ids = {each.schema.key: each.ids for each in found}
    return [
        *_place(standing),
        *(addition for each in found for addition in each.additions(ids, guards=standing.guards)),
        *_help(outlines[ui], standing),
    ]


def help_lines(outline: Outline) -> tuple[str, ...]:
    """The rows of the help: language below language, with an empty row between them."""
    return tuple(line for paragraphs in outline.help.values() for line in (*paragraphs, ""))[:-1]


def tab_of(standing: Standing, schema: TabSchema) -> StandingTab | None:
    """The first tab with a title of `schema`, if it stands there."""
    titles = {folded(title) for names in schema.titles.values() for title in names}
    return next((each for each in standing.tabs if folded(each.tab.title) in titles), None)


def _place(standing: Standing) -> Iterator[Addition]:
    if standing.locale is not None and (standing.locale, standing.zone) != (LOCALE, ZONE):
        words = f"locale {LOCALE} and time zone {ZONE} (it had {standing.locale} and {standing.zone})"
        yield Addition(What.PLACE, told=words)


def _help(outline: Outline, standing: Standing) -> Iterator[Addition]:
    """The tab of help where its words are not the present ones."""
    lines = help_lines(outline)
    there = next((each.tab for each in standing.tabs if each.tab.title == outline.help_title), None)
    if there is None:
        yield Addition(What.TAB, outline.help_title, told=f"{outline.help_title}: the tab")
    if there is None or _first_column(there) != lines:
        told = f"{outline.help_title}: the present words" if there else ""
        yield Addition(What.HELP, outline.help_title, lines=lines, told=told)


def _first_column(tab: Tab) -> tuple[str, ...]:
    return tuple(str(row[0].raw or "") if row else "" for row in tab.rows)
