"""What reading one cell gives: a value, nothing, or what is wrong with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from kutsu.core.cells.normal import plain, typed
from kutsu.core.grid import Cell
from kutsu.core.messages import Remark, Word, remark

V = TypeVar("V", covariant=True)
W = TypeVar("W")

QUOTED = 60
"""A cell is quoted to its editor up to this many characters."""


@dataclass(frozen=True)
class Reading(Generic[V]):
    """OK (a value, or an empty cell), a note (a value and what was understood), or an error (no value)."""

    value: V | None = None
    remark: Remark | None = None

    @property
    def error(self) -> bool:
        """Whether the cell cannot be taken as it is."""
        return self.remark is not None and self.remark.error

    def then(self, step: Callable[[V], W]) -> Reading[W]:
        """The same reading with its value turned into another."""
        return Reading(None if self.value is None else step(self.value), self.remark)


@dataclass(frozen=True)
class When:
    """A day, a time, or both: what one cell may say about when something is."""

    day: dt.date | None = None
    start: dt.time | None = None
    end: dt.time | None = None


def wrong(code: str, **words: Word) -> Reading[V]:
    """A cell in error."""
    return Reading(None, remark(code, **words))


def seen(cell: Cell) -> str:
    """A cell as it is quoted in a message."""
    return quoted(typed(cell))


def quoted(text: str) -> str:
    """A text as it is quoted in a message: one line, cut when long."""
    line = plain(text)
    return line if len(line) <= QUOTED else line[: QUOTED - 1] + "…"
