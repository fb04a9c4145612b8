"""What a rehearsal gives: all that was said, what Kutsu told meanwhile, what was done, and what is held at the end."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kutsu.core.grid import Fault
from kutsu.core.publication import Delivery, State
from kutsu.rehearsal.script import Scripted

ALARM = "alarm"
"""The code of what the watch told; faults of the sheet have their own."""

TOGETHER = "goes together with"
"""What follows from the reason of another language says so."""

STAFF = ("fi", "sv", "en")
"""The languages in which people are told."""


@dataclass(frozen=True)
class Said:
    """One publication as it went out at an instant, and what became of it; `out` tells whether residents can see it at the end."""

    delivery: Delivery
    network: str
    at: dt.datetime
    parts: Mapping[str, str]
    link: str
    state: State
    reason: str | None
    url: str | None
    out: bool

    @property
    def key(self) -> str:
        """The delivery's key."""
        return self.delivery.key


@dataclass(frozen=True)
class Told:
    """What Kutsu told people at an instant: a fault of the sheet with its cell, or an alarm; `words` by language."""

    at: dt.datetime
    about: str
    severity: str
    code: str
    words: Mapping[str, str]

    @classmethod
    def of(cls, fault: Fault, at: dt.datetime) -> Told:
        """A fault of a sheet."""
        place = " ".join(filter(None, (fault.tab or fault.sheet, fault.cell)))
        return cls(at, place, fault.severity, fault.code, fault.message)


@dataclass(frozen=True)
class Rehearsal:
    """A season that was played from `begin` to `end`; `held` is by key, why what was due or is coming could not go at the end."""

    begin: dt.datetime
    end: dt.datetime
    said: Sequence[Said]
    told: Sequence[Told]
    done: Sequence[Scripted]
    held: Mapping[str, str]
    pulls: int

    @property
    def waiting(self) -> list[tuple[str, str]]:
        """What is held at the end, by subject and kind, each with its reasons: first those that other reasons follow from."""
        reasons: dict[str, dict[str, None]] = defaultdict(dict)
        for key, why in self.held.items():
            reasons["/".join(key.split("/")[:2])][why] = None
        own = {name: [why for why in found if TOGETHER not in why] or list(found) for name, found in reasons.items()}
        return [(name, "; ".join(found)) for name, found in own.items()]

    @property
    def days(self) -> list[dt.date]:
        """Every day on which something was said, told or done."""
        instants = [
            *(each.at for each in self.said),
            *(each.at for each in self.told),
            *(each.at for each in self.done),
        ]
        return sorted({at.astimezone(self.begin.tzinfo).date() for at in instants})


def as_json(played: Rehearsal) -> dict[str, Any]:
    """All of it for machines."""
    return {
        "from": played.begin.isoformat(),
        "to": played.end.isoformat(),
        "pulls": played.pulls,
        "said": [_said(each) for each in played.said],
        "told": [
            {"at": each.at.isoformat(), "about": each.about, "severity": each.severity, "code": each.code}
            | {"words": dict(each.words)}
            for each in played.told
        ],
        "edits": [
            {"number": each.number, "at": each.at.isoformat(), "who": each.who, "what": str(each.deed)}
            for each in played.done
        ],
        "held": dict(played.held),
    }


def _said(said: Said) -> dict[str, Any]:
    names = ("subject", "kind", "language", "channel", "edition")
    about = {name: getattr(said.delivery, name) for name in names}
    return {
        "key": said.key,
        "at": said.at.isoformat(),
        **about,
        "network": said.network,
        "state": said.state,
        "reason": said.reason,
        "out": said.out,
        "url": said.url,
        "parts": dict(said.parts),
    }
