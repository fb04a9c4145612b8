"""What residents were told and holds no more, while its change is not out: told to people, and loudly."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Mapping

from kutsu.core.alarms import Alarm, outdated
from kutsu.core.cells.normal import folded
from kutsu.core.changes import untold
from kutsu.core.config import Kind
from kutsu.core.grid import Fault
from kutsu.core.model import Approved, Entry, Session
from kutsu.core.publication import State
from kutsu.core.vanishing import over
from kutsu.ledger.views import Row, Views
from kutsu.survey import Survey

log = logging.getLogger(__name__)


def old_facts(views: Views, survey: Survey, kinds: Mapping[str, Kind], now: dt.datetime) -> list[Alarm]:
    """One alarm per subject of which residents have had old facts for a while."""
    return list(outdated(untold(survey.deliveries, kinds, views.states(now)), now))


def unbacked(
    rows: Iterable[Row], approved: Callable[[], Iterable[Approved]], survey: Survey, now: dt.datetime
) -> dict[str, tuple[str, str]]:
    """The announced sessions that are yet to come and that no sound row backs: why, and where their row is.

    Neither a change nor a cancellation is computed from a row that errs or is not there: nobody but a person can know.
    """
    present = {folded(entry.subject.id): entry for entry in survey.plan.entries}
    announced = {row.subject for row in rows if row.state in (State.SENT, State.HANDED_OVER)}
    suspects = {each for each in announced if (entry := present.get(folded(each))) is None or entry.faulty}
    if not suspects:
        return {}
    contents = {each.content.id: each.content for each in approved()}
    found = {}
    for name in sorted(suspects):
        content = contents.get(name)
        if isinstance(content, Session) and not over(content, now.date()):
            entry = present.get(folded(name))
            found[name] = _row(entry, survey.plan.faults) if entry else ("the row is gone", "")
    return found


def _row(entry: Entry, faults: Iterable[Fault]) -> tuple[str, str]:
    """What is wrong with a row, and its first wrong cell."""
    place = entry.place
    its = [each for each in faults if (each.sheet, each.tab, each.row) == (place.sheet, place.tab, place.row)]
    cell = next((each.cell for each in its if each.severity == "error" and each.cell), f"row {place.row}")
    return "the row has an error", f" ({place.sheet}, {place.tab}, {cell})"


def sound(views: Views, survey: Survey, kinds: Mapping[str, Kind], now: dt.datetime) -> list[Alarm]:
    """Write an ERROR into the log for each; gives them."""
    found = old_facts(views, survey, kinds, now)
    for each in found:
        log.error("%s", each)
    return found
