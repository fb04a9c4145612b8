"""Alarms: what people must hear of before residents do, each with what it is about, since when, and what to do."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kutsu.core.changes import OLD
from kutsu.core.publication import Delivery

UNREAD = dt.timedelta(minutes=11, seconds=30)
"""A sheet is read every five minutes: two pulls in a row have failed, and it is told within twelve."""

LATE = dt.timedelta(minutes=2)
"""How long after its slot a delivery may be begun; whoever looks every half minute tells of it within three minutes."""

UNSETTLED = dt.timedelta(minutes=2)
"""How long after its time a look-up, or the taking back of a dead claim, may come; told within three, as above."""

UNTOLD = dt.timedelta(minutes=5)
"""How long residents may have old facts before it rings: staff have just edited the row, or its change is on its way."""

AGAIN = dt.timedelta(hours=1)
"""After how long an alarm that stands is told again."""

FEW_BYTES, FEW_PARTS = 500_000_000, 0.05
"""So little room on the disk of the state rings, and so small a part of it."""

WITHIN, DOWN = dt.timedelta(minutes=10), dt.timedelta(minutes=1)
"""A companion that ended by itself within such a time rings, as one does that is away for so long: none ends without a cause."""

READ_AGAIN = "Look whether the flows are alive and the sheet answers: kutsu check."
MEND = "Mend what it says; it then goes out by itself, while its time lasts."
START_AGAIN = "Look whether the flows are alive; kutsu publish --due sends it by hand."
LOOK_AGAIN = "Look whether the flows are alive; kutsu reconcile looks it up by hand."
TICK_AGAIN = (
    "Tick the row anew (take the tick away, wait until a pull has seen it, tick again): it then goes out at once."
)
SEE_PLAN = "It is approved and should be out: kutsu plan and kutsu ledger tell what keeps it back."


TAKE_BACK = "Look whether it is right as it is; else write to the list: kutsu pause does not stop it any more."
SEE_ITS_LOG = (
    "It is started again by itself, and what is due goes on; its words are in {name}.log under the state's logs."
)
MAKE_ROOM = "Make room on the disk of the state: docs/operators.md says what may go."
SEE_LOG = "See state/logs/watch.log; kutsu watch --once shows whether it can look again."
MEND_ROW = (
    "Mend the row, or put it back as it was; if it is off, set its status to cancelled and tick it: that is told."
)


@dataclass(frozen=True)
class Alarm:
    """One thing that is wrong: `about` a sheet or a delivery's key, since an instant of the city's clock.

    Its `code` is its place in docs/runbook.md. Under a code there is one alarm about a thing, whatever the words are.
    """

    about: str
    what: str
    since: dt.datetime
    do: str
    code: str

    @property
    def name(self) -> str:
        """What it is known by from look to look."""
        return f"{self.code} {self.about}"

    def __str__(self) -> str:
        return f"{self.about}: {self.what}, since {self.since:%d.%m.%Y %H.%M.%S}. {self.do}"


def unread(
    sheets: Iterable[str], read: Mapping[str, dt.datetime], begun: dt.datetime | None, now: dt.datetime
) -> Iterator[Alarm]:
    """The sheets that nobody has read well for too long; one that never was, from `begun`, where a watch began, on."""
    for sheet in sheets:
        last = _later(read.get(sheet), begun)
        if last is None or now - last > UNREAD:
            yield Alarm(sheet, "this sheet is not read", (last or now).astimezone(now.tzinfo), READ_AGAIN, "unread")


def overdue(
    late: Iterable[Delivery], reasons: Mapping[str, str], begun: dt.datetime | None, now: dt.datetime
) -> Iterator[Alarm]:
    """The deliveries that are due for too long and that nobody has begun, with the reasons by key, where there is one."""
    for delivery in late:
        if now - (_later(delivery.slot, begun) or delivery.slot) > LATE:
            reason = reasons.get(delivery.key)
            what = f"it was to go out and did not ({reason or 'nobody has tried'})"
            yield Alarm(delivery.key, what, delivery.slot, MEND if reason else START_AGAIN, "overdue")


def outdated(untold: Iterable[Delivery], now: dt.datetime) -> Iterator[Alarm]:
    """The subjects of which residents have old facts for too long, by the deliveries that would tell the change."""
    subjects: dict[str, list[Delivery]] = defaultdict(list)
    for each in untold:
        if each.expires > now:
            subjects[each.subject].append(each)
    for subject, members in subjects.items():
        since = min(each.slot for each in members)
        if now - since > UNTOLD:
            channels = len({each.channel for each in members})
            why = next((f" ({each.held_because})" for each in members if each.held_because), "")
            told = f"{OLD} on {channels} channel{'s' if channels > 1 else ''}{why.replace(f'{OLD}: ', '')}"
            yield Alarm(subject, told, since.astimezone(now.tzinfo), TICK_AGAIN if why else SEE_PLAN, "outdated")


def unsettled(when: Mapping[str, dt.datetime], begun: dt.datetime | None, now: dt.datetime) -> Iterator[Alarm]:
    """The deliveries, by key, that were to be looked up at an instant long past."""
    for key, at in when.items():
        if now - (_later(at, begun) or at) > UNSETTLED:
            yield Alarm(key, "nobody knows whether it is out", at.astimezone(now.tzinfo), LOOK_AGAIN, "unsettled")


def waiting(reasons: Mapping[str, tuple[dt.datetime, str]], now: dt.datetime) -> Iterator[Alarm]:
    """The deliveries, by key, with which nothing goes on unless a person says how."""
    do = "Look there, then say: kutsu settle KEY --sent URL | --absent; for what was refused, kutsu retry KEY."
    for key, (since, reason) in reasons.items():
        yield Alarm(key, f"it waits for a person ({reason})", since.astimezone(now.tzinfo), do, "waiting")


def leaving(reasons: Mapping[str, tuple[dt.datetime, str]], now: dt.datetime) -> Iterator[Alarm]:
    """The mail, by key, that is with its provider, was to come back and did not: it leaves."""
    for key, (since, reason) in reasons.items():
        yield Alarm(key, f"this mail leaves ({reason})", since.astimezone(now.tzinfo), TAKE_BACK, "held-mail")


def ailing(ends: Mapping[str, int], down: Mapping[str, dt.datetime], now: dt.datetime) -> Iterator[Alarm]:
    """The companions, by name, that ended of late, or have been away for too long since an instant."""
    for name in sorted(ends.keys() | down.keys()):
        away = name in down and now - down[name] > DOWN
        if away or ends.get(name, 0):
            ended = f"it ended {_times(ends.get(name, 0))} within {WITHIN.seconds // 60} minutes"
            since = down[name] if away else now
            yield Alarm(name, "it is down" if away else ended, since, SEE_ITS_LOG.format(name=name), "companion")


def unbacked(
    subjects: Mapping[str, tuple[str, str]], since: Mapping[str, dt.datetime], now: dt.datetime
) -> Iterator[Alarm]:
    """The announced sessions, by id, whose facts no sound row backs any more: why, where, and since when that is seen."""
    for name, (why, where) in subjects.items():
        if now - since[name] > UNTOLD:
            yield Alarm(name, f"residents have facts of which {why}{where}", since[name], MEND_ROW, "outdated")


def room(free: int, whole: int, where: str, now: dt.datetime) -> Iterator[Alarm]:
    """A disk with too little room: what cannot be written cannot be published."""
    if free < FEW_BYTES or free < FEW_PARTS * whole:
        yield Alarm(where, f"only {free // 1_000_000} MB are free on this disk", now, MAKE_ROOM, "disk")


def _times(count: int) -> str:
    """How often, for people."""
    return "once" if count == 1 else f"{count} times"


def _later(one: dt.datetime | None, other: dt.datetime | None) -> dt.datetime | None:
    """The later of two instants, where there are any."""
    return max((at for at in (one, other) if at), default=None)
