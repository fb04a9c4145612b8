"""`python -m tests.chaos.mail --kills 100 --seed 1`: mail to a city whose sender is killed at random moments, again and again.

Every trial is a city of its own: a list of some thousand people in each of three languages, a ledger, and a sandbox that answers each
request after 50 ms. A sender is started, killed (SIGKILL) at a random moment, and started again, until the kills of the trial are over and
everything is done. Then what the sandbox took is held against the ledger: no request twice, whoever is known to have it once, and at most
one request per kill in doubt.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests

from kutsu.campaign import send
from kutsu.clock import TickingClock
from kutsu.core.publication import State
from kutsu.ledger.claims import Work
from kutsu.ledger.database import Database
from kutsu.ledger.recipients import Recipients
from kutsu.settings import read_settings
from kutsu.wiring import wire
from tests.bench.mail import SECONDS, city, slow
from tests.bench.posting import LANGUAGES, LIST, deliveries
from tests.factories import ZONE

SCALE = 10.0
"""One factor for leases and timeouts: a lease is 4.5 s of the wall."""
ANSWER = 0.05
"""Seconds of the wall that each request takes at the sandbox, beside what it computes."""
PEOPLE = 10_000
"""In each language; ten requests each."""
ANYWHERE = 0.2
"""The share of kills that come at any moment, also while a sender starts or waits for a dead one's lease; the others hit one at work."""
LONGEST = 6.0
"""Seconds of the wall after which the former come at the latest."""
AT_WORK = 1.5
"""The same after the first request of this sender has begun: half of all that there are."""
ENDS = 180.0
"""Seconds in which a sender that nobody kills is through, on however busy a machine."""
KILLS_EACH = 5
FORK = multiprocessing.get_context("fork")
Process = multiprocessing.process.BaseProcess


@dataclass(frozen=True)
class Verdict:
    """What came out of a trial: kills that hit, requests in doubt that wait for a person, and all that is wrong, in words."""

    kills: int
    waiting: int
    requests: int
    wrong: tuple[str, ...]


def sender(config: Path, state: Path, clock: TickingClock) -> None:
    """Send all that is due, as a publisher does it round by round, until nothing is left to do."""
    parts = wire(read_settings(config, state), clock)
    channel = parts.publisher.channels[LIST]
    wanted = [Work(due, message, channel.shares(message)) for due, message in deliveries(parts)]
    while True:
        parts.reconciler.run([work.delivery for work in wanted])
        states = parts.views.states(clock.now())
        free = [work for work in wanted if states.get(work.delivery.key, State.PLANNED) is State.PLANNED]
        send(parts, parts.publisher.claim(free))
        if (again := parts.views.next(clock.now())) is None:
            return
        clock.sleep_until(again)


def play(folder: Path, kills: int, seed: int, people: int = PEOPLE) -> Verdict:
    """One trial: so many kills at the most, then senders that end by themselves."""
    chance, hit = random.Random(seed), 0
    with city(folder, people) as (config, state):
        address, clock = slow(state, ANSWER), TickingClock.real(ZONE)
        clock = TickingClock.starting(ZONE, clock.now(), SCALE)
        for _ in range(kills):
            hit += _killed(config, state, clock, chance)
        if _survives(_started(config, state, clock), ENDS):
            return Verdict(hit, 0, 0, (f"a sender had not ended after {ENDS:.0f} s of the wall",))
        published = requests.get(f"{address}/_sandbox/published", timeout=SECONDS).json()
        return judge(state / "ledger.db", published, hit, people)


def _killed(config: Path, state: Path, clock: TickingClock, chance: random.Random) -> bool:
    """Start a sender and kill it at a random moment; False when it had ended before."""
    before, process = _begun(state), _started(config, state, clock)
    if chance.random() < ANYWHERE:
        return _survives(process, chance.uniform(0, LONGEST))
    while process.is_alive() and _begun(state) == before:
        process.join(0.01)
    return _survives(process, chance.uniform(0, AT_WORK))


def _started(config: Path, state: Path, clock: TickingClock) -> Process:
    """A sender in a process of its own."""
    process = FORK.Process(target=sender, args=(config, state, clock), daemon=True)
    process.start()
    return process


