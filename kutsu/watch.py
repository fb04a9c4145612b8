"""The watch beside the workers: looks at ledger and clock from outside, and tells what should have happened and did not."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kutsu.core import alarms
from kutsu.core.alarms import Alarm
from kutsu.core.calls import BLIND, Known, hear
from kutsu.core.publication import Delivery, State
from kutsu.core.schedule import due
from kutsu.core.states import CALLING
from kutsu.ledger.sign import sign
from kutsu.ledger.views import Row
from kutsu.missing import lacking
from kutsu.outdated import old_facts, unbacked
from kutsu.survey import Survey
from kutsu.vitals import Vitals
from kutsu.wiring import Works

log = logging.getLogger(__name__)

EVERY = dt.timedelta(seconds=30)
"""How often to look."""

ASK_AGAIN = dt.timedelta(minutes=5)
"""How long what the gate said of overdue things is taken for true: asking it costs requests, on X money."""

KEPT = dt.timedelta(minutes=5)
"""How long a conclusion is taken for the same while neither ledger nor readings change: digests and days come and go with time."""


@dataclass
class Watch:
    """One pair of eyes; `begun` is when it began to look, and what was wrong before gets as much time from then on.

    Why something due is held is asked of the gate, which asks the networks: when another thing is overdue, or after a while.
    """

    works: Works
    begun: dt.datetime | None = None
    _reasons: dict[str, str] = field(default_factory=dict)
    _ask: dt.datetime | None = None
    _sign: str = ""
    _kept: Survey | None = None
    _unbacked: dict[str, dt.datetime] = field(default_factory=dict)
    _vitals: Vitals | None = None

    def look(self) -> list[Alarm]:
        """Everything that is wrong now, the sheets first."""
        works, now = self.works, self.works.clock.now()
        read = works.surveyor.memories.read_at()
        missing = {each.key: each for each in lacking(works.views, works.rules.required, now)}
        rows = works.views.rows()
        doubts = works.views.lapsed(now) | {each.claimed.key: each.next_look for each in works.views.doubts()}
        survey = self._survey(read, now)
        self._vitals = self._vitals or Vitals(works.settings.places.state)
        return [
            *alarms.unread(works.sheets, read, self.begun, now),
            *(
                Alarm(key, each.what, (each.since or now).astimezone(now.tzinfo), each.do, "missing")
                for key, each in missing.items()
            ),
            *alarms.waiting(_reasoned(rows, CALLING, now, missing), now),
            *alarms.leaving(_reasoned(rows, {State.HANDED_OVER}, now), now),
            *alarms.unsettled(doubts, self.begun, now),
            *old_facts(works.views, survey, works.rules.kinds, now),
            *self._without_row(rows, survey, now),
            *self._overdue(survey, now),
            *self._vitals.look(now),
        ]

    def _survey(self, read: Mapping[str, dt.datetime], now: dt.datetime) -> Survey:
        """What follows from the last readings; as before, while nothing has changed: concluding costs more than all else."""
        signed = f"{sign(self.works.rests.database)} {sorted(read.items())}"
        if self._kept is None or signed != self._sign or not dt.timedelta() <= now - self._kept.now < KEPT:
            self._sign, self._kept = signed, self.works.surveyor.recollect()
        return self._kept

    def _without_row(self, rows: Sequence[Row], survey: Survey, now: dt.datetime) -> Iterator[Alarm]:
        """The announced sessions that are to come and whose row errs or is gone."""
        found = unbacked(rows, self.works.surveyor.memories.approved, survey, now)
        self._unbacked = {name: self._unbacked.get(name, now) for name in found}
        return alarms.unbacked(found, self._unbacked, now)

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


def _reasoned(
    rows: Iterable[Row], states: Collection[State], now: dt.datetime, but: Collection[str] = ()
) -> dict[str, tuple[dt.datetime, str]]:
    """Since when, and why, these rows stand as they do; mail with its provider has a reason only when it was to come back."""
    return {
        row.key: (row.settled_at or now, row.reason or row.state)
        for row in rows
        if row.state in states and row.key not in but and (row.reason or row.state in CALLING)
    }


def _free(state: State) -> State:
    """For a watch, what was given back is as good as not begun."""
    return State.PLANNED if state is State.UNAVAILABLE else state


def stay(watch: Watch, tell: Callable[[str], None]) -> None:
    """Look for ever, and tell each alarm when it comes, again after an hour, and when it is over."""
    known: dict[str, Known] = {}
    begun = watch.works.clock.now()
    while True:
        news, known = hear(known, safely(watch), begun, watch.works.clock.now())
        for each in news:
            tell(str(each))
        watch.works.clock.sleep_until(watch.works.clock.now() + EVERY)


def safely(watch: Watch) -> Sequence[Alarm]:
    """One look; a watch that died of what it should tell would be none, so that what keeps it from looking is an alarm too."""
    try:
        return watch.look()
    except Exception as error:
        log.exception("the watch could not look")
        return [blind(str(error), watch.works.clock.now())]


def blind(why: str, now: dt.datetime) -> Alarm:
    """The alarm of a watch that cannot look."""
    return Alarm("the watch", f"it cannot look ({why})", now, alarms.SEE_LOG, BLIND)
