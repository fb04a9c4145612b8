"""Until when time alone changes nothing of what a pull says and does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from kutsu.core.model import Plan, Session
from kutsu.core.publication import Delivery
from kutsu.core.schedule import Rules
from kutsu.core.slots import Opening


def same_until(plan: Plan, planned: Iterable[Delivery], rules: Rules, now: dt.datetime) -> dt.datetime:
    """The first moment after `now` (aware) at which the same sheets and the same ledger can mean something else.

    That is a slot or the end of a window, the moments between which something is handed over to its provider, the begin or end
    of a session, a border of the quiet hours, and every full hour of the city's clock, with which its days begin.
    """
    return min(moment for moment in _moments(plan, planned, rules, now) if moment > now)


def _moments(plan: Plan, planned: Iterable[Delivery], rules: Rules, now: dt.datetime) -> Iterator[dt.datetime]:
    """All such moments, past ones too."""
    local, opening = now.astimezone(rules.city.zoneinfo), Opening(rules.city, rules.holidays)
    yield (
        now
        + dt.timedelta(hours=1)
        - dt.timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    )
    for day in (local.date(), local.date() + dt.timedelta(days=1)):
        yield from (opening.instant(day, time) for time in (rules.city.quiet_from, rules.city.quiet_until))
    for subject in (entry.subject for entry in plan.entries):
        if isinstance(subject, Session):
            yield from (opening.instant(subject.day, time) for time in (subject.start, subject.end))
    for each in planned:
        yield from (each.begins, each.last_call, each.slot, each.expires)
