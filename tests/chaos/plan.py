"""Which trials there are: every network with every fault and every phase, in an order that the seed alone decides."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.channels.stages import OVER_HTTP, STAGES

PHASES = ("claimed", "prepared", "begun", "asked", "acted", "answered", "settled", "doubt", "random")
"""When a publisher is killed: after the claim's commit; after that of what was prepared; after the attempt's, before the network
has the request; when it has it; when it has acted; when its answer has left; when all that was begun is settled; while reading
back; at any moment."""

FAULTS = (
    "none",
    "lost",
    "reset",
    "hang",
    "truncated",
    "html",
    "500-before",
    "500-after",
    "drop-before",
    "429",
    "401",
    "refused",
    "replayed",
    "stale",
)
"""What befalls the request that acts (`kutsu.sandbox.faults`). `stale` is a lost answer and a list that lags for five minutes."""

LISTS: Mapping[str, str] = {
    "x": "/x/2/users/*/tweets",
    "linkedin": "/linkedin/rest/posts",
    "mastodon": "*/accounts/*/statuses",
}
"""The lists in which a post is looked for. Facebook and Bluesky are asked for the very post, and mail cannot be asked."""

AGAIN = 0.5
"""How many trials in all have a second kill."""


@dataclass(frozen=True)
class Trial:
    """One trial: the fault strikes `times` requests, and one publisher after another is killed at `phases`."""

    number: int
    adapter: str
    fault: str
    times: int
    phases: tuple[str, ...]
    seed: int


def faults(adapter: str) -> list[str]:
    """The faults that mean something there.

    No list of Facebook's and Bluesky's is read, so none can lag. A proxy that repeats a mail sends it twice, which nobody
    but SendGrid could prevent.
    """
    senseless = set() if adapter in LISTS else {"stale"}
    return [fault for fault in FAULTS if fault not in senseless | ({"replayed"} if adapter == "email" else set())]


def trials(seed: int) -> Iterator[Trial]:
    """Trials without end, the networks in turn; each has every fault with every phase before any comes again.

    What is not asked over HTTP, a mail server, has its faults in `tests/channels/test_smtp.py`.
    """
    chance, number = random.Random(seed), 0
    rows = [_cells(name, random.Random(f"{seed} {name}")) for name in sorted(OVER_HTTP)]
    while True:
        for row in rows:
            adapter, fault, phase = next(row)
            then = (chance.choice(phases(adapter)),) if chance.random() < AGAIN else ()
            yield Trial(number, adapter, fault, chance.choice((1, 2, 3)), (phase, *then), chance.getrandbits(32))
            number += 1


def phases(adapter: str) -> list[str]:
    """The phases that there are on a network; on LinkedIn and in mail there is nothing to prepare."""
    return [phase for phase in PHASES if phase != "prepared" or STAGES[adapter].marks]


def _cells(adapter: str, chance: random.Random) -> Iterator[tuple[str, str, str]]:
    """All of one network's, shuffled, again and again."""
    cells = [(adapter, fault, phase) for fault in faults(adapter) for phase in phases(adapter)]
    while True:
        yield from chance.sample(cells, len(cells))
