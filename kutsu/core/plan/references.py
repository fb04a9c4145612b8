"""From ids in cells to the rows that they mean: venues, contacts, rounds and pilots, wherever in the sheets they stand."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any, TypeVar

from kutsu.core.cells.normal import folded
from kutsu.core.cells.reading import quoted
from kutsu.core.messages import remark
from kutsu.core.model import Contact, Reference, Texts, Venue
from kutsu.core.plan.row import Row

S = TypeVar("S")


class Table:
    """The rows of one tab over all sheets, found by id, or by a name that only one of them has."""

    def __init__(self, title: str, rows: Sequence[Row], names: str = "") -> None:
        """`title` names the tab in messages; `names` is the text column by which its rows are called."""
        self.title = title
        self._by_id = {folded(row.id): row for row in rows if row.id}
        self._ids = [row.id for row in rows if row.id]
        self._near: dict[str, str] = {}
        named: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            for name in {folded(text) for text in row.text(names).values()} if names else ():
                named[name].append(row)
        self._by_name = {name: found[0] for name, found in named.items() if len(found) == 1}

    def find(self, row: Row, key: str, wanted: str) -> Row | None:
        """The row that `wanted` means, or none, and `row` is told under `key` what is near."""
        found = self._by_id.get(folded(wanted)) or self._by_name.get(folded(wanted))
        if found is None:
            row.tell(
                key, remark("reference-unknown", seen=quoted(wanted), tab=self.title, nearest=self._nearest(wanted))
            )
        return found

    def _nearest(self, wanted: str) -> str:
        """The id that looks most like `wanted`; looked for once, as many rows may name the same row that is gone."""
        if wanted not in self._near:
            self._near[wanted] = next(iter(difflib.get_close_matches(wanted[:64], self._ids, n=1, cutoff=0)), "–")
        return self._near[wanted]


def link(row: Row, key: str, table: Table, build: Callable[[Row], S | None], shown: Sequence[str]) -> tuple[S, ...]:
    """What the ids under `key` mean, each built; `shown` are the texts of theirs that stand in this row's publications."""
    wanted = row.values.get(key, ())
    built: list[S] = []
    for name in (wanted,) if isinstance(wanted, str) else wanted:
        target = table.find(row, key, name)
        thing = build(target) if target else None
        if target and thing is None:
            place = f"{target.place.sheet}: {target.place.tab} {target.place.row}"
            row.tell(key, remark("reference-faulty", seen=quoted(name), place=place))
        elif target and thing is not None:
            built.append(thing)
            row.links.setdefault(key, []).extend(target.text(text) for text in shown)
    return tuple(built)


def reference(row: Row) -> Reference[Texts] | None:
    """Another subject, by id and title, if these two are well."""
    wrong = row.failed & {"id", *(f"title.{language}" for language in row.season.required)}
    return None if wrong else Reference(row.id, row.text("title"))


def venue(row: Row) -> Venue[Texts] | None:
    """The venue of a row of *Venues*, if nothing holds it."""
    return None if row.held else Venue(**fields_of(row, Venue))


def contact(row: Row) -> Contact[Texts] | None:
    """The contact of a row of *Contacts*, if nothing holds it."""
    return None if row.held else Contact(**fields_of(row, Contact))


def fields_of(row: Row, model: type[Any]) -> dict[str, Any]:
    """The values of a row by the fields of a model class, texts with all their languages; what is empty is left out."""
    names = {field.name for field in fields(model)}
    found: dict[str, Any] = {}
    for column in row.schema.columns:
        value = row.text(column.key) if column.texts else row.values.get(column.key)
        if column.key in names and value is not None and (value != {} or column.needed):
            found[column.key] = value
    return found
