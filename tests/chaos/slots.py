"""`python -m tests.chaos.slots --kills N --seed S`: flows, server or both are killed around a slot of a real house; then all is counted.

`kutsu up` starts again what died; where it ended with it, it is started again itself, on a clock that goes on. `--trial "server -60 400"`
plays one: what dies, when (seconds from the slot), for how long it is kept from coming back, and how long networks take for an answer.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kutsu.clock import TickingClock
from kutsu.core.publication import State
from tests.bench.slot import PER_PILOT, SLOT
from tests.chaos.desk import LEAD, Desk, opened
from tests.factories import ZONE

WHOLE = ("flows", "server", "both", "runner")
"""What is there to be killed before the slot's run is."""

FROM, TO = -50, 20
"""Seconds from the slot within which a kill falls."""

BACK = dt.timedelta(seconds=60)
"""After the return of what was killed, all is out by then that was not begun."""

RINGS = dt.timedelta(minutes=3)
"""Within so long of a kill a bell rings, and of a slot or a proof time that passed with something not out, one that names it."""

NOTICED = dt.timedelta(seconds=2)
"""How much later than it rang a bell may be noted."""

PATIENCE = dt.timedelta(minutes=12)
"""How long after the slot, or the return, everything may take to be settled: the lease, then the longest proof time."""

ENDS = (State.SENT, State.EXPIRED)


@dataclass(frozen=True)
class Trial:
    """What is killed, when in seconds from the slot, how long it is held away, and how long networks take for an answer."""

    target: str
    at: float
    held: float = 0
    answer: float = 0

    @classmethod
    def of(cls, words: str) -> Trial:
        """A trial as written on the command line."""
        target, *numbers = words.split()
        return cls(target, *map(float, numbers))


@dataclass(frozen=True)
class Hit:
    """What the kill met: so many programs, and by the ledger the keys that were claimed, and since when a request of some was under way."""

    at: dt.datetime
    programs: int
    claimed: frozenset[str]
    begun: Mapping[str, dt.datetime]


@dataclass(frozen=True)
class Verdict:
    """What came of a trial, `wrong` in words; `late` and `rang` are seconds from the slot, and from the kill to the first bell."""

    trial: Trial
    hit: Hit
    returned: float
    runs: int
    late: float
    rang: float | None
    wrong: Sequence[str]

    def __str__(self) -> str:
        told = "; ".join(self.wrong) or "well"
        met = "killed" if self.hit.programs else "not there to be killed"
        killed = f"{self.trial.target} {met} {self.trial.at:+.0f} s, back {self.returned:+.0f} s ({self.runs} runs in its minute)"
        found = f"{len(self.hit.claimed)} claimed, {len(self.hit.begun)} in a request by then"
        bell = "no bell" if self.rang is None else f"bell after {self.rang:.0f} s"
        return f"{killed}, {found}, last out {self.late:+.1f} s, {bell}: {told}"


def played(trial: Trial, folder: Path, lead: dt.timedelta = LEAD) -> Verdict:
    """Play one trial in a house of its own."""
    with opened(folder, lead) as desk:
        if trial.answer:
            desk.wait_until(SLOT - lead / 4)
            desk.slow(trial.answer)
        desk.wait_until(SLOT + dt.timedelta(seconds=trial.at))
        programs = desk.kill(trial.target)
        hit = Hit(desk.clock.now(), programs, frozenset(row.key for row in desk.rows()), desk.begun())
        desk.hold(trial.target, trial.held)
        returned, wall = desk.returns(trial.target), TickingClock.real(ZONE).now()
        left = settled(desk, max(SLOT, returned) + PATIENCE)
        return judged(desk, trial, hit, returned, wall, left)


def settled(desk: Desk, until: dt.datetime) -> list[str]:
    """Wait until everything has come to its end and a bell has had its time; gives, in words, what did not."""
    while desk.clock.now() < until:
        desk.keep()
        rows = desk.rows()
        ended = len(rows) >= PER_PILOT and all(row.state in ENDS for row in rows)
        if ended and (desk.rang or desk.clock.now() > until - PATIENCE + RINGS):
            return []
        time.sleep(1)
    return [f"{row.key} is still {row.state}" for row in desk.rows() if row.state not in ENDS]


