"""The lists of mail, each opened as its channel's table says: a CSV file, an `.xlsx`, or a Google sheet of its own."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kutsu.audiences.file import FileAudience
from kutsu.audiences.rules import Rules
from kutsu.audiences.sheet import SheetAudience
from kutsu.core.coherence import CHANNELS
from kutsu.core.config import ChannelTable
from kutsu.core.errors import Faulty
from kutsu.core.ports import Clock
from kutsu.settings import Settings, variable
from kutsu.sheets.google import GoogleSheet
from kutsu.sheets.workbook import Workbook

KEY_FILE = "credentials"
"""The secret of a Google sheet: where its service account's key file lies."""

LIST_KEY = "list_credentials"
"""The same for a list."""

KEY_UNSET = "is not set: the path of the service account's key file"

WORKBOOK = ".xlsx"

LIST_FAULTS = 3
"""So many faults of one list are told; a list that is of another make has one in every line."""

SHARED = (
    "this is the shared sheet {!r} of sheets.toml, and no subscriber stands in the shared sheet; "
    "give the list a spreadsheet of its own that only its keepers may open"
)

List = FileAudience | SheetAudience


@dataclass(frozen=True)
class Lists:
    """Opens the lists of a config; `pepper` makes the tokens of their people unguessable."""

    settings: Settings
    pepper: str
    clock: Clock

    def of(self, table: ChannelTable) -> List | None:
        """The list of a channel, None for one without; raises `Faulty` for the staff's shared sheet."""
        options = table.options
        path, spreadsheet = str(options.get("list", "")), str(options.get("spreadsheet", ""))
        if path and spreadsheet:
            raise Faulty([f"[{table.name}] list: there is a spreadsheet too; one list is in one place"])
        if spreadsheet:
            return self._google(table, spreadsheet)
        return self._file(table, self.settings.places.config / path) if path else None

    def all(self) -> Iterator[tuple[List, tuple[str, ...]]]:
        """Every list, each once, with the channels that it serves, retired ones too. Raises `Faulty` as `of` does."""
        tables = self.settings.channels.values()
        found = [(table.name, made) for table in tables if (made := self.of(table))]
        for place in dict.fromkeys(made.place for _, made in found):
            same = [(name, made) for name, made in found if made.place == place]
            yield same[0][1], tuple(name for name, _ in same)

    def missing(self, table: ChannelTable) -> Iterator[str]:
        """What a channel's list lacks: its key, or the first faults in the first rows of its file, by line and without an address.

        This is told at every start: a Google sheet is not asked here, nor a long list read to its end; the channel's own check
        does that before anything is sent.
        """
        where = self.settings.faults.where
        if table.options.get("spreadsheet"):
            path = self.settings.secrets(table.name, [LIST_KEY]).get(LIST_KEY)
            if not path or key_file(Path(path)) is None:
                yield f"{variable(table.name, LIST_KEY)} {unusable(path)} ({where(CHANNELS, table.name, '')})"
            return
        try:
            if made := self.of(table):
                made.glance()
        except Faulty as fault:
            yield from (f"{where(CHANNELS, table.name, 'list')}: {words}" for words in fault.faults[:LIST_FAULTS])

    def _file(self, table: ChannelTable, path: Path) -> List:
        """A list in a file, a workbook by its ending."""
        rules = self._rules(table)
        if path.suffix.lower() != WORKBOOK:
            languages, themes = rules.languages, rules.themes
            return FileAudience(path, languages, self.pepper, themes=themes, audience=table.audience, clock=self.clock)
        shared = {name: Path(each.path).resolve() for name, each in self.settings.sheets.items() if each.path}
        for name, other in shared.items():
            if other == path.resolve():
                raise Faulty([f"[{table.name}] list: {SHARED.format(name)}"])
        book = Workbook(str(path), path, self.clock, self.settings.languages)
        return SheetAudience(book, str(table.options.get("tab", "")), rules, self.pepper, self.clock, dt.timedelta())

    def _google(self, table: ChannelTable, spreadsheet: str) -> SheetAudience:
        """A list in a Google sheet, which is asked for nothing yet."""
        for name, each in self.settings.sheets.items():
            if each.spreadsheet and each.spreadsheet in spreadsheet:  # it may have been given with its address
                raise Faulty([f"[{table.name}] spreadsheet: {SHARED.format(name)}"])
        path = self.settings.secrets(table.name, [LIST_KEY]).get(LIST_KEY)
        base, name = str(table.options.get("list_base", "")), f"list of {table.name}"
        account = (key_file(Path(path)) if path else None) or {}
        sheet = GoogleSheet(name, spreadsheet, account, self.clock, self.settings.languages, base)
        return SheetAudience(sheet, str(table.options.get("tab", "")), self._rules(table), self.pepper, self.clock)

    def _rules(self, table: ChannelTable) -> Rules:
        settings = self.settings
        return Rules(tuple(settings.languages), tuple(settings.city.themes), table.audience)


def key_file(path: Path) -> dict[str, str] | None:
    """What a key file holds, or None for another file; nothing of it is ever shown."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def unusable(path: str | None) -> str:
    """What is wrong with a key file that cannot be used."""
    return f"{path!r} is not a service account's key file" if path else KEY_UNSET
