"""The number of a session in calendars: one step for every move, none for a typo, never back, whoever counts."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from kutsu.core.model import Approved, Session, Status
from kutsu.ledger.database import Database
from kutsu.ledger.entries import Entries
from kutsu.ledger.mail_tables import entries
from kutsu.ledger.views import Views
from tests import samples
from tests.factories import NOW

LATER = NOW + dt.timedelta(hours=1)
LAST = NOW + dt.timedelta(hours=2)
MOVED: dict[str, Any] = {"day": dt.date(2019, 11, 13)}


def approved(language: str = "fi", at: dt.datetime = NOW, **changes: Any) -> Approved:
    """The sample session as it was approved then."""
    return samples.approved(samples.SESSION, language, at, **changes)


def numbers(database: Database, *given: Approved) -> list[int]:
    """Their numbers, in their order."""
    return [each.sequence for each in Entries(database).numbered(given)]


def kept(database: Database) -> list[tuple[int, dt.datetime]]:
    """What the ledger has of the session."""
    with database.read() as connection:
        rows = connection.execute(select(entries).order_by(entries.c.sequence)).all()
    return [(row.sequence, row.at) for row in rows]


def test_a_step_for_every_move(database: Database) -> None:
    """First, moved, moved back, cancelled: nought, one, two, three, each kept with the instant of its approval."""
    off: dict[str, Any] = {"status": Status.CANCELLED}
    steps = [(NOW, {}), (LATER, MOVED), (LAST, {}), (LAST + dt.timedelta(1), off)]
    for number, (at, changes) in enumerate(steps):
        assert numbers(database, approved(at=at, **changes)) == [number]
    assert [number for number, _ in kept(database)] == [0, 1, 2, 3]
    assert kept(database)[1] == (1, LATER)


@pytest.mark.parametrize(
    "changes",
    [{"title": "Muu"}, {"room": None}, {"note": "Hei"}, {"status": Status.MOVED}, {"register": "https://a.example"}],
)
def test_texts_do_not_count(database: Database, changes: dict[str, Any]) -> None:
    """What changes neither time nor place is the same step, and writes nothing."""
    assert numbers(database, approved()) == [0]
    assert numbers(database, approved(at=LATER, **changes)) == [0]
    assert len(kept(database)) == 1


def test_languages_that_differ(database: Database) -> None:
    """A language that is behind keeps the number of its facts; what it had stays known after a move and back."""
    behind = approved("sv")
    assert numbers(database, approved("fi"), behind) == [0, 0]
    assert numbers(database, approved("fi", LATER, **MOVED), behind) == [1, 0]
    assert numbers(database, approved("fi", LATER, **MOVED), approved("sv", LAST, **MOVED)) == [1, 1]
    assert numbers(database, approved("fi", LAST + dt.timedelta(1)), behind) == [2, 2]
    assert len(kept(database)) == 3


def test_a_ledger_that_was_upgraded(database: Database) -> None:
    """Where a language was behind before anybody counted, its facts come first, so that no number ever goes back."""
    assert numbers(database, approved("fi", LATER, **MOVED), approved("sv")) == [1, 0]
    assert numbers(database, approved("fi", LATER, **MOVED), approved("sv", LAST, **MOVED)) == [1, 1]


def test_a_host_that_is_behind(database: Database) -> None:
    """A host that has not heard of the last approval adds no step back."""
    old = Entries(database)
    assert numbers(database, approved()) == [0]
    assert numbers(database, approved(at=LATER, **MOVED)) == [1]
    assert [each.sequence for each in old.numbered([approved()])] == [0]
    assert len(kept(database)) == 2


def test_hosts_that_race(database: Database) -> None:
    """Eight that come at once note one step."""
    numbers(database, approved())
    moved = approved(at=LATER, **MOVED)
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda _: numbers(database, moved), range(8))) == [[1]] * 8
    assert len(kept(database)) == 2


def test_what_is_no_session(database: Database) -> None:
    """Rounds and pilots go through as they are, and in their order."""
    given = [samples.approved(subject, "fi", NOW) for subject in samples.SUBJECTS.values()]
    assert Entries(database).numbered(given) == given
    assert len(kept(database)) == 1


def test_the_number_that_comes_next(database: Database) -> None:
    """What nobody has approved yet has the number that it would get, for a preview."""
    content, moved = approved().content, approved(**MOVED).content
    assert isinstance(content, Session)
    assert isinstance(moved, Session)
    views = Views(database)
    assert [views.sequence(content), views.sequence(moved)] == [0, 0]
    numbers(database, approved())
    assert [views.sequence(content), views.sequence(moved)] == [0, 1]
    assert len(kept(database)) == 1
