"""The names of tabs, columns and choices inside the words of the sheet: as they are headed, and as the reader calls them."""

from __future__ import annotations

from collections.abc import Mapping

from kutsu.core.columns import ROUND, SCHEMAS
from kutsu.core.columns.labels import STATUSES
from kutsu.core.model import Status, Texts

KUTSUS_TABS: Mapping[str, Texts] = {
    "status_tab": {"fi": "Tila", "sv": "Status", "en": "Status"},
    "calendar_tab": {"fi": "Kalenteri", "sv": "Kalender", "en": "Calendar"},
}
"""The tabs that Kutsu writes; their titles are the Finnish ones, whatever language the sheet is headed in."""
NAMES: Mapping[str, Texts] = {
    **{schema.key: {ui: titles[0] for ui, titles in schema.titles.items()} for schema in SCHEMAS},
    **{f"{each.key}_column": {ui: names[0] for ui, names in each.headers.items()} for each in ROUND.columns},
    "second_column": {ui: f"{names[0]} (fi)" for ui, names in ROUND.column("second").headers.items()},
    "cancelled": STATUSES[Status.CANCELLED],
}


def named_in(ui: str, reader: str, words: str) -> str:
    """The words, with `{contacts}` and the like as the sheet heads them in `ui`, and behind it as the reader would call it."""
    named = {key: _both(names[ui], names[reader]) for key, names in NAMES.items()}
    fixed = {key: _both(names["fi"], names[reader]) for key, names in KUTSUS_TABS.items()}
    return words.format_map(named | fixed)


def _both(headed: str, read: str) -> str:
    named = read if read.startswith("Kutsu") else read[0].lower() + read[1:]
    return headed if headed == read else f"{headed} ({named})"


def chosen(finnish: str, labels: Mapping[str, Texts], ui: str) -> str:
    """The Finnish words of drop-downs, a comma between them, in the language `ui`."""
    words = {each["fi"]: each[ui] for each in labels.values()}
    return ", ".join(words[each] for each in finnish.split(", "))