def _survives(process: Process, seconds: float) -> bool:
    """Whether it is still there after so many seconds; then it is killed."""
    process.join(seconds)
    alive = process.is_alive()
    process.kill()
    process.join()
    return alive


def _begun(state: Path) -> int:
    """How many requests have begun, by the ledger."""
    with closing(sqlite3.connect(state / "ledger.db", timeout=SECONDS)) as ledger, suppress(sqlite3.OperationalError):
        return int(ledger.execute("SELECT count(*) FROM attempts").fetchone()[0])
    return 0  # there are no tables yet


def judge(ledger: Path, published: Sequence[dict[str, Any]], kills: int, people: int) -> Verdict:
    """Hold what the sandbox took against the ledger."""
    database = Database(f"sqlite:///{ledger}")
    try:
        with database.read() as connection:
            counted = connection.exec_driver_sql("SELECT state, count(*) FROM shares GROUP BY state").tuples()
            states = {str(state): int(count) for state, count in counted}
        waiting = states.get(State.WAITING, 0)
        wrong = tuple(_wrong(Recipients(database), states, published, people, kills))
    finally:
        database.close()
    return Verdict(kills, waiting, len(published), wrong)


def _wrong(
    people: Recipients, states: dict[str, int], published: Sequence[dict[str, Any]], each: int, kills: int
) -> Iterator[str]:
    """Everything that may not be."""
    if set(states) - {State.SENT, State.WAITING}:
        yield f"not at its end: {states}"
    if states.get(State.WAITING, 0) > kills:
        yield f"{states[State.WAITING]} requests wait for a person after {kills} kills"
    times = Counter(tuple(sorted(mail["recipients"])) for mail in published)
    if twice := sum(count - 1 for count in times.values()):
        yield f"{twice} requests were sent twice"
    got = Counter(address for mail in published for address in mail["recipients"])
    if doubled := sum(count > 1 for count in got.values()):
        yield f"{doubled} people have it more than once"
    tallies = [people.tally(f"PILOT-1/testers-wanted/{language}/{LIST}/") for language in LANGUAGES]
    if not all(tally.complete and tally.planned == each for tally in tallies):
        yield f"the ledger of recipients is not complete: {tallies}"
    accepted = sum(tally.accepted for tally in tallies)
    if not accepted <= len(got) <= accepted + sum(tally.waiting for tally in tallies):
        yield f"{accepted} people have it by the ledger, {len(got)} have it"


def trials(kills: int, seed: int, lanes: int, folder: Path) -> Iterator[Verdict]:
    """Trials side by side until so many kills were counted; a lane is a process with one thread, from which senders can be forked."""
    chance, left = random.Random(seed), kills
    with ProcessPoolExecutor(lanes, mp_context=multiprocessing.get_context("spawn")) as pool:
        while left > 0:
            aims = [min(KILLS_EACH, left - at) for at in range(0, left, KILLS_EACH)]
            worlds = [(folder / f"{left}-{number}", aim, chance.getrandbits(32)) for number, aim in enumerate(aims)]
            for future in as_completed([pool.submit(play, *world) for world in worlds]):
                left -= future.result().kills
                yield future.result()


def main() -> int:
    """Play, tell, and exit with 1 when anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.mail", description="Kill who sends mail, and count.")
    parser.add_argument("--kills", type=int, default=100, help="how many senders are killed")
    parser.add_argument("--seed", type=int, default=1, help="decides when")
    parser.add_argument("--lanes", type=int, default=2 * (os.cpu_count() or 1), help="trials side by side")
    given, verdicts = parser.parse_args(), list[Verdict]()
    with tempfile.TemporaryDirectory(prefix="chaos-mail-") as folder:
        for verdict in trials(given.kills, given.seed, given.lanes, Path(folder)):
            verdicts.append(verdict)
            sys.stderr.write(f"{json.dumps(vars(verdict))}\n")
    kills, waiting = (sum(getattr(each, name) for each in verdicts) for name in ("kills", "waiting"))
    wrong = [words for each in verdicts for words in each.wrong]
    told = f"{len(verdicts)} trials, {kills} kills, {sum(each.requests for each in verdicts)} requests, {waiting} wait for a person"
    sys.stdout.write(f"{told}; {'; '.join(wrong) or 'nothing twice, nothing lost'}\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
