"""The rows of a survey as their previews tell them: each with what is its own of all that is coming, gone, crowded or faulty."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from kutsu.core.approval import Standing
from kutsu.core.crowding import Crowd, crowds
from kutsu.core.digests import entries
from kutsu.core.grid import Fault
from kutsu.core.layout import retold
from kutsu.core.preview import TO_COME, Gone, Row, row
from kutsu.core.publication import Delivery, State
from kutsu.ledger.views import Row as Entered
from kutsu.survey import Survey


def rows(survey: Survey, known: Sequence[Entered], zone: dt.tzinfo) -> list[Row]:
    """All rows; `known` is what the ledger has of them."""
    planned, gone = defaultdict[str, list[Delivery]](list), _gone(known)
    standings, crowded = defaultdict[str, list[Standing]](list), defaultdict[str, list[Crowd]](list)
    faults = defaultdict[object, list[Fault]](list)
    for delivery in (coming := _coming(survey, known)):
        planned[delivery.subject].append(delivery)
    for standing in survey.standings.values():
        standings[standing.entry.subject.id].append(standing)
    for crowd in crowds([each for each in coming if each.slot > survey.now], zone):
        for subject in sorted({thing[0] for thing in crowd.things}):
            crowded[subject].append(crowd)
    for fault in survey.plan.faults:
        faults[fault.sheet, fault.tab, fault.row].append(fault)
    found = []
    for entry in (*survey.plan.entries, *entries(survey.standings.values())):
        name, place = entry.subject.id, entry.place
        own = faults[place.sheet, place.tab, place.row]
        found.append(row(entry, standings[name], planned[name], gone[name], crowded[name], own, survey.now))
    return found


def _coming(survey: Survey, known: Sequence[Entered]) -> list[Delivery]:
    """What is still to be said as the sheet has it: not out, not too late, and not said before in another layout."""
    states = {each.key: each.state for each in known}
    again = retold(survey.deliveries, states)
    return [
        each
        for each in survey.deliveries
        if states.get(each.key, State.PLANNED) in TO_COME and each.expires > survey.now and each.key not in again
    ]


def _gone(known: Sequence[Entered]) -> dict[str, list[Gone]]:
    """What the ledger has that is not to come, by subject."""
    found = defaultdict[str, list[Gone]](list)
    for each in known:
        if each.state not in TO_COME:
            at = each.settled_at or each.claimed_at
            found[each.subject].append(Gone(each.kind, each.language, each.channel, each.state, at, each.url or ""))
    return found
