"""What a pull costs the ledger does not grow with the sheet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from kutsu.core.approval import Verdict, standings
from kutsu.core.model import Entry, Plan
from kutsu.ledger.database import Database
from kutsu.ledger.memory import Memories
from tests.factories import NOW, entry, pilot

LANGUAGES: dict[str, object] = {"fi": None, "sv": None}


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that the database is asked inside the block; one with many rows is one."""
    asked: list[str] = []

    def note(*told: object) -> None:
        asked.append(str(told[2]))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def rows(count: int, ticks: str) -> tuple[Entry, ...]:
    """So many pilots of their own, each ticked in these languages."""
    return tuple(entry(pilot(id=f"PILOT-{count}-{number}"), ticks) for number in range(count))


def remembered(database: Database, count: int, ticks: str) -> tuple[int, set[Verdict]]:
    """How many statements it takes to recall and to remember one pull, and its verdicts."""
    memories = Memories(database)
    with counted(database) as asked:
        judged = list(standings(Plan(rows(count, ticks)), LANGUAGES, memories.recall()))
        memories.remember(judged, NOW)
    return len(asked), {each.verdict for each in judged}


def test_a_pull_of_many_rows_asks_the_ledger_no_more(database: Database) -> None:
    """Showing, approving, keeping and withdrawing take as many statements for forty rows as for two."""
    memories, many = Memories(database), 40
    costs = {count: [remembered(database, count, ticks) for ticks in ("", "fi sv", "fi sv", "")] for count in (2, many)}
    assert [verdicts for _, verdicts in costs[2]] == [
        {Verdict.UNTICKED},
        {Verdict.APPROVES},
        {Verdict.STANDS},
        {Verdict.UNTICKED},
    ]
    assert [cost for cost, _ in costs[many]] == [cost for cost, _ in costs[2]]
    assert len(memories.recall()) == 2 * (2 + many)
    assert memories.approved() == []
