"""Publishers that race on one ledger: each key is claimed, and each share begun, by exactly one of them."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier as Gate
from threading import Barrier

from kutsu.ledger.claims import Claims
from kutsu.ledger.database import Database
from kutsu.ledger.views import Views
from tests.factories import NOW
from tests.ledger.works import work

RELEASES = [
    [f"PILOT-{number}/pilot-chosen/{language}/x-{language}/" for language in ("fi", "sv")] for number in range(20)
]
SECONDS = 60


def take(claims: Claims, gate: Gate | Barrier) -> list[str]:
    """Claim and begin all that is to be had, each release at the same moment as the rival; gives the keys begun."""
    mine = []
    for release in RELEASES:
        gate.wait(SECONDS)
        if claims.claim([work(key) for key in release], NOW):
            mine += [share.key for key in release for share in claims.shares(key)]
    return [key for key in mine if claims.begin(key, 0, NOW)]


def take_in_process(address: str, owner: str, gate: Gate, found: Queue[list[str]]) -> None:
    """The same as a process of its own."""
    database = Database(address)
    found.put(take(Claims(database, owner), gate))
    database.close()


def proven(begun: list[list[str]], database: Database) -> None:
    """Each key was begun by exactly one publisher, whole releases by the same one."""
    everything = [key for release in RELEASES for key in release]
    assert Counter(key for keys in begun for key in keys) == Counter(everything)
    assert all(len(set(release) & set(keys)) in (0, 2) for release in RELEASES for keys in begun)
    assert {row.key for row in Views(database).rows()} == set(everything)


def test_threads(database: Database) -> None:
    """Four threads, two owners of each of two openings of the ledger."""
    second, gate = Database(str(database.url)), Barrier(4)
    owners = [Claims(opened, f"{number}") for number, opened in enumerate((database, database, second, second))]
    with ThreadPoolExecutor(4) as pool:
        begun = list(pool.map(lambda claims: take(claims, gate), owners))
    second.close()
    proven(begun, database)


def test_processes(database: Database) -> None:
    """Two real processes."""
    context = multiprocessing.get_context("spawn")
    gate, found = context.Barrier(2), context.Queue()
    racers = [
        context.Process(target=take_in_process, args=(str(database.url), owner, gate, found))
        for owner in ("one", "two")
    ]
    for racer in racers:
        racer.start()
    begun = [found.get(timeout=SECONDS) for _ in racers]
    for racer in racers:
        racer.join(SECONDS)
    proven(begun, database)


def test_one_claim_begun_by_many_threads(database: Database) -> None:
    """Though they share the owner's name, one thread alone opens the attempt."""
    claims, gate = Claims(database, "one"), Barrier(8)
    claims.claim([work()], NOW)

    def begin(_: int) -> bool:
        gate.wait(SECONDS)
        return claims.begin(work().delivery.key, 0, NOW)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(begin, range(8))) == 1
