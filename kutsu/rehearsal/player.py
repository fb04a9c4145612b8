"""Plays a season: from one moment at which something happens to the next, doing there what the flows do, with the same parts."""

from __future__ import annotations

import datetime as dt
import heapq
from collections import deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from kutsu import campaign
from kutsu.core.errors import Faulty
from kutsu.core.publication import Delivery, Message, State
from kutsu.rehearsal.deeds import Desk
from kutsu.rehearsal.outcome import ALARM, STAFF, Told
from kutsu.rehearsal.script import Scripted
from kutsu.survey import Survey
from kutsu.watch import Watch

PULL_EVERY = dt.timedelta(minutes=5)
"""As the flows pull; between two pulls that would find nothing new none is played."""

READY = dt.timedelta(seconds=20)
"""How long before its slot a publisher looks at the plan for the last time, as the flows do."""

LONGEST = dt.timedelta(hours=1)
"""The longest wait between two tries of what is due and held by something outside the sheet."""

PACE = dt.timedelta(seconds=15)
"""The least time between two looks at what is in doubt."""

LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)

Sent = tuple[Delivery, Message, dt.datetime]


@dataclass
class Player:
    """Somebody's season on a desk, until `end`."""

    desk: Desk
    script: deque[Scripted]
    end: dt.datetime
    sent: list[Sent] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    done: list[Scripted] = field(default_factory=list)
    held: Mapping[str, str] = field(default_factory=dict)
    pulls: int = 0
    _slots: list[dt.datetime] = field(default_factory=list)
    _pull_at: dt.datetime = LONG_AGO
    _look_at: dt.datetime = LONG_AGO
    _mark: Hashable = None
    _wait: dt.timedelta = PULL_EVERY
    _known: frozenset[Hashable] = frozenset()

    def __post_init__(self) -> None:
        self.works = self.desk.works
        self.clock = self.works.clock
        self._watch = Watch(self.works, self.clock.now())
        self._alarms: list[tuple[str, str]] = []

    def play(self) -> None:
        """Go from moment to moment; raises `Faulty` when the script asks for what cannot be done."""
        self._pull_at = self.clock.now()
        while (moment := self._next())[0] <= self.end:
            at, act = moment
            self.clock.sleep_until(at)
            act()
        self.clock.sleep_until(self.end)

    def _next(self) -> tuple[dt.datetime, Callable[[], None]]:
        """The next moment and what happens then; of several at once edits come first, then what is to go out."""
        now, acts = self.clock.now(), list[tuple[dt.datetime, Callable[[], None]]]()
        if self.script:
            acts.append((self.script[0].at, self._edit))
        while self._slots and self._slots[0] <= now:
            heapq.heappop(self._slots)
        if self._slots:
            slot = self._slots[0]
            acts.append((slot - READY, lambda: self._publish(slot)))
        if again := self.works.views.next(now):
            acts.append((max(again, self._look_at), self._look_up))
        acts.append((self._pull_at, self._pull))
        return min(acts, key=lambda act: act[0])

    def _edit(self) -> None:
        """The next deed of the script; the first pull on the grid will see it."""
        scripted = self.script.popleft()
        try:
            scripted.deed.do(self.desk)
        except Faulty as fault:
            raise Faulty([f"edit {scripted.number} ({scripted.deed}): {words}" for words in fault.faults]) from fault
        self.done.append(scripted)
        self._pull_at, self._wait = min(self._pull_at, _grid(scripted.at)), PULL_EVERY

    def _pull(self) -> None:
        """Pull; publish what is overdue; place the slots; pull again soon while that still shows something new."""
        now, works = self.clock.now(), self.works
        self.pulls += 1
        survey, _ = works.surveyor.pull()
        overdue = works.gate.due(survey, now)
        if stopped := works.pauses.stops([each.key for each in overdue], now):
            overdue = [each for each in overdue if each.key not in stopped]
        if overdue:
            self._publish(now)
        self._place(survey)
        mark = _mark(survey, works.views.states(now))
        news, self._mark = mark != self._mark, mark
        self._wait = PULL_EVERY if news else min(2 * self._wait, LONGEST)
        self._pull_at = _grid(now + self._wait) if news or overdue else self._morning(now)
        self._hear(survey, watch=not news)

    def _publish(self, instant: dt.datetime) -> None:
        """What the publish flow does for a slot, or for what is overdue; a short form follows at once."""
        works, mine = self.works, list[Delivery]()
        while True:
            survey, _ = works.surveyor.pull(whole=False)
            works.reconciler.run(survey.deliveries)
            ready = works.gate.ready(survey, max(instant, self.clock.now()))
            mine = works.publisher.claim(ready.works)
            campaign.send(works, mine)
            self.clock.sleep_until(instant)
            claimed, now = {each.key for each in mine}, self.clock.now()
            self.sent += [(each.delivery, each.message, now) for each in ready.works if each.delivery.key in claimed]
            if not works.gate.to_shorten() & claimed:
                break
        self.held = ready.held
        self._place(survey)

    def _look_up(self) -> None:
        """Settle what is in doubt, and send what is surely not out."""
        self._look_at = self.clock.now() + PACE
        self._publish(self.clock.now())

    def _place(self, survey: Survey) -> None:
        """The slots to come of what nothing holds."""
        states, now = self.works.views.states(survey.now), self.clock.now()
        free = (each for each in survey.deliveries if not each.held_because and each.slot > now)
        self._slots = sorted({each.slot for each in free if states.get(each.key, State.PLANNED) is State.PLANNED})

    def _hear(self, survey: Survey, *, watch: bool) -> None:
        """Note what is told for the first time, or again after it was over: faults of the sheets, and alarms.

        The watch looks when the pulls have come to rest: what an edit alarms of stands as long as nobody mends it.
        """
        now = self.clock.now()
        if watch:
            self._alarms = [(alarm.about, f"{alarm.what}. {alarm.do}") for alarm in self._watch.look()]
        told = [Told.of(fault, now) for fault in survey.plan.faults]
        told += [Told(now, about, "error", ALARM, dict.fromkeys(STAFF, words)) for about, words in self._alarms]
        names = {(each.code, each.about if each.code == ALARM else "", each.words["en"]): each for each in told}
        self.told += [each for name, each in names.items() if name not in self._known]
        self._known = frozenset(names)

    def _morning(self, now: dt.datetime) -> dt.datetime:
        """When the city wakes next: the one pull of a day on which nobody works."""
        city = self.works.settings.city
        day = now.astimezone(city.zoneinfo).date() + dt.timedelta(days=1)
        return dt.datetime.combine(day, city.quiet_until, city.zoneinfo)


