"""What the ledger tells of what was said: which contents, in which order, and whether residents have it."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import update

from kutsu.core.ahead import AHEAD
from kutsu.core.approval import Memory, Seen, judge
from kutsu.core.changes import Said
from kutsu.core.content import digest, dump, localize
from kutsu.core.publication import Receipt, State
from kutsu.ledger.claims import Claims, Outcome, Work
from kutsu.ledger.database import Database
from kutsu.ledger.memory import Memories
from kutsu.ledger.tables import deliveries
from tests.factories import NOW, entry, message, pilot, texts
from tests.ledger.works import FI, REFUSED, SENT, SV, attempt, later, rows, unavailable, unconfirmed, work

OLD, NEW = (localize(pilot(title=texts(word)), "fi") for word in ("Vanha", "Uusi"))
TOLD = {"fi": digest(OLD)}


@pytest.fixture
def memories(database: Database) -> Memories:
    """A ledger in which the old content was approved an hour ago."""
    made = Memories(database)
    approve(made, "Vanha", later(hours=-1))
    return made


def approve(memories: Memories, word: str, at: dt.datetime) -> None:
    """Note that a title was ticked then, in Finnish."""
    row = entry(pilot(title=texts(word)), "fi")
    shown = Seen(digest(localize(row.subject, "fi")), ticked=False)
    memories.remember([judge(row, "fi", Memory(shown))], at)


def told(text: str = "Tervetuloa!", key: str = FI, **of: str) -> Work:
    """Work of one share, made of these contents."""
    made = work(key, text)
    return Work(made.delivery, message(text), made.shares, of)


def only(memories: Memories) -> Said:
    """The one delivery that is known."""
    (each,) = memories.said(["PILOT-1"])
    return each


def test_what_it_was_made_of(claims: Claims, memories: Memories) -> None:
    """A delivery that went out has the digests of its claim, and the contents as they were approved."""
    claims.claim([told(**TOLD)], NOW)
    attempt(claims, SENT)
    each = only(memories)
    assert (each.key, each.subject, each.kind, each.channel, each.edition) == (
        FI,
        "PILOT-1",
        "pilot-chosen",
        "x-fi",
        "",
    )
    assert (each.told, each.contents, each.out, each.state) == (TOLD, {"fi": dump(OLD)}, True, State.SENT)


def test_what_is_with_its_provider(claims: Claims, memories: Memories) -> None:
    """Residents do not have a mail that has not left; once it has, they do."""
    claims.claim([told(**TOLD)], NOW)
    claims.mark(FI, 0, {AHEAD: later(hours=1).isoformat()})
    attempt(claims, Outcome(State.HANDED_OVER, receipt=Receipt("1"), next=NOW))
    assert not only(memories).out
    claims.arrive(later(hours=2))
    assert only(memories).out


def test_before_the_column_the_approval_of_then(claims: Claims, memories: Memories, database: Database) -> None:
    """A row without digests tells what stood approved when it was claimed, not what was approved since or never."""
    claims.claim([work(FI), work(SV)], NOW)
    attempt(claims, SENT)
    approve(memories, "Uusi", later(minutes=1))
    found = {each.key: each.told for each in memories.said(["PILOT-1"])}
    assert found == {FI: TOLD, SV: {}}
    assert {row.told for row in rows(database, deliveries)} == {None}


def test_what_was_never_approved_says_nothing(claims: Claims, memories: Memories) -> None:
    """A content that the ledger does not have cannot be compared, and is left out."""
    claims.claim([told(fi="0" * 32)], NOW)
    assert (only(memories).told, only(memories).contents) == ({}, {})


def test_out_or_perhaps_out(claims: Claims, memories: Memories) -> None:
    """From its request on a delivery is perhaps out, until it surely is not; what is only claimed is not."""
    claims.claim([told(**TOLD)], NOW)
    assert not only(memories).out
    claims.begin(FI, 0, NOW)
    assert only(memories).out
    claims.settle(FI, 0, unconfirmed(), NOW, NOW)
    assert only(memories).out
    claims.settle(FI, 0, unavailable(NOW), later(seconds=1), NOW)
    assert not only(memories).out


@pytest.mark.parametrize("outcome", [REFUSED, unavailable()])
def test_what_surely_did_not_leave(outcome: Outcome, claims: Claims, memories: Memories) -> None:
    """A no and a channel that is not there leave residents as they were."""
    claims.claim([told(**TOLD)], NOW)
    attempt(claims, outcome)
    assert not only(memories).out


def test_a_list_of_which_one_part_went(claims: Claims, memories: Memories) -> None:
    """One share that is out is enough: its readers have it, whatever became of the others."""
    base = work(FI, people=(("a",), ("b",)))
    claims.claim([Work(base.delivery, base.message, base.shares, TOLD)], NOW)
    attempt(claims, SENT)
    attempt(claims, unavailable(), share=1)
    assert (only(memories).state, only(memories).out) == (State.UNAVAILABLE, True)


def test_written_anew_it_tells_the_new(claims: Claims, memories: Memories) -> None:
    """While nothing of it is out, a new claim is made of what is approved by then, even where its words are the same."""
    approve(memories, "Uusi", later(minutes=1))
    claims.claim([told(**TOLD)], NOW)
    attempt(claims, unavailable(NOW))
    claims.claim([told(fi=digest(NEW))], later(minutes=2))
    assert only(memories).contents == {"fi": dump(NEW)}


def test_partly_out_it_tells_the_old(claims: Claims, memories: Memories) -> None:
    """What is partly out keeps its words, and so what they were made of."""
    base = work(FI, people=(("a",), ("b",)))
    claims.claim([Work(base.delivery, base.message, base.shares, TOLD)], NOW)
    attempt(claims, SENT)
    attempt(claims, unavailable(NOW), share=1)
    claims.claim([Work(base.delivery, message("Uusi!"), base.shares, {"fi": digest(NEW)})], later(minutes=2))
    assert only(memories).told == TOLD


def test_the_order_of_what_was_told(claims: Claims, memories: Memories) -> None:
    """What was begun last has the highest number, whenever it was claimed and whatever the clock says."""
    claims.claim([told(**TOLD), told(key=SV)], NOW)
    attempt(claims, SENT, SV)
    attempt(claims, SENT, FI)
    first, last = sorted(memories.said(["PILOT-1"]), key=lambda each: each.order)
    assert (first.key, last.key) == (SV, FI)


def test_a_row_that_was_never_begun(claims: Claims, memories: Memories, database: Database) -> None:
    """It has no number, and comes before everything."""
    claims.claim([told(**TOLD)], NOW)
    with database.write() as connection:
        connection.execute(update(deliveries).values(state=State.EXPIRED))
    assert (only(memories).order, only(memories).state) == (0, State.EXPIRED)


def test_of_whom_nobody_asks(claims: Claims, memories: Memories) -> None:
    """Only those subjects are read of which a change could be told."""
    claims.claim([told(**TOLD)], NOW)
    assert memories.said([]) == memories.said(["PILOT-2"]) == []
