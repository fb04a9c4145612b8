"""Kill a publisher at a phase: what it does is seen from outside, in its ledger and in the sandbox, and then SIGKILL.

For the phases of a request the sandbox keeps it at a gate, so that the kill is exact. For those of the ledger the
publisher runs in slow motion: stopped every few milliseconds, looked at, and let go on.
"""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable

from tests.channels.stages import STAGES
from tests.chaos.town import Town
from tests.chaos.watch import Seen, Watch, watched

SLICE = 0.002
"""Seconds for which a publisher runs in slow motion before it is looked at again."""

LONGEST = 60.0
"""Seconds of the wall after which a publisher that never came to its phase is let run to its end."""

NAP = 0.02
"""The same while its ledger says that it sleeps."""

READING = 0.9
"""Seconds of the wall in which a publisher that reads back is killed: 18 of the city's."""

STARTING = 1.2
"""Seconds of the wall in which one that is killed at any moment may be."""

MOMENT = 0.2
"""Seconds of the wall after which an answer that is to be on its way does not come any more."""


def kill(town: Town, phase: str, chance: random.Random) -> str | None:
    """Start a publisher and kill it at a phase; gives the phase that was really hit, None when it ended before."""
    stage = STAGES[town.adapter]
    gate = {"network": stage.network, "path": stage.acts, "method": "POST"}
    town.control("POST", "gates", **gate, at={"asked": "asked", "acted": "acted", "answered": "acted"}.get(phase, ""))
    with watched(town) as watch:
        hit = _end(watch) if APPROACHES.get(phase, in_slow_motion)(watch, phase, chance) else None
        town.control("DELETE", "gates")
        watch.process.join()
    return hit


def _end(watch: Watch) -> str | None:
    """Kill it, and read what it was at; None when it had ended by itself."""
    watch.signal(signal.SIGSTOP)
    requests = watch.gate()
    watch.process.kill()
    watch.process.join()
    return watch.seen().phase(requests) if watch.process.exitcode == -signal.SIGKILL else None


def at_the_gate(watch: Watch, phase: str, _: random.Random) -> bool:
    """Wait until the sandbox keeps every request that was begun; for `answered`, let the answers go to one that stands still."""
    deadline = time.monotonic() + LONGEST
    while watch.alive(deadline):
        if (seen := watch.seen()).open and watch.gate()["waiting"] >= seen.begun - seen.closed:
            if phase == "answered":
                _let_answer(watch)
            return True
        time.sleep(NAP if seen.asleep else SLICE)
    return False


def _let_answer(watch: Watch) -> None:
    """Let the answers go to a publisher that stands still; where the fault is that they do not come, wait for a moment."""
    watch.signal(signal.SIGSTOP)
    watch.town.control("POST", "gates/open")
    deadline = time.monotonic() + MOMENT
    while (gate := watch.gate())["answered"] < gate["asked"] and time.monotonic() < deadline:
        time.sleep(SLICE)


def in_slow_motion(watch: Watch, phase: str, _: random.Random) -> bool:
    """Let the publisher run for moments until its ledger tells that it has reached the phase; it is left stopped there."""
    deadline = time.monotonic() + LONGEST
    while watch.alive(deadline):
        watch.signal(signal.SIGSTOP)
        if (seen := watch.look()) and reached(seen, phase):
            return True
        watch.signal(signal.SIGCONT)
        time.sleep(NAP if seen and seen.asleep else SLICE)
    return False


def reached(seen: Seen, phase: str) -> bool:
    """Whether the ledger tells of this phase."""
    match phase:
        case "begun":
            return seen.open
        case "settled":
            return seen.closed > 0 and not seen.open
    return phase in seen.states


def while_reading_back(watch: Watch, _: str, chance: random.Random) -> bool:
    """Wait until something is in doubt, then for a while."""
    deadline = time.monotonic() + LONGEST
    while watch.alive(deadline):
        if "unconfirmed" in watch.seen().states:
            return survives(watch, chance.uniform(0, READING))
        time.sleep(0.01)
    return False


def at_any_moment(watch: Watch, _: str, chance: random.Random) -> bool:
    """Wait for a while."""
    return survives(watch, chance.uniform(0, STARTING))


def survives(watch: Watch, seconds: float) -> bool:
    """Whether it is still at work after so many seconds."""
    watch.process.join(seconds)
    return watch.process.is_alive()


APPROACHES: dict[str, Callable[[Watch, str, random.Random], bool]] = {
    "asked": at_the_gate,
    "acted": at_the_gate,
    "answered": at_the_gate,
    "doubt": while_reading_back,
    "random": at_any_moment,
}