def _grid(instant: dt.datetime) -> dt.datetime:
    """The pull at that instant, else the first one after it."""
    over = instant.timestamp() % PULL_EVERY.total_seconds()
    return instant if not over else instant + PULL_EVERY - dt.timedelta(seconds=over)


def _mark(survey: Survey, states: Mapping[str, State]) -> Hashable:
    """What two pulls have in common when the second shows nothing new."""
    faults = tuple((fault.code, fault.tab, fault.cell, fault.message["en"]) for fault in survey.plan.faults)
    judged = tuple((key, each.verdict, each.digest) for key, each in survey.standings.items())
    planned = tuple((each.key, each.slot, each.held_because) for each in survey.deliveries)
    return faults, judged, planned, tuple(sorted(states.items())), tuple(survey.plan.settings.items())


def held(survey: Survey, states: Mapping[str, State], last: Mapping[str, str]) -> dict[str, str]:
    """Why what the plan wants has not gone out at the end, by key: the plan's reasons, and those of the last look outside."""
    waiting: Sequence[Delivery] = [
        each for each in survey.deliveries if states.get(each.key, State.PLANNED) in (State.PLANNED, State.UNAVAILABLE)
    ]
    reasons = {each.key: each.held_because or last.get(each.key) for each in waiting if each.expires > survey.now}
    return {key: why for key, why in reasons.items() if why}
