"""Additions to a spreadsheet as requests of one `spreadsheets.batchUpdate`, which Google applies whole or not at all.

Source: developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/request.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from kutsu.core.outline.addition import Addition, What
from kutsu.core.outline.additions import LOCALE, ZONE
from kutsu.sheets import google_cells
from kutsu.sheets.google_batch import page_id
from kutsu.sheets.google_cells import Request

ROWS, COLUMNS = 1000, 26
"""The size of a new tab, as Google itself makes them; a season has a few hundred rows."""

Sheets = Sequence[Mapping[str, Any]]


class Batch:
    """The requests for a list of additions to a spreadsheet that was read a moment ago."""

    def __init__(self, sheets: Sheets, additions: Sequence[Addition]) -> None:
        """Know the tabs that are there by title, and give each new one its id."""
        self._known = {each["properties"]["title"]: each for each in sheets}
        self._additions = additions
        ids = {each["properties"].get("sheetId", 0) for each in sheets}
        self._ids = {title: each["properties"].get("sheetId", 0) for title, each in self._known.items()}
        for each in additions:
            if each.what is What.TAB:
                self._ids[each.tab] = next(number for number in count(page_id(each.tab)) if number not in ids)
                ids.add(self._ids[each.tab])

    def requests(self) -> list[Request]:
        """All of them, in the order in which they hold: the place, tabs and room first."""
        made: list[Request] = []
        if self._of(What.PLACE):
            properties = {"locale": LOCALE, "timeZone": ZONE}
            made.append({"updateSpreadsheetProperties": {"properties": properties, "fields": "locale,timeZone"}})
        for title, own in self._by_tab():
            made += self._room(title, own)
        for title, own in self._by_tab():
            made += self._filled(self._ids[title], title, own)
        return made

    def _of(self, *kinds: What) -> list[Addition]:
        return [each for each in self._additions if each.what in kinds]

    def _by_tab(self) -> list[tuple[str, list[Addition]]]:
        """The additions of each tab, in their order."""
        titles = dict.fromkeys(each.tab for each in self._additions if each.tab)
        return [(title, [each for each in self._additions if each.tab == title]) for title in titles]

    def _room(self, title: str, own: Sequence[Addition]) -> Iterator[Request]:
        """A new tab, or more rows and columns for one that is there."""
        width = max([0, *(each.index + 1 for each in own if each.what is What.COLUMN)])
        height = max([1, *(each.row for each in own), *(len(each.lines) for each in own)])
        if title not in self._known:
            grid = {"rowCount": max(ROWS, height), "columnCount": max(COLUMNS, width)}
            yield {"addSheet": {"properties": {"sheetId": self._ids[title], "title": title, "gridProperties": grid}}}
            return
        grid = self._known[title]["properties"]["gridProperties"]
        for dimension, has, needs in (("ROWS", grid["rowCount"], height), ("COLUMNS", grid["columnCount"], width)):
            if needs > has:
                more = {"sheetId": self._ids[title], "dimension": dimension, "length": needs - has}
                yield {"appendDimension": more}

    def _filled(self, gid: int, title: str, own: Sequence[Addition]) -> Iterator[Request]:
        """What goes into one tab."""
        yield from google_cells.columns(gid, [each for each in own if each.what is What.COLUMN])
        yield from google_cells.notes(gid, [each for each in own if each.what is What.NOTE])
        for each in own:
            if each.what is What.FILTER:
                yield google_cells.widened(self._known[title]["basicFilter"], each.index)
            elif each.what in google_cells.MADE:
                yield from google_cells.MADE[each.what](gid, each)
