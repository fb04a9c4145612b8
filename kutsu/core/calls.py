"""Calls: which of the alarms are told now. Each once when it comes, again after an hour, and once when it is over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kutsu.core.alarms import AGAIN, UNREAD, Alarm

FIRST = 10
"""So many of one look are told in full; a storm of hundreds would hide what matters."""

BLIND = "blind"
"""The code of a watch that cannot look: what it does not see then is not over."""


@dataclass(frozen=True)
class Known:
    """An alarm that was told: what of, in which words, and when last. `here` tells whether this very watch has seen it."""

    about: str
    what: str
    told: dt.datetime
    here: bool = False


@dataclass(frozen=True)
class News:
    """One thing to tell: ALARM, STILL or over."""

    verb: str
    words: str
    code: str = ""

    def __str__(self) -> str:
        return f"{self.verb}{':' if self.verb == 'over' else ''} {self.words}"


Book = Mapping[str, Known]
"""What was told and stands, by the alarm's name."""


def hear(
    known: Book, found: Iterable[Alarm], begun: dt.datetime, now: dt.datetime
) -> tuple[list[News], dict[str, Known]]:
    """What is to be told now, and what is known after that.

    A watch that has just begun gives what was wrong before some time, and so does not see it: it takes nothing that an earlier
    one told for over until it would have seen it itself.
    """
    alarms = {each.name: each for each in found}
    blind = any(each.code == BLIND for each in alarms.values())
    news: list[News] = []
    after: dict[str, Known] = {}
    for name, alarm in alarms.items():
        before = known.get(name)
        told = min(before.told, now) if before else None
        verb = "ALARM" if told is None else "STILL" if now - told >= AGAIN else ""
        news += [News(verb, str(alarm), alarm.code)] if verb else []
        after[name] = Known(alarm.about, alarm.what, now if verb or told is None else told, here=True)
    for name, one in known.items():
        if name in alarms:
            continue
        if not name.startswith(f"{BLIND} ") and (blind or not (one.here or now - begun > UNREAD)):
            after[name] = one
        else:
            news.append(News("over", f"{one.about}: {one.what}"))
    return news, after


def message(news: Sequence[News]) -> tuple[str, str]:
    """All news of one look as one message: its subject, and its body with the first ten."""
    order = sorted(news, key=lambda each: each.verb == "over")
    calls = [each for each in order if each.verb != "over"]
    subject = f"{len(calls)} alarms" if len(calls) > 1 else order[0].words[:80].split(", since")[0]
    if not calls:
        subject = f"over: {subject}" if len(news) == 1 else f"{len(news)} alarms are over"
    lines = [str(each) for each in order[:FIRST]]
    lines += [f"… and {len(order) - FIRST} more: kutsu watch --once"] if len(order) > FIRST else []
    codes = sorted({each.code for each in calls if each.code})
    lines += [f"More: {', '.join(f'docs/runbook.md#{code}' for code in codes)}"] if codes else []
    return f"Kutsu: {subject}", "\n".join(lines)


def inherited(known: Book) -> dict[str, Known]:
    """What an earlier watch left, as a new one takes it up."""
    return {name: replace(one, here=False) for name, one in known.items()}
