"""What a row of a list may say, and everything that is wrong with one, never quoting from it: an address may stand anywhere."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

ADDRESS = re.compile(r"[!#-'*+\-./0-9=?A-Z^_`a-z{|}~]{1,64}@(?=.{4,253}$)([A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}")
"""One plain ASCII address with a full domain, without quotes or a name; what SendGrid takes."""

GROUPS: Mapping[str, str] = {
    "resident": "residents",
    "staff": "staff",
    "partner": "partners",
    "company": "companies",
    "association": "associations",
}
"""What a row calls its group, and the audience that it belongs to."""

NO_ADDRESS = "the address is not a plain mail address"

_SEPARATORS = re.compile(r"[\s,;]+")


@dataclass(frozen=True)
class Reader:
    """What a reader is picked by: the language, and the topics that they chose; whoever chose none reads all."""

    language: str
    topics: frozenset[str] = frozenset()

    def wants(self, language: str, topics: Collection[str]) -> bool:
        """Whether mail in this language about these topics is for them; mail about nothing in particular is for all."""
        return self.language == language and (not topics or not self.topics or not self.topics.isdisjoint(topics))


@dataclass(frozen=True)
class Rules:
    """What is right in one list: its languages, the themes that may be chosen, and the audience of its channel (empty: any)."""

    languages: tuple[str, ...]
    themes: tuple[str, ...] = ()
    audience: str = ""


class Judge:
    """Holds the rows under one header against the rules, as of `today`; without a today no consent can be in the future."""

    def __init__(self, rules: Rules, columns: Mapping[str, int], today: dt.date | None) -> None:
        self._rules, self._columns, self._today = rules, columns, today
        self._address, self._width = columns["address"], 1 + max(columns.values())
        self._said: dict[tuple[str, ...], tuple[Sequence[str], Reader]] = {}

    def judge(self, row: Sequence[str]) -> tuple[Sequence[str], str, Reader]:
        """What is wrong with one row, its address, and whom it describes. Most rows say beside their address what others said."""
        rest = (*row[: self._address], *row[self._address + 1 :])
        if rest not in self._said:
            self._said[rest] = tuple(self._wrong(row)), self._reader(row)
        wrong, reader = self._said[rest]
        address = self._cell(row, "address")
        return wrong if ADDRESS.fullmatch(address) else (NO_ADDRESS, *wrong), address, reader

    def _cell(self, row: Sequence[str], column: str) -> str:
        """One cell of a row, empty where the row or the list has none."""
        place = self._columns.get(column, len(row))
        return row[place].strip() if place < len(row) else ""

    def _reader(self, row: Sequence[str]) -> Reader:
        return Reader(self._language(row), self._topics(row))

    def _language(self, row: Sequence[str]) -> str:
        """The language of a row as the list knows it, whatever its case; empty for one that it does not know."""
        typed = self._cell(row, "language").casefold()
        return next((key for key in self._rules.languages if key.casefold() == typed), "")

    def _topics(self, row: Sequence[str]) -> frozenset[str]:
        """The themes that a row names."""
        return frozenset(_SEPARATORS.split(self._cell(row, "topics").casefold())) - {""}

    def _wrong(self, row: Sequence[str]) -> Iterator[str]:
        """What is wrong with one row beside its address."""
        rules = self._rules
        if not self._language(row):
            yield f"the language must be one of {', '.join(rules.languages)}"
        yield from self._consent(self._cell(row, "consent"))
        if not self._topics(row) <= {*rules.themes}:
            yield f"the topics must be of {', '.join(rules.themes)}, with a blank or a comma between them"
        group = self._cell(row, "group").casefold()
        if group and group not in GROUPS:
            yield f"the group must be one of {', '.join(GROUPS)}"
        elif group and rules.audience not in ("", group, GROUPS[group]):
            yield f"the group {group} is not that of this list, which is for {rules.audience}"
        if any(map(str.strip, row[self._width :])):
            yield "there are more cells than columns; several topics stand between quotes, or with blanks between them"

    def _consent(self, typed: str) -> Iterator[str]:
        """What is wrong with the day of a consent."""
        try:
            day = dt.date.fromisoformat(typed)
        except ValueError:
            yield "the consent must be the day on which it was given, such as 2026-05-04"
            return
        if self._today and day > self._today:
            yield "the consent is in the future; it is the day on which it was given"
