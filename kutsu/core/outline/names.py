"""The names of tabs, columns and choices inside the words of the sheet: as they are headed, and as the reader calls them."""

from __future__ import annotations

from collections.abc import Mapping

from kutsu.core.columns import ROUND, SCHEMAS
from kutsu.core.columns.labels import STATUSES
from kutsu.core.model import Status, Texts

STATE_TAB: Texts = {"fi": "Tila", "sv": "Status", "en": "State"}
"""The tab on which Kutsu tells every fault and the calendar."""
NAMES: Mapping[str, Texts] = {
    **{schema.key: {ui: titles[0] for ui, titles in schema.titles.items()} for schema in SCHEMAS},
    **{f"{each.key}_column": {ui: names[0] for ui, names in each.headers.items()} for each in ROUND.columns},
    "second_column": {ui: f"{names[0]} (fi)" for ui, names in ROUND.column("second").headers.items()},
    "cancelled": STATUSES[Status.CANCELLED],
    "status_tab": STATE_TAB,
}


def named_in(ui: str, reader: str, words: str) -> str:
    """The words, with `{contacts}` and the like as the sheet heads them in `ui`, and behind it as the reader would call it."""
    return words.format_map({key: _both(names[ui], names[reader]) for key, names in NAMES.items()})


def _both(headed: str, read: str) -> str:
    named = read if read.startswith("Kutsu") else read[0].lower() + read[1:]
    return headed if headed == read else f"{headed} ({named})"


def chosen(finnish: str, labels: Mapping[str, Texts], ui: str) -> str:
    """The Finnish words of drop-downs, a comma between them, in the language `ui`."""
    words = {each["fi"]: each[ui] for each in labels.values()}
    return ", ".join(words[each] for each in finnish.split(", "))
