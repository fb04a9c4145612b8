"""The one way in: a cell and its column -> a reading, by the grammar that the column names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from kutsu.core.cells import addresses, choices, dates, moments, texts, ticks, times
from kutsu.core.cells.normal import plain, typed
from kutsu.core.cells.reading import Reading, seen, wrong
from kutsu.core.columns.shape import Column, Read
from kutsu.core.grid import Cell
from kutsu.core.model import Texts

_ERROR = re.compile(
    r"#(?:n/a|[a-zåäö_ /]{2,}[!?]|puuttuu!?|ei_?saatavilla!?|saknas!?|error|virhe|fel!?)", re.IGNORECASE
)


EMPTY = Reading[object]()
"""What an empty cell says, and one that nobody reads."""


@dataclass(frozen=True)
class Words:
    """What the grammars must know besides the cell: the labels of the choices and the names of the languages."""

    choices: Mapping[str, Mapping[str, Texts]]
    languages: Mapping[str, tuple[str, ...]]

    @cached_property
    def choice_forms(self) -> Mapping[str, Mapping[str, str]]:
        """The key of every choice by its key and labels as they are compared, per column."""
        spoken = {
            column: {key: (key, *label.values()) for key, label in labels.items()}
            for column, labels in self.choices.items()
        }
        return {column: choices.forms(names) for column, names in spoken.items()}

    @cached_property
    def language_forms(self) -> Mapping[str, str]:
        """The key of every language by its names as they are compared."""
        return choices.forms(self.languages)


def read_cell(cell: Cell, column: Column, header: str, now: dt.datetime, words: Words) -> Reading[object]:
    """The value of one cell under `column`, whose `header` as written stands in messages.

    `now` (aware, in the city's zone) only serves the guess of a missing year. An empty cell has no value and no remark;
    what is wrong is in the remark, and nothing is ever raised.
    """
    if column.read is Read.REMARK:
        return EMPTY
    text = plain(typed(cell))
    if column.read is not Read.TICK and (cell.raw is False or not (text or cell.formula)):
        return EMPTY
    if text.startswith("#") and not isinstance(cell.raw, bool) and _ERROR.fullmatch(text):
        return wrong("cell-error", seen=seen(cell))
    if cell.formula and not text:
        return wrong("formula-empty")
    return _grammar(column, header, now.date(), words)(cell)


def _grammar(column: Column, header: str, today: dt.date, words: Words) -> Callable[[Cell], Reading[object]]:
    key, long = column.key, column.read is Read.LONG
    match column.read:
        case Read.DATE:
            return lambda cell: dates.date(cell, today)
        case Read.MOMENT:
            bounds = times.EMBARGO if key == "embargo" else times.START
            return lambda cell: moments.moment(cell, today, bounds)
        case Read.SPAN:
            return lambda cell: moments.span(cell, today)
        case Read.TICK:
            return lambda cell: ticks.tick(cell, "approve-unclear" if key == "approve" else "tick-unclear")
        case Read.CHOICE:
            return lambda cell: choices.choice(cell, words.choice_forms[key], words.choices[key])
        case Read.LANGUAGES:
            return lambda cell: choices.languages(cell, words.language_forms)
        case Read.TEXT | Read.LONG | Read.NAME:
            return lambda cell: texts.text(cell, header, long, single_language=column.texts)
        case _:
            return _PLAIN[column.read]


_PLAIN: Mapping[Read, Callable[[Cell], Reading[object]]] = {
    Read.TIME: times.time,
    Read.LINK: addresses.link,
    Read.EMAIL: addresses.email,
    Read.PHONE: addresses.phone,
    Read.POSTCODE: addresses.postcode,
    Read.NUMBER: choices.number,
    Read.ID: choices.identity,
    Read.IDS: choices.identities,
    Read.TABLE_ID: choices.table_id,
    Read.AS_TYPED: choices.as_typed,
}
