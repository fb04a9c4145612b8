"""What came out of a trial: what residents can see, held against what the ledger says."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kutsu.core.ports import Channel
from kutsu.core.publication import State
from kutsu.ledger.views import Row
from tests.chaos.plan import Trial

PENDING = (State.CLAIMED, State.UNAVAILABLE, State.UNCONFIRMED)
TOGETHER = 2
"""Deliveries of one trial: Finnish and Swedish."""


@dataclass(frozen=True)
class Verdict:
    """One trial, judged. `kills` are the phases that were hit, `seconds` those of the city until all was settled."""

    trial: Trial
    kills: tuple[str, ...]
    duplicates: int
    lost: tuple[str, ...]
    waiting: tuple[str, ...]
    unjust: tuple[str, ...]
    refused: int
    seconds: float

    @property
    def bad(self) -> bool:
        """Whether anything is wrong with it."""
        return bool(self.duplicates or self.lost or self.unjust)


def judge(
    trial: Trial,
    kills: Sequence[str],
    rows: Sequence[Row],
    published: Sequence[Mapping[str, Any]],
    channels: Mapping[str, Channel],
    since: dt.datetime,
) -> Verdict:
    """Judge what the ledger says and what is out, once nothing goes on any more."""
    waiting = [row for row in rows if row.state is State.WAITING]
    provable = [row for row in waiting if channels[row.channel].proof.readings]
    return Verdict(
        trial=trial,
        kills=tuple(kills),
        duplicates=duplicates(published),
        lost=tuple(lost(trial, rows, published)),
        waiting=tuple(row.reason or "" for row in waiting),
        unjust=tuple(row.reason or "" for row in provable),
        refused=sum(row.state is State.REFUSED for row in rows),
        seconds=max(((row.settled_at or since) - since).total_seconds() for row in rows) if rows else 0,
    )


def pending(rows: Sequence[Row]) -> list[Row]:
    """What will still change by itself.

    What goes together with a language that was refused does not: a person is told of that one, and `kutsu retry` frees both.
    """
    called = any(row.state is State.REFUSED for row in rows)
    return [row for row in rows if row.state in PENDING and not (called and row.state is State.UNAVAILABLE)]


def duplicates(published: Sequence[Mapping[str, Any]]) -> int:
    """How often something is out that was out already."""
    times = Counter((each["account"], each["text"], str(each.get("group"))) for each in published)
    return sum(count - 1 for count in times.values())


def lost(trial: Trial, rows: Sequence[Row], published: Sequence[Mapping[str, Any]]) -> list[str]:
    """Each delivery that ended as it may not, in words: the ledger is wrong about it, or nobody is told of it."""
    out = {each["id"] for each in published}
    found = [f"{TOGETHER - len(rows)} of {TOGETHER} were never claimed"] if len(rows) < TOGETHER else []
    for row in rows:
        if row.state is State.SENT and row.remote_id not in out:
            found.append(f"{row.key}: sent says the ledger, and it is not out")
        elif row.state is State.REFUSED and trial.fault != "refused":
            found.append(f"{row.key}: refused, and nobody refused it: {row.reason}")
        elif row.state is State.EXPIRED or row in pending(rows):
            found.append(f"{row.key}: still {row.state}: {row.reason}")
    known = sum(row.state in (State.SENT, State.WAITING) for row in rows)
    if len(published) - duplicates(published) > known:
        found.append("more is out than the ledger knows of")
    return found
