"""Two publishers, real processes with everything of their own but the ledger, race over one slot: each thing is said once."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.synchronize import Barrier
from pathlib import Path

from kutsu.core.publication import State
from kutsu.ledger.claims import Claims
from kutsu.ledger.database import Database
from kutsu.ledger.pauses import Pauses
from kutsu.ledger.tables import attempts
from kutsu.ledger.views import Views
from kutsu.publish import AT_ONCE, Publisher
from tests.factories import NOW
from tests.fakes import FakeChannel, HandClock
from tests.ledger.works import rows, work

REQUIRED = ("fi", "sv")
KEYS = [f"PILOT-{number}/pilot-chosen/{language}/x-{language}/" for number in range(100) for language in REQUIRED]
ROUNDS = 10
"""The slot is published in so many bites, each begun by both at the same moment, or the faster one would take it all."""

SECONDS = 60


def publish(address: str, owner: str, heard: Path, gate: Barrier) -> None:
    """Publish the slot as a flow does; residents hear what is sent in the file."""
    database, clock = Database(address), HandClock()
    with heard.open("a", buffering=1, encoding="utf-8") as world, ThreadPoolExecutor(AT_ONCE) as pool:
        names = [f"x-{language}" for language in REQUIRED]
        channels = {name: FakeChannel(name, watch=lambda claimed: world.write(f"{claimed.key}\n")) for name in names}
        publisher = Publisher(Claims(database, owner), channels, clock, Pauses(database))
        for bite in range(0, len(KEYS), len(KEYS) // ROUNDS):
            gate.wait(SECONDS)
            mine = publisher.claim([work(key) for key in KEYS[bite : bite + len(KEYS) // ROUNDS]])
            going = publisher.ready(mine, REQUIRED)
            list(pool.map(lambda delivery: publisher.send(delivery, clock.now()), going))
    database.close()


def test_each_thing_is_said_once(address: str, tmp_path: Path) -> None:
    """Of 200 deliveries each is heard once, was tried once and is sent, whoever of the two had it; nobody broke down."""
    context = multiprocessing.get_context("spawn")
    gate, owners = context.Barrier(2), ("one", "two")
    racers = [context.Process(target=publish, args=(address, name, tmp_path / name, gate)) for name in owners]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(SECONDS)
    assert [racer.exitcode for racer in racers] == [0, 0]
    heard = [key for owner in owners for key in (tmp_path / owner).read_text("utf-8").splitlines()]
    assert Counter(heard) == Counter(KEYS)
    database = Database(address)
    assert Views(database).states(NOW) == dict.fromkeys(KEYS, State.SENT)
    assert Counter(row.key for row in rows(database, attempts)) == Counter(KEYS)
    database.close()
