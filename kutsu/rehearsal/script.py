"""The script of a rehearsal: what staff and operators do and when, out of a TOML file that is checked whole before anything is played.

Each `[[edits]]` has `at`, a remark `who` if wanted, and one deed, named by its key:

    at = "today+3 09:10"          # or 2026-11-26 09:10; relative days count from the first day of the rehearsal
    who = "Maija"
    set = { tab = "sessions", id = "INFO-07", values = { day = "next monday+15", start = 17:30:00 } }
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from kutsu.core.columns import SCHEMAS, keys
from kutsu.core.config import Language
from kutsu.core.errors import Faulty
from kutsu.rehearsal import orders
from kutsu.rehearsal.deeds import Deed
from kutsu.sheets.relative import resolved

WHEN = re.compile(r"(.+?)[ T](\d\d?)[:.](\d\d)")
TABS = {schema.key: schema for schema in SCHEMAS}
DEEDS = orders.DEEDS
EXAMPLE = 'write for example at = "2026-12-01 09:10" or at = "today+8 09:10"'


@dataclass(frozen=True)
class Scripted:
    """One deed of the script, by its number there (from 1), at an instant, done by somebody."""

    number: int
    at: dt.datetime
    who: str
    deed: Deed

    def __str__(self) -> str:
        return f"{self.who}: {self.deed}" if self.who else str(self.deed)


@dataclass
class Reading:
    """How a script is read: the first day, the zone, the languages, and the faults that were found so far."""

    today: dt.date
    zone: ZoneInfo
    languages: Mapping[str, Language]
    faults: list[str] = field(default_factory=list)

    def all(self, entries: object) -> Iterator[Scripted]:
        """Every entry that is well, in the order of the file; what is not is told."""
        if not isinstance(entries, list):
            self.faults.append("write each edit as a table [[edits]]")
            return
        for number, entry in enumerate(entries, start=1):
            before = len(self.faults)
            made = self._one(number, entry) if isinstance(entry, dict) else None
            if made is None and len(self.faults) == before:
                self.faults.append(f"edit {number}: expected a table")
            if made:
                yield made

    def _one(self, number: int, entry: Mapping[str, Any]) -> Scripted | None:
        """One entry, or None when something of it is wrong."""
        names = set(entry) - {"at", "who"}
        at, deed = self._at(entry.get("at")), None
        if at is None:
            self._tell(number, f"at = {entry.get('at')!r} is no moment; {EXAMPLE}")
        if len(names) != 1 or not names <= DEEDS.keys():
            self._tell(number, f"says {', '.join(sorted(names)) or 'nothing'}; write one of {', '.join(sorted(DEEDS))}")
        else:
            name = names.pop()
            deed = self._deed(number, name, entry[name])
        return Scripted(number, at, str(entry.get("who", "")), deed) if at and deed else None

    def _at(self, value: object) -> dt.datetime | None:
        """An instant of the city's zone; relative days count from the first one."""
        if isinstance(value, dt.datetime):
            return value if value.tzinfo else value.replace(tzinfo=self.zone)
        found = WHEN.fullmatch(value) if isinstance(value, str) else None
        try:
            day = found and (resolved(found[1], self.today) or dt.date.fromisoformat(found[1]))
            return dt.datetime.combine(day, dt.time(int(found[2]), int(found[3])), self.zone) if found and day else None
        except ValueError:
            return None

    def _deed(self, number: int, name: str, value: object) -> Deed | None:
        """A deed out of its table, strictly: a key that nobody reads is a fault."""
        try:
            deed: Deed = TypeAdapter(DEEDS[name]).validate_python(value)
        except ValidationError as error:
            for problem in error.errors():
                place = ".".join(map(str, problem["loc"]))
                self._tell(number, f"{name} {place}: {problem['msg']}".replace(" :", ":"))
            return None
        wrong = list(_unknown(deed, self.languages))
        for words in wrong:
            self._tell(number, f"{name}: {words}")
        return None if wrong else deed

    def _tell(self, number: int, words: str) -> None:
        self.faults.append(f"edit {number}: {words}")


def read_script(path: Path, today: dt.date, zone: ZoneInfo, languages: Mapping[str, Language]) -> list[Scripted]:
    """The script of a file in the order of time; raises `Faulty` with every fault of it, by the number of its entry."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise Faulty([f"{path}: {error}"]) from error
    reading = Reading(today, zone, languages)
    if strange := table.keys() - {"edits"}:
        reading.faults.append(f"{', '.join(sorted(strange))} is not known; write each edit as a table [[edits]]")
    script = list(reading.all(table.get("edits", [])))
    for before, after in pairwise(script):
        if after.at < before.at:
            reading.faults.append(f"edit {after.number}: is earlier than edit {before.number}; write them in order")
    if reading.faults:
        raise Faulty([f"{path}: {fault}" for fault in reading.faults])
    return script


def _unknown(deed: Deed, languages: Mapping[str, Language]) -> Iterator[str]:
    """What a deed names that no sheet has: a tab, a column, a language."""
    tab = getattr(deed, "tab", "")
    if tab and tab not in TABS:
        yield f"there is no tab {tab!r}; known are {', '.join(TABS)}"
        return
    known = {key for key, _, _ in keys(TABS[tab], languages)} if tab else set()
    for key in deed.columns():
        if key not in known:
            yield f"the tab {tab} has no column {key!r}; write for example title.fi"
    for language in getattr(deed, "languages", ()):
        if language not in languages:
            yield f"there is no language {language!r}; known are {', '.join(languages)}"
