"""A session's row held against what was approved under its id: rows sorted apart, and dates edited into the past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kutsu.core.cells.names import clock, dotted
from kutsu.core.cells.normal import folded
from kutsu.core.columns import SESSIONS
from kutsu.core.messages import remark
from kutsu.core.model import Approved, Session
from kutsu.core.plan.row import Row
from kutsu.core.plan.timing import FINISHED


def check_remembered(row: Row) -> None:
    """Tell where an id stands on quite another session than before, and where a date was not past by itself.

    A row whose approved date passes by is done; a past date that nobody approved is new or was edited in.
    """
    if row.season.approved is None or row.schema is not SESSIONS:
        return
    before = row.season.approved_by_id.get(row.id, [])
    if before and all(_another(row, each) for each in before):
        row.tell("id", remark("id-sorted-apart", seen=row.id))
    day = row.values.get("day")
    if isinstance(day, dt.date) and "day" not in row.failed and row.values.get("status") not in FINISHED:
        known = [each.content for each in before if isinstance(each.content, Session)]
        if day < row.season.today and all(each.day != day for each in known):
            row.tell("day", remark("date-past", day=dotted(day)))
        elif day == row.season.today:
            _check_hours(row, day, known)


def _check_hours(row: Row, day: dt.date, known: Sequence[Session[str]]) -> None:
    """Tell of a session that was approved for another moment and would be over today: nobody could be told of that in time."""
    start, end = row.values.get("start"), row.values.get("end")
    if not (isinstance(start, dt.time) and isinstance(end, dt.time) and end <= row.season.now.time()):
        return
    if known and all((each.day, each.start) != (day, start) for each in known):
        row.tell("start", remark("time-past", day=dotted(day), time=clock(start)))


def _another(row: Row, approved: Approved) -> bool:
    """Whether title, date and place are all others than those that were approved; an error in one proves nothing."""
    content = approved.content
    keys = (f"title.{approved.language}", "day", "venue", "online")
    if not isinstance(content, Session) or row.failed & set(keys):
        return False
    places = {folded(text) for text in (content.online or "",) if text}
    if content.venue:
        places |= {folded(content.venue.id), folded(content.venue.name)}
    now = {folded(str(row.values[key])) for key in ("venue", "online") if key in row.values}
    title = folded(str(row.values.get(keys[0], "")))
    return title != folded(content.title) and row.values.get("day") != content.day and places.isdisjoint(now)
