"""Whose a claim is: who surely lives no more has nothing to begin, and in doubt the lease decides."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kutsu.core.publication import State
from kutsu.ledger import owners
from kutsu.ledger.claims import Claims
from kutsu.ledger.database import Database
from kutsu.ledger.owners import lives, owner
from kutsu.ledger.views import Views
from tests.factories import NOW
from tests.ledger.works import FI, OWNER, SV, attempt, dead_owner, later, unconfirmed, work


@pytest.fixture
def dead() -> str:
    """The name of a publisher of this host that has ended."""
    return dead_owner()


def test_who_has_ended_lives_no_more(dead: str) -> None:
    """A publisher that runs lives by its name, and one whose program has ended does not."""
    assert lives(owner())
    assert not lives(dead)


def test_a_number_that_another_program_has_now() -> None:
    """Who has the number of a dead publisher, and began at another time, is not that publisher."""
    host, number, start, own = owner().rsplit(":", 3)
    assert not lives(f"{host}:{number}:{int(start) - 1}:{own}")


def test_who_waits_for_its_parent_has_ended() -> None:
    """A publisher that was killed and that nobody has asked about yet lives no more."""
    wait = f"{OWNER}; import sys, time; sys.stdout.flush(); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", wait], stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        name = program.stdout.readline().strip()
        assert lives(name)
        program.kill()
        os.waitid(os.P_PID, program.pid, os.WEXITED | os.WNOWAIT)
        assert not lives(name)


@pytest.mark.parametrize("name", ["one", "", "elsewhere:1:2:3", "elsewhere:999999999:2:3", "a:b"])
def test_in_doubt_it_may_live(name: str) -> None:
    """Of another host's publishers, and of names that say nothing, nobody here can tell that they are dead."""
    assert lives(name)


def test_where_nobody_knows_starts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, dead: str) -> None:
    """Without /proc a program with that number counts as the publisher, and only where there is none it is dead."""
    monkeypatch.setattr(owners, "PROC", tmp_path)
    assert f":{owners.UNKNOWN}:" in owner()
    assert lives(owner())
    assert not lives(dead)


def test_what_the_dead_had_claimed_is_free_at_once(database: Database, claims: Claims, views: Views, dead: str) -> None:
    """What a dead publisher had not begun may be claimed at once; what it had begun, and what others have, stays as it is."""
    gone = Claims(database, dead)
    assert gone.claim([work(FI)], NOW)
    assert gone.claim([work(SV)], NOW)
    assert gone.begin(SV, 0, NOW)
    assert claims.claim([work("PILOT-2/pilot-chosen/fi/x-fi/")], NOW)
    assert claims.abandon(later(seconds=1)) == [FI]
    states = {row.key: row.state for row in views.rows()}
    assert states == {FI: State.UNAVAILABLE, SV: State.CLAIMED, "PILOT-2/pilot-chosen/fi/x-fi/": State.CLAIMED}
    assert not gone.begin(FI, 0, later(seconds=2))
    assert claims.claim([work(FI)], later(seconds=1))
    assert claims.abandon(later(seconds=2)) == []


def test_nobody_attends_to_what_the_dead_left(database: Database, views: Views, dead: str) -> None:
    """The doubt of a dead publisher is looked up when it is to be, without waiting until that publisher would have left."""
    gone = Claims(database, dead)
    gone.claim([work()], NOW)
    attempt(gone, unconfirmed(later(seconds=15)))
    minutes = dt.timedelta(minutes=4)
    assert views.next(NOW, attended=minutes) == later(seconds=15)
    assert views.next(NOW, attended=minutes, lives=lambda _: True) == later(minutes=4)
