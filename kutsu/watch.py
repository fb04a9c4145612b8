"""The watch beside the workers: looks at ledger and clock from outside, and tells what should have happened and did not."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from kutsu.core import alarms
from kutsu.core.alarms import Alarm
from kutsu.core.publication import Delivery, State
from kutsu.core.schedule import due
from kutsu.core.states import CALLING
from kutsu.missing import lacking
from kutsu.outdated import old_facts
from kutsu.survey import Survey
from kutsu.wiring import Works

log = logging.getLogger(__name__)

EVERY = dt.timedelta(seconds=30)
"""How often to look."""

ASK_AGAIN = dt.timedelta(minutes=5)
"""How long what the gate said of overdue things is taken for true: asking it costs requests, on X money."""


@dataclass
class Watch:
    """One pair of eyes; `begun` is when it began to look, and what was wrong before gets as much time from then on.

    Why something due is held is asked of the gate, which asks the networks: when another thing is overdue, or after a while.
    """

    works: Works
    begun: dt.datetime | None = None
    _reasons: dict[str, str] = field(default_factory=dict)
    _ask: dt.datetime | None = None

    def look(self) -> list[Alarm]:
        """Everything that is wrong now, the sheets first."""
        works, now = self.works, self.works.clock.now()
        unread = alarms.unread(works.sheets, works.surveyor.memories.read_at(), self.begun, now)
        missing = {each.key: each for each in lacking(works.views, works.rules.required, now)}
        calls = {
            row.key: (row.settled_at or now, row.reason or row.state)
            for row in works.views.rows()
            if row.state in CALLING and row.key not in missing
        }
        doubts = works.views.lapsed(now) | {each.claimed.key: each.next_look for each in works.views.doubts()}
        survey = works.surveyor.recollect()
        return [
            *unread,
            *(
                Alarm(key, each.what, (each.since or now).astimezone(now.tzinfo), each.do)
                for key, each in missing.items()
            ),
            *alarms.waiting(calls, now),
            *alarms.unsettled(doubts, self.begun, now),
            *old_facts(works.views, survey, works.rules.kinds, now),
            *self._overdue(survey, now),
        ]

    def _overdue(self, survey: Survey, now: dt.datetime) -> Iterator[Alarm]:
        """What should be out by the last reading of the sheets, and by the ledger is not even under way."""
        late = self._late(survey, now)
        known = {each.key for each in late} <= self._reasons.keys() and self._ask and now < self._ask
        if late and not known:
            self._reasons, self._ask = self._why(survey, late, now), now + ASK_AGAIN
        return alarms.overdue(late, self._reasons, self.begun, now)

    def _why(self, survey: Survey, late: Sequence[Delivery], now: dt.datetime) -> dict[str, str]:
        """What the gate says of each, else why the last try failed, else nothing, by key."""
        held = self.works.gate.ready(survey, now).held
        tried = {row.key: row.reason for row in self.works.views.rows() if row.state is State.UNAVAILABLE}
        return {each.key: held.get(each.key) or tried.get(each.key) or "" for each in late}

    def _late(self, survey: Survey, now: dt.datetime) -> Sequence[Delivery]:
        """What is due since a while, held by no person, and not more than its channel may say."""
        states = {key: _free(state) for key, state in self.works.views.states(now).items()}
        found = due(survey.deliveries, states, now, self.works.rules.required)
        late = [each for each in found if now - each.slot > alarms.LATE]
        stopped = self.works.pauses.stops([each.key for each in late], now)
        return [each for each in late if each.key not in stopped | self.works.gate.over(late, now)]


def _free(state: State) -> State:
    """For a watch, what was given back is as good as not begun."""
    return State.PLANNED if state is State.UNAVAILABLE else state


def stay(watch: Watch, tell: Callable[[str], None]) -> None:
    """Look for ever, and tell each alarm once when it comes and once when it is over."""
    known: Sequence[Alarm] = ()
    while True:
        found = safely(watch)
        for words in alarms.news(known, found):
            tell(words)
        known = found
        watch.works.clock.sleep_until(watch.works.clock.now() + EVERY)


def safely(watch: Watch) -> Sequence[Alarm]:
    """One look; a watch that died of what it should tell would be none, so that what keeps it from looking is an alarm too."""
    try:
        return watch.look()
    except Exception as error:
        log.exception("the watch could not look")
        return [Alarm("the watch", f"it cannot look ({error})", watch.works.clock.now(), "See its log.")]
