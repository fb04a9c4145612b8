"""Alarms: what people must hear of before residents do, each with what it is about, since when, and what to do."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kutsu.core.changes import OLD
from kutsu.core.publication import Delivery

UNREAD = dt.timedelta(minutes=12)
"""A sheet is read every five minutes; two pulls in a row have failed, and a third is late."""

LATE = dt.timedelta(minutes=2)
"""How long after its slot a delivery may be begun; whoever looks every half minute tells of it within three minutes."""

UNSETTLED = dt.timedelta(minutes=3)
"""How long after its time a look-up, or the taking back of a dead claim, may come."""

UNTOLD = dt.timedelta(minutes=5)
"""How long residents may have old facts before it rings: staff have just edited the row, or its change is on its way."""

READ_AGAIN = "Look whether the flows are alive and the sheet answers: kutsu check."
MEND = "Mend what it says; it then goes out by itself, while its time lasts."
START_AGAIN = "Look whether the flows are alive; kutsu publish --due sends it by hand."
LOOK_AGAIN = "Look whether the flows are alive; kutsu reconcile looks it up by hand."
TICK_AGAIN = (
    "Tick the row anew (take the tick away, wait until a pull has seen it, tick again): it then goes out at once."
)
SEE_PLAN = "It is approved and should be out: kutsu plan and kutsu ledger tell what keeps it back."


@dataclass(frozen=True)
class Alarm:
    """One thing that is wrong: `about` a sheet or a delivery's key, since an instant of the city's clock."""

    about: str
    what: str
    since: dt.datetime
    do: str

    def __str__(self) -> str:
        return f"{self.about}: {self.what}, since {self.since:%d.%m.%Y %H.%M.%S}. {self.do}"


def unread(
    sheets: Iterable[str], read: Mapping[str, dt.datetime], begun: dt.datetime | None, now: dt.datetime
) -> Iterator[Alarm]:
    """The sheets that nobody has read well for too long; one that never was, from `begun`, where a watch began, on."""
    for sheet in sheets:
        last = _later(read.get(sheet), begun)
        if last is None or now - last > UNREAD:
            yield Alarm(sheet, "this sheet is not read", (last or now).astimezone(now.tzinfo), READ_AGAIN)


def overdue(
    late: Iterable[Delivery], reasons: Mapping[str, str], begun: dt.datetime | None, now: dt.datetime
) -> Iterator[Alarm]:
    """The deliveries that are due for too long and that nobody has begun, with the reasons by key, where there is one."""
    for delivery in late:
        if now - (_later(delivery.slot, begun) or delivery.slot) > LATE:
            reason = reasons.get(delivery.key)
            what = f"it was to go out and did not ({reason or 'nobody has tried'})"
            yield Alarm(delivery.key, what, delivery.slot, MEND if reason else START_AGAIN)


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
            yield Alarm(subject, told, since.astimezone(now.tzinfo), TICK_AGAIN if why else SEE_PLAN)


def unsettled(when: Mapping[str, dt.datetime], begun: dt.datetime | None, now: dt.datetime) -> Iterator[Alarm]:
    """The deliveries, by key, that were to be looked up at an instant long past."""
    for key, at in when.items():
        if now - (_later(at, begun) or at) > UNSETTLED:
            yield Alarm(key, "nobody knows whether it is out", at.astimezone(now.tzinfo), LOOK_AGAIN)


def waiting(reasons: Mapping[str, tuple[dt.datetime, str]], now: dt.datetime) -> Iterator[Alarm]:
    """The deliveries, by key, with which nothing goes on unless a person says how."""
    do = "Look there, then say: kutsu settle KEY --sent URL | --absent; for what was refused, kutsu retry KEY."
    for key, (since, reason) in reasons.items():
        yield Alarm(key, f"it waits for a person ({reason})", since.astimezone(now.tzinfo), do)


def news(known: Iterable[Alarm], found: Iterable[Alarm]) -> Iterator[str]:
    """What is new since the last look, and what is over, as one line each."""
    before, now = ({(alarm.about, alarm.what): alarm for alarm in alarms} for alarms in (known, found))
    yield from (f"ALARM {now[name]}" for name in now if name not in before)
    yield from (f"over: {name[0]}: {name[1]}" for name in before if name not in now)


def _later(one: dt.datetime | None, other: dt.datetime | None) -> dt.datetime | None:
    """The later of two instants, where there are any."""
    return max((at for at in (one, other) if at), default=None)
