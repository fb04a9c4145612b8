"""Editions that a person asked for: the same kind said again of the same subject, approved anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kutsu.core.layout import legal
from kutsu.core.publication import Delivery, State

Pair = tuple[str, str]
"""Subject id and kind."""

WAS_OUT = frozenset({State.SENT, State.HANDED_OVER, State.RETRACTED})
"""Residents were told once, even if it was taken back since."""

ENDED = frozenset({State.SENT, State.REFUSED, State.EXPIRED, State.RETRACTED})
"""Nothing more comes of such a delivery by itself."""


@dataclass(frozen=True)
class Edition:
    """One edition: its name in the keys, and who asked for it when (aware) and why."""

    name: str
    at: dt.datetime
    by: str
    why: str


def named(ordinal: int) -> str:
    """The name of an edition; the announcement that nobody had to ask for was the first."""
    return f"again-{ordinal}"


def unfinished(
    its: Iterable[Delivery], states: Mapping[str, State], now: dt.datetime, required: Collection[str]
) -> list[Delivery]:
    """The deliveries of one edition that may still go out or are in doubt.

    Only those in required languages count where there are any: an optional language that is never approved keeps nobody waiting.
    """
    every = list(its)
    counted = [each for each in every if legal(each.language, required)] or every
    return [each for each in counted if each.expires > now and states.get(each.key, State.PLANNED) not in ENDED]