def judged(
    desk: Desk, trial: Trial, hit: Hit, returned: dt.datetime, wall: dt.datetime, left: Sequence[str]
) -> Verdict:
    """Hold what residents see and what the bell told against the ledger and the clock."""
    out, rows = desk.out(), desk.rows()
    instants = {each["id"]: dt.datetime.fromisoformat(each["published_at"]) for each in out}
    at = {row.key: instants[row.remote_id] for row in rows if row.remote_id in instants}
    texts = Counter((each["network"], each["account"], each["text"]) for each in out)
    wrong = [*left]
    wrong += [f"out {times} times: {network} {account}" for (network, account, _), times in texts.items() if times > 1]
    wrong += [f"{PER_PILOT - len(rows)} were never claimed"] if len(rows) < PER_PILOT else []
    wrong += [f"{key} is early" for key, instant in at.items() if instant < SLOT]
    wrong += _late(desk, hit, returned, at)
    wrong += _unrung(desk, hit, {row.key: at.get(row.key) for row in rows})
    late = (max(at.values(), default=SLOT) - SLOT).total_seconds()
    back = (returned - SLOT).total_seconds()
    rang = next(((when - hit.at).total_seconds() for when, _ in desk.rang if when >= hit.at), None)
    return Verdict(trial, hit, back, desk.started(wall), late, rang, wrong)


def _late(desk: Desk, hit: Hit, returned: dt.datetime, at: Mapping[str, dt.datetime]) -> Iterator[str]:
    """What came too late by its rule: a minute after the return, or, where a request was under way, after its proof time.

    What was sent once more before its proof time was sent blindly.
    """
    for key, instant in at.items():
        if key not in hit.begun:
            if instant > max(returned, SLOT) + BACK:
                yield f"{key} is out late: {instant:%H.%M.%S}"
        elif instant > hit.at + RINGS and instant < hit.begun[key] + _proof(desk, key):
            yield f"{key} was sent again before its proof time: {instant:%H.%M.%S}"


def _unrung(desk: Desk, hit: Hit, at: Mapping[str, dt.datetime | None]) -> Iterator[str]:
    """Of what no bell told in time: the kill itself, and each thing that was not out three minutes after it should have been."""
    if hit.programs and not any(hit.at <= when <= hit.at + RINGS + NOTICED for when, _ in desk.rang):
        yield "no bell rang within three minutes of the kill"
    for key, instant in at.items():
        should = SLOT if key not in hit.begun else hit.begun[key] + _proof(desk, key)
        told = any(_names(words, key) and when <= should + RINGS + NOTICED for when, words in desk.rang)
        if (instant is None or instant > should + RINGS) and not told:
            yield f"{key} was not out in time, and no bell told of it"


def _names(words: str, key: str) -> bool:
    """Whether a bell named a delivery; the first ten are named, and the others counted."""
    return key in words or " more: kutsu watch" in words


def _proof(desk: Desk, key: str) -> dt.timedelta:
    """How long after its beginning a request is surely not out that no reading has found."""
    proof = desk.works().gate.channels[key.split("/")[3]].proof
    return proof.readings[-1] if proof.readings else dt.timedelta()


def trials(kills: int, seed: int) -> Iterator[Trial]:
    """So many by chance; every second one falls into requests that networks take three seconds for."""
    chance = random.Random(seed)
    for number in range(kills):
        if number % 2:
            yield Trial(chance.choice(("flows", "both", "run")), round(chance.uniform(0.5, 2.5), 1), answer=3)
        else:
            yield Trial(chance.choice(WHOLE), round(chance.uniform(FROM, TO), 1))


def main() -> int:
    """Play them one after the other, a line each; exits with 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--trial", action="append", type=Trial.of)
    given, wrong = parser.parse_args(), 0
    for trial in given.trial or trials(given.kills, given.seed):
        with tempfile.TemporaryDirectory(prefix="kutsu-chaos-", ignore_cleanup_errors=True) as folder:
            verdict = played(trial, Path(folder))
        sys.stdout.write(f"{verdict}\n")
        sys.stdout.flush()
        wrong += bool(verdict.wrong)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
