"""Plays a season: from one moment at which something happens to the next, doing there what the flows do, with the same parts."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from kutsu import campaign
from kutsu.core.approval import Verdict
from kutsu.core.errors import Faulty
from kutsu.core.publication import Delivery, Message, State
from kutsu.rehearsal.deeds import Desk
from kutsu.rehearsal.outcome import ALARM, STAFF, Told
from kutsu.rehearsal.script import Scripted
from kutsu.survey import Survey
from kutsu.watch import Watch

PULL_EVERY = dt.timedelta(minutes=5)
"""As the flows pull; pulls that would find what the last one left are not played, but for one a day."""

LONGEST = dt.timedelta(hours=1)
"""The longest wait between two tries of what is due and held by something outside the sheet."""

PACE = dt.timedelta(seconds=15)
"""The least time between two looks at what is in doubt."""

RINGS = dt.timedelta(minutes=5, seconds=30)
"""How long after a pull the watch looks: by then all that it rings of is late enough."""

LONG_AGO, NEVER = dt.datetime.min.replace(tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC)

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
    _watch_at: dt.datetime = NEVER
    _states: Mapping[str, State] = field(default_factory=dict)
    _wait: dt.timedelta = PULL_EVERY
    _known: dict[str, frozenset[Hashable]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.works = self.desk.works
        self.clock = self.works.clock
        self._watch = Watch(self.works, self.clock.now())

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
        acts += [(slot, self._publish) for slot in self._slots if slot > now][:1]
        if again := self.works.views.next(now):
            acts.append((max(again, self._look_at), self._look_up))
        acts += [(self._pull_at, self._pull), (self._watch_at, self._look_out)]
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
        works.recaller.run(survey)
        overdue = works.gate.due(survey, now)
        if stopped := works.pauses.stops([each.key for each in overdue], now):
            overdue = [each for each in overdue if each.key not in stopped]
        if overdue:
            self._publish()
        self._place(survey)
        states = works.views.states(self.clock.now())
        news = states != self._states or any(each.verdict is Verdict.APPROVES for each in survey.standings.values())
        self._wait = PULL_EVERY if news else min(2 * self._wait, LONGEST)
        self._pull_at = _grid(now + self._wait) if news or overdue else self._morning(now)
        self._states, self._watch_at = states, min(self._watch_at, now + RINGS)
        self._hear("sheets", [Told.of(fault, now) for fault in survey.plan.faults])

    def _publish(self) -> None:
        """What the publish flow does for what is due, but right at the slot; a short form follows at once.

        A look ahead of the slot would end with a jump, in the midst of calls whose deadlines it would pass.
        """
        works, now = self.works, self.clock.now()
        while True:
            survey, _ = works.surveyor.pull(whole=False)
            works.reconciler.run(survey.deliveries)
            works.recaller.run(survey)
            ready = works.gate.ready(survey, now)
            mine = works.publisher.claim(ready.works)
            campaign.send(works, mine)
            claimed = {each.key for each in mine}
            self.sent += [(each.delivery, each.message, now) for each in ready.works if each.delivery.key in claimed]
            if not works.gate.to_shorten() & claimed:
                break
        self.held = ready.held
        self._place(survey)

    def _look_up(self) -> None:
        """Settle what is in doubt, and send what is surely not out."""
        self._look_at = self.clock.now() + PACE
        self._publish()

    def _place(self, survey: Survey) -> None:
        """The slots to come of what nothing holds."""
        states, now = self.works.views.states(survey.now), self.clock.now()
        free = [each for each in survey.deliveries if not each.held_because and each.starts(now) > now]
        self._slots = sorted(
            {each.starts(now) for each in free if states.get(each.key, State.PLANNED) is State.PLANNED}
        )

    def _look_out(self) -> None:
        """What the watch rings of."""
        now, self._watch_at = self.clock.now(), NEVER
        alarms = [(alarm.about, f"{alarm.what}. {alarm.do}") for alarm in self._watch.look()]
        self._hear("watch", [Told(now, about, "error", ALARM, dict.fromkeys(STAFF, words)) for about, words in alarms])

    def _hear(self, source: str, told: Sequence[Told]) -> None:
        """Note what a source tells for the first time, or again after it was over; where a cell stands is no news."""
        names = {(each.code, each.about if each.code == ALARM else "", each.words["en"]): each for each in told}
        self.told += [each for name, each in names.items() if name not in self._known.get(source, ())]
        self._known[source] = frozenset(names)

    def _morning(self, now: dt.datetime) -> dt.datetime:
        """When the city wakes next: the one pull of a day on which nobody works."""
        city = self.works.settings.city
        day = now.astimezone(city.zoneinfo).date() + dt.timedelta(days=1)
        return dt.datetime.combine(day, city.quiet_until, city.zoneinfo)


def _grid(instant: dt.datetime) -> dt.datetime:
    """The pull at that instant, else the first one after it."""
    over = instant.timestamp() % PULL_EVERY.total_seconds()
    return instant if not over else instant + PULL_EVERY - dt.timedelta(seconds=over)


def held(survey: Survey, states: Mapping[str, State], last: Mapping[str, str]) -> dict[str, str]:
    """Why what the plan wants has not gone out at the end, by key: the plan's reasons, and those of the last look outside."""
    waiting: Sequence[Delivery] = [
        each for each in survey.deliveries if states.get(each.key, State.PLANNED) in (State.PLANNED, State.UNAVAILABLE)
    ]
    reasons = {each.key: each.held_because or last.get(each.key) for each in waiting if each.expires > survey.now}
    return {key: why for key, why in reasons.items() if why}
