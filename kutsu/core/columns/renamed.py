"""Tabs that staff renamed: known by the id that a spreadsheet gives to each, which no change of title touches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kutsu.core.columns.headers import find_tab, find_tabs
from kutsu.core.columns.tabs import SCHEMAS
from kutsu.core.grid import Book, Tab


def recognized(book: Book, before: Callable[[], Book | None]) -> Book:
    """The book, where each tab that no title leads to is found by the id that it had in the last good reading `before`.

    That reading is asked for only where some tab is missing. A copy has an id of its own, so it never takes the place.
    """
    lost = [schema for schema in SCHEMAS if not find_tabs(book, schema)]
    known = before() if lost else None
    if known is None:
        return book
    former = {tab.gid: tab for schema in lost if (tab := find_tab(known, schema)) and tab.gid}
    return replace(book, tabs=tuple(_known(tab, former.get(tab.gid)) for tab in book.tabs))


def _known(tab: Tab, former: Tab | None) -> Tab:
    """The tab with the title by which it was known."""
    return replace(tab, was=former.was or former.title) if former else tab
