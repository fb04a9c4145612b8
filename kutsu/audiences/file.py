"""An audience out of a CSV file (`address,language,consent`) that lies outside the shared sheet."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kutsu.core.errors import Faulty
from kutsu.core.tokens import token

COLUMNS = ("address", "language", "consent")
ADDRESS = re.compile(r"[!#-'*+\-./0-9=?A-Z^_`a-z{|}~]{1,64}@(?=.{4,253}$)([A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")
"""One plain ASCII address with a full domain, without quotes or a name; what SendGrid takes."""


@dataclass(frozen=True)
class Person:
    """One recipient; the address stays out of every repr."""

    address: str = field(repr=False)
    token: str


class FileAudience:
    """The people of one list; the file is read anew each time, so that who left it is not written to again.

    `languages` are those that a row may have; `pepper` is a secret that makes the tokens unguessable.
    """

    def __init__(self, path: Path, languages: Collection[str], pepper: str) -> None:
        self._path, self._languages, self._pepper = path, languages, pepper

    def recipients(self, language: str, topics: Collection[str] = ()) -> list[Person]:  # noqa: ARG002 - the file has none yet
        """Everyone of `language` in the order of the file; an address counts once, whatever its case: its first row.

        Raises `Faulty` with every bad line of the file, by number, without an address.
        """
        return [person for spoken, person in self._people() if spoken == language]

    def people(self, tokens: Collection[str]) -> dict[str, Person]:
        """Those of these who are in the file now; raises as `recipients` does."""
        known = {person.token: person for _, person in self._people()}
        return {token: known[token] for token in tokens if token in known}

    def _people(self) -> Sequence[tuple[str, Person]]:
        """Everyone in the file, with their language."""
        faults: list[str] = []
        people: dict[str, tuple[str, Person]] = {}
        for number, row in self._rows():
            wrong = self._wrong(row)
            faults += [f"{self._path} line {number}: {what}" for what in wrong]
            address = row["address"]
            people.setdefault(address.casefold(), (row["language"], Person(address, token(self._pepper, address))))
        if faults:
            raise Faulty(faults)
        return list(people.values())

    def _rows(self) -> Iterator[tuple[int, Mapping[str, str]]]:
        """Every row with its line number; takes the comma, and the semicolon that spreadsheets write in Finland."""
        try:
            lines = self._path.read_text(encoding="utf-8-sig").splitlines()
            reader = csv.reader(lines, delimiter=";" if lines and ";" in lines[0] else ",")
            rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader]
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise Faulty([f"{self._path}: cannot be read as a UTF-8 text file ({type(error).__name__})"]) from None
        header = [title.casefold() for title in rows[0][1]] if rows else []
        if sorted(header) != sorted(COLUMNS):
            raise Faulty([f"{self._path} line 1: the header must be {','.join(COLUMNS)}"])
        for number, row in rows[1:]:
            if any(row):
                yield number, dict(zip(header, row + [""] * (len(header) - len(row)), strict=False))

    def _wrong(self, row: Mapping[str, str]) -> Iterator[str]:
        """What is wrong with one row."""
        if not ADDRESS.fullmatch(row["address"]):
            yield "the address is not a plain mail address"
        if row["language"] not in self._languages:
            yield f"the language must be one of {', '.join(self._languages)}"
        try:
            dt.date.fromisoformat(row["consent"])
        except ValueError:
            yield "the consent must be the day on which it was given, such as 2026-05-04"
