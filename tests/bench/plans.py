"""A large plan as staff would have typed it: the demo's rows over and over, each with its own id, title and dates, with a little mess."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kutsu.core.columns import PILOTS, SCHEMAS, SESSIONS, Columns, TabSchema, find_columns, find_tab
from kutsu.core.config import Language
from kutsu.core.grid import Book, Cell, Tab
from kutsu.sheets.build import build_plan
from kutsu.sheets.serials import shown
from tests.campaign.world import ROOT, TODAY

SEED = 7
TICKED = 0.6
"""The share of rows that are ticked, in every language."""
MESS = 0.01
"""The share of rows in which staff typed something that nobody can take as it is."""
AHEAD = 180
"""Days over which the dates are spread, from today on."""

SLIPS: Mapping[str, Sequence[tuple[str, str]]] = {
    PILOTS.key: [("recruit", "6.11."), ("testers", "paljon"), ("join", "www.espoo.example"), ("title.sv", "tulee")],
    SESSIONS.key: [("day", "6/11/2026"), ("start", "17,3"), ("venue", "Kirjasto"), ("languages", "kaikki")],
}
"""What is typed where in a row of the mess, by tab."""


@dataclass(frozen=True)
class Copier:
    """Makes many rows of the few complete ones of a tab."""

    schema: TabSchema
    columns: Columns
    models: Sequence[Sequence[Cell]]
    chance: random.Random
    pilots: int

    def row(self, number: int, *, ticked: bool) -> tuple[Cell, ...]:
        """The row of that number, counted from 1; the same for the same seed, but for its ticks."""
        cells = list(self.models[number % len(self.models)])
        cells += [Cell()] * (len(self.columns) - len(cells))
        for key, cell in self._own(number):
            cells[self.columns[key]] = cell
        shift = dt.timedelta(days=self.chance.randrange(AHEAD))
        for index in (
            self.columns[key]
            for key in ("announce", "recruit", "deadline", "start", "end", "day")
            if key in self.columns
        ):
            cells[index] = _later(cells[index], shift)
        if self.chance.random() < MESS:
            key, text = self.chance.choice(SLIPS[self.schema.key])
            cells[self.columns[key]] = _text(text)
        if self.chance.random() < TICKED and ticked:
            for key in (key for key in self.columns if key.startswith("approve.")):
                cells[self.columns[key]] = Cell(True, "TOSI")
        return tuple(cells)

    def _own(self, number: int) -> Iterator[tuple[str, Cell]]:
        """What no other row has: its id, and its titles."""
        model = self.models[number % len(self.models)]
        yield "id", _text(f"{'INFO' if self.schema is SESSIONS else 'PILOT'}-{number:04}")
        for key, index in self.columns.items():
            if key.startswith("title."):
                yield key, _text(f"{model[index].raw} {number}")
        if self.schema is SESSIONS:
            yield "pilots", _text(f"PILOT-{self.chance.randrange(self.pilots) + 1:04}")


def large(pilots: int, sessions: int, languages: Mapping[str, Language], *, ticked: bool) -> Book:
    """A book with so many pilots and sessions, the demo's venues, contacts and round, seen from the demo's day."""
    demo = build_plan(ROOT / "config/demo/plan", TODAY, languages)
    chance = random.Random(SEED)
    counts = {PILOTS.key: pilots, SESSIONS.key: sessions}
    tabs = [_grown(demo, schema, counts, chance, languages, ticked) for schema in SCHEMAS]
    return replace(demo, tabs=tuple(tabs))


def _grown(
    demo: Book,
    schema: TabSchema,
    counts: Mapping[str, int],
    chance: random.Random,
    languages: Mapping[str, Language],
    ticked: bool,
) -> Tab:
    """One tab of the demo with as many rows as are wanted of it."""
    tab = find_tab(demo, schema)
    assert tab is not None
    if schema.key not in counts:
        return tab
    columns, _ = find_columns(tab, schema, languages)
    models = [row for row in tab.rows[1:] if _whole(row, columns)]
    copier = Copier(schema, columns, models, chance, counts[PILOTS.key])
    rows = (copier.row(number, ticked=ticked) for number in range(1, counts[schema.key] + 1))
    return replace(tab, rows=(tab.rows[0], *rows))


def _whole(row: Sequence[Cell], columns: Columns) -> bool:
    """Whether a row of the demo has a title in every language, a contact, and its start and end in cells made for them."""
    wanted = [key for key in columns if key.startswith("title.") or key == "contact"]
    formatted = all(columns[key] < len(row) and isinstance(row[columns[key]].raw, float) for key in ("start", "end"))
    return formatted and all(row[columns[key]].shown for key in wanted)


def _text(text: str) -> Cell:
    return Cell(text, text)


def _later(cell: Cell, shift: dt.timedelta) -> Cell:
    """A date moved; any other cell as it is."""
    if cell.format != "date" or not isinstance(cell.raw, float):
        return cell
    moved = cell.raw + shift.days
    return Cell(moved, shown(moved, "date"), "date")
