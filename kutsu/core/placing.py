"""Which runs are to stand for the coming slots, and what is to be done about those that stand there now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

NEAR = dt.timedelta(seconds=1)
"""Two instants of the wall's that are nearer are the same: a clock that is read twice."""

YOUNG = dt.timedelta(minutes=1)
"""So long after its slot, or its placing, a run is trusted to take up what it was placed for."""


class Life(StrEnum):
    """What Prefect says of a run; one of which it knows nothing has none."""

    AHEAD = "ahead"
    UNDER_WAY = "under way"
    CANCELLED = "cancelled"
    REPLACED = "replaced"
    OVER = "over"


@dataclass(frozen=True)
class Wanted:
    """A run as it should stand: its slot (None: overdue, at once), when it starts on the wall, its name, tags and delivery keys."""

    slot: dt.datetime | None
    wall: dt.datetime
    name: str
    tags: tuple[str, ...]
    deliveries: tuple[str, ...]


@dataclass(frozen=True)
class Run(Wanted):
    """A run as the ledger knows it: `key` is its idempotency key, `run` Prefect's id once that is known.

    `replaced` says that Kutsu has another one in its place, or none any more, and that Prefect is to cancel it.
    """

    id: int
    key: str
    at: dt.datetime
    run: str | None = None
    replaced: bool = False

    def fits(self, wanted: Wanted) -> bool:
        """Whether it is what is wanted."""
        own = (self.slot, self.name, self.tags, self.deliveries)
        return own == (wanted.slot, wanted.name, wanted.tags, wanted.deliveries) and abs(self.wall - wanted.wall) < NEAR


@dataclass
class Steps:
    """What is to be done, in this order.

    `heed`: an operator cancelled them, so that their deliveries are held. `end`: they are over, by outcome. `make`: Prefect
    was not known to have them. `place`: with the run in whose place each comes, if any. `cancel`: Prefect is to cancel them,
    those first that nothing takes the place of.
    """

    heed: list[Run] = field(default_factory=list)
    end: list[tuple[Run, str]] = field(default_factory=list)
    make: list[Run] = field(default_factory=list)
    place: list[tuple[Wanted, Run | None]] = field(default_factory=list)
    cancel: list[Run] = field(default_factory=list)


def steps(wanted: Iterable[Wanted], placed: Iterable[Run], lives: Mapping[int, Life], now: dt.datetime) -> Steps:
    """Compare what is wanted of each coming slot with what the ledger has placed and what Prefect says of it, by the ledger's ids.

    A right one stays untouched, and so does one that is under way: it reads the plan itself.
    """
    found, slots = Steps(), {each.slot: each for each in wanted}
    taken = set[dt.datetime | None]()
    for each in placed:
        if _stays(each, lives.get(each.id), slots, now, found):
            taken.add(each.slot)
    found.place += [(each, None) for slot, each in slots.items() if slot not in taken]
    return found


def _stays(
    one: Run, life: Life | None, slots: Mapping[dt.datetime | None, Wanted], now: dt.datetime, found: Steps
) -> bool:
    """Note what is to be done about one run; whether its slot is provided for by that."""
    if life is Life.CANCELLED:
        found.heed.append(one)
        return True
    if one.replaced:
        found.cancel += [one] if life is Life.AHEAD else []
        found.end += [(one, Life.REPLACED)] if life is not Life.AHEAD else []
        return False
    if life is Life.UNDER_WAY:
        return True
    if life in (Life.OVER, Life.REPLACED) or (life is None and one.run):
        found.end.append((one, Life.OVER if life is Life.OVER else "gone"))
        return False
    return _ahead(one, life, slots.get(one.slot), now, found)


def _ahead(one: Run, life: Life | None, wanted: Wanted | None, now: dt.datetime, found: Steps) -> bool:
    """The same of one that has not begun, or that was never made for all we know (no `life`)."""
    passed = one.slot is None or one.slot <= now
    if (wanted and one.fits(wanted)) or passed:
        found.make += [one] if life is None and not passed else []
        found.end += [(one, "gone")] if life is None and passed else []
        return True
    if wanted:
        found.place.append((wanted, one))
    found.cancel += [one] if life else []
    found.end += [(one, Life.REPLACED)] if life is None else []
    return True


def lost(placed: Iterable[Run], lives: Mapping[int, Life], now: dt.datetime) -> bool:
    """Whether a coming slot has lost its run, or has one too many: somebody deleted it, or it ended early."""
    for each in placed:
        coming = each.slot is not None and each.slot > now
        if each.replaced or (coming and lives.get(each.id) not in (Life.AHEAD, Life.UNDER_WAY)):
            return True
    return False


def provided(keys: Collection[str], placed: Iterable[Run], lives: Mapping[int, Life], now: dt.datetime) -> bool:
    """Whether a run that has begun just now, or is about to, takes up these overdue deliveries by itself."""
    for each in placed:
        since = each.slot or each.at
        awake = lives.get(each.id) in (Life.AHEAD, Life.UNDER_WAY) and since <= now < since + YOUNG
        if awake and not each.replaced and {*keys} <= {*each.deliveries}:
            return True
    return False
