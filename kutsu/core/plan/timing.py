"""Dates and times of a row, put together and held against each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kutsu.core.cells import dates, moments
from kutsu.core.cells.names import clock, day_words
from kutsu.core.cells.reading import When
from kutsu.core.columns import SESSIONS, Read
from kutsu.core.messages import Word, remark
from kutsu.core.model import Stage, Status
from kutsu.core.plan.row import Row

FINISHED = frozenset({Status.HELD, Status.CANCELLED, Stage.ENDED, Stage.DROPPED})
IN_ORDER = (("start", "end"), ("recruit", "deadline"), ("deadline", "day"), ("doors", "start"))
"""The second of these is never before the first."""


def settle(row: Row) -> None:
    """Turn what the cells say into plain dates and times and an instant for the embargo, then tell what cannot be."""
    _settle_session(row)
    _settle_embargo(row)
    _settle_changes_of_clock(row)
    for key in _days(row):
        told = dates.plausible(row.values[key], row.season.today, _oldest(row, key))
        if told:
            row.tell(key, told)
    for earlier, later in IN_ORDER:
        _in_order(row, earlier, later)


def _settle_session(row: Row) -> None:
    """Day, start and end may stand in one, two or three cells; where two say something, they must say the same."""
    said: dict[str, tuple[str, dt.date | dt.time]] = {}
    for key in ("day", "start", "end"):
        value = row.values.pop(key, None) if row.schema is SESSIONS else None
        for part, found in _parts(key, value):
            first, other = said.setdefault(part, (key, found))
            if other != found:
                words = {
                    "first": row.header(first),
                    "second": row.header(key),
                    "one": _written(other),
                    "other": _written(found),
                }
                row.tell(key, remark("cells-disagree", **words))
    row.values.update({part: value for part, (_, value) in said.items()})


def _parts(key: str, value: object) -> Iterator[tuple[str, dt.date | dt.time]]:
    parts = {"day": value.day, "start": value.start, "end": value.end} if isinstance(value, When) else {key: value}
    yield from ((part, found) for part, found in parts.items() if isinstance(found, dt.date | dt.time))


def _settle_embargo(row: Row) -> None:
    """A day alone holds until it begins."""
    when = row.values.pop("embargo", None)
    if isinstance(when, When) and when.day:
        reading = moments.instant(when.day, when.start or dt.time(), row.season.city.zoneinfo)
        if reading.remark:
            row.tell("embargo", reading.remark)
        if reading.value:
            row.values["embargo"] = reading.value


def _settle_changes_of_clock(row: Row) -> None:
    day = row.values.get("day")
    for key in ("doors", "start", "end"):
        time = row.values.get(key)
        if isinstance(day, dt.date) and isinstance(time, dt.time):
            told = moments.instant(day, time, row.season.city.zoneinfo).remark
            if told:
                row.tell(key, told)


def _days(row: Row) -> list[str]:
    """The columns in which a date stands, other than the embargo's."""
    dated = [column.key for column in row.schema.columns if column.read in (Read.DATE, Read.MOMENT)]
    return [key for key in dated if key != "embargo" and key in row.values]


def _oldest(row: Row, key: str) -> dt.timedelta | None:
    """How long ago a date of this row may be: a season for what is ahead, three years for what runs, ever for what is over.

    Where it is remembered what was approved, that decides of the day of a session (`remembered`).
    """
    state = row.values.get("status") or row.values.get("stage")
    if state in FINISHED or (key == "day" and row.schema is SESSIONS and row.season.approved is not None):
        return None
    return dates.FAR if state == Stage.RUNNING else dates.OLD


def _in_order(row: Row, earlier: str, later: str) -> None:
    early, late = row.values.get(earlier), row.values.get(later)
    if early is None or late is None:
        return
    if late < early or (late == early and isinstance(late, dt.time) and later == "end"):
        names = {"earlier": row.header(earlier), "later": row.header(later)}
        row.tell(later, remark("before", **names, early=_written(early), late=_written(late)))


def _written(value: dt.date | dt.time) -> Word:
    return clock(value) if isinstance(value, dt.time) else day_words(value)
