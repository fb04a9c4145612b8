"""One row of the sheet while it is read: its values, what was said about its cells, and whether that holds it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from kutsu.core.cells import ticks
from kutsu.core.cells.read import Words, read_cell
from kutsu.core.cells.texts import is_translation
from kutsu.core.columns import SCHEMAS, STAFF_LANGUAGES, Columns, Read, TabSchema, address, header, keys
from kutsu.core.columns.labels import choices, spoken
from kutsu.core.config import City, Language
from kutsu.core.grid import Cell, Fault, Place
from kutsu.core.messages import Remark, remark
from kutsu.core.model import Approved, Texts

Pictures = Mapping[str, Remark | None]
"""The addresses of pictures that were looked at, each with what is wrong there, or None where the picture is kept."""


@dataclass(frozen=True)
class Season:
    """What a plan is read against: the languages and the city from config, and the present (aware, in the city's zone).

    Without `pictures` nobody fetches any, and nothing is said of them; without `approved` nobody remembers what was approved.
    """

    languages: Mapping[str, Language]
    city: City
    now: dt.datetime
    words: Words
    pictures: Pictures | None = None
    approved: Sequence[Approved] | None = None

    @classmethod
    def at(
        cls, now: dt.datetime, languages: Mapping[str, Language], city: City, pictures: Pictures | None = None
    ) -> Season:
        """The season as it is `now`."""
        words = Words(choices(city.themes), spoken(languages))
        return cls(languages, city, now.astimezone(city.zoneinfo), words, pictures)

    @property
    def today(self) -> dt.date:
        """The city's day."""
        return self.now.date()

    @cached_property
    def text_columns(self) -> Mapping[tuple[str, str], Sequence[tuple[str, str]]]:
        """Per tab and language its text columns: the key of each (`title.fi`), and the part of it before the language."""
        found: dict[tuple[str, str], list[tuple[str, str]]] = {
            (schema.key, language): [] for schema in SCHEMAS for language in self.languages
        }
        for schema in SCHEMAS:
            for key, column, language in keys(schema, self.languages):
                if language and column.read is not Read.TICK:
                    found[schema.key, language].append((key, column.key))
        return found

    @cached_property
    def approved_by_id(self) -> Mapping[str, Sequence[Approved]]:
        """What is remembered of each subject, in every language."""
        found: dict[str, list[Approved]] = {}
        for each in self.approved or ():
            found.setdefault(each.content.id, []).append(each)
        return found

    @cached_property
    def required(self) -> list[str]:
        """The languages without which nothing is published."""
        return [key for key, language in self.languages.items() if language.required]


@dataclass
class Row:
    """A row being read: values by column key (`title.fi`, `day`), remarks by column key, and links to other rows.

    `links` holds, per referring column, the texts of the other row that are shown with this one. `machine` are the
    languages of which a text is a machine's and was checked by a person.
    """

    place: Place
    schema: TabSchema
    season: Season
    columns: Columns
    headers: list[str]
    values: dict[str, Any] = field(default_factory=dict)  # a cell's value is of its column's type; models check it
    remarks: list[tuple[str, Remark]] = field(default_factory=list)
    failed: set[str] = field(default_factory=set)
    links: dict[str, list[Texts]] = field(default_factory=dict)
    machine: set[str] = field(default_factory=set)

    def read(self, cells: tuple[Cell, ...]) -> Row:
        """Take in the cells of this row, each by its column's grammar."""
        for key, index in self.columns.items():
            cell = cells[index] if index < len(cells) else Cell()
            if self._checked(key, cell, cells):
                cell = replace(cell, formula="")
                self.machine.add(key.partition(".")[2])
                self.tell(key, remark("text-machine"))
            reading = read_cell(cell, self.schema.column(key), self.headers[index], self.season.now, self.season.words)
            if reading.value is not None:
                self.values[key] = reading.value
            if reading.remark:
                self.tell(key, reading.remark)
        return self

    def _checked(self, key: str, cell: Cell, cells: Sequence[Cell]) -> bool:
        """Whether a cell is a translation formula that a person ticked as checked; where a language is required, none will do."""
        language = key.partition(".")[2]
        tick = self.columns.get(f"checked.{language}")
        if tick is None or tick >= len(cells) or self.season.languages[language].required:
            return False
        return is_translation(cell) and bool(ticks.tick(cells[tick]).value)

    def tell(self, key: str, told: Remark) -> None:
        """Say something about the cell under `key`."""
        self.remarks.append((key, told))
        if told.error:
            self.failed.add(key)

    @property
    def id(self) -> str:
        """The row's id, or nothing."""
        return str(self.values.get("id", ""))

    def text_columns(self, language: str) -> Sequence[tuple[str, str]]:
        """Every text column of a language: its key (`title.fi`), and the part of it before the language."""
        return self.season.text_columns[self.schema.key, language]

    def text(self, base: str) -> dict[str, str]:
        """A text in every language in which it is there."""
        found = {language: self.values.get(f"{base}.{language}") for language in self.season.languages}
        return {language: text for language, text in found.items() if text is not None}

    @property
    def ticks(self) -> frozenset[str]:
        """The languages ticked for publishing."""
        return frozenset(language for language in self.season.languages if self.values.get(f"approve.{language}"))

    @property
    def half(self) -> frozenset[str]:
        """The languages that have one of two ticks, whichever it is, where the sheet has columns for second ticks."""
        paired = frozenset(language for language in self.season.languages if f"second.{language}" in self.columns)
        second = frozenset(language for language in paired if self.values.get(f"second.{language}"))
        return paired & (self.ticks ^ second)

    @property
    def held(self) -> bool:
        """Whether an error holds the whole row; one in a column of an optional language holds that language alone."""
        return any(self._of_all(key) for key in self.failed)

    def header(self, key: str) -> str:
        """The header of a column as it is written in this sheet, or as Kutsu would write it."""
        if key in self.columns:
            return self.headers[self.columns[key]]
        return header(self.schema.column(key), STAFF_LANGUAGES[0], key.partition(".")[2] or None)

    def named(self, names: Iterable[str]) -> str:
        """Several columns as they are written in this sheet."""
        return ", ".join(self.header(key) for key in names)

    def faults(self) -> Iterator[Fault]:
        """Everything that was said about this row, with its cells."""
        for key, told in self.remarks:
            index = self.columns.get(key)
            cell = None if index is None else address(self.place.row, index)
            severity = "error" if told.error else "note"
            place = self.place
            yield Fault(place.sheet, place.tab, place.row, self.header(key), cell, severity, told.code, told.message)

    def _of_all(self, key: str) -> bool:
        language = self.season.languages.get(key.partition(".")[2])
        return language is None or language.required
