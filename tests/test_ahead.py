"""Mail is handed over ahead of its slot, leaves at it, and is sent once; what is in doubt is taken back, never believed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from kutsu.core.ahead import AHEAD, LAG
from kutsu.core.errors import Held, Refused, Unavailable, Unconfirmed
from kutsu.core.publication import LEAST, Claimed, State
from kutsu.ledger.claims import LEASE
from kutsu.ledger.database import Database
from kutsu.ledger.tables import attempts, shares
from tests.fakes import After
from tests.ledger.works import rows
from tests.posts import MAIL, REQUIRED, SLOT, Post, before

HANDED = [State.HANDED_OVER] * 3


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    """An approved round, three hours before its mail is to leave."""
    made = Post(tmp_path)
    yield made
    made.database.close()


def test_handed_over_ahead_and_sent_at_its_slot(post: Post) -> None:
    """Nothing happens before the time, then the provider has it, and once its slot is well over it is sent, as of the slot."""
    post.turn(before(hours=1, seconds=1))
    assert post.views.rows() == []
    post.turn(before(hours=1))
    assert post.states() == HANDED
    assert {slot for _, slot in post.mail.kept.values()} == {SLOT}
    assert str(post.row().remote_id).startswith("batch ")
    assert (post.row().slot, post.read()) == (SLOT, [])
    post.turn(SLOT + LAG - dt.timedelta(seconds=1))
    assert post.states() == HANDED
    post.turn(SLOT + LAG)
    assert post.states() == [State.SENT] * 3
    assert post.row().settled_at == SLOT
    assert len(post.read()) == 3
    post.turn(SLOT + 2 * LAG)
    assert len(post.read()) == len(post.mail.kept) == 3


def test_the_hand_over_is_committed_before(post: Post) -> None:
    """When the provider is asked, the ledger on the disk has the open attempt, the batch, and the instant at which it leaves."""
    found = []

    def look(claimed: Claimed) -> None:
        other = Database(str(post.database.url))
        tried = [each.closed_at for each in rows(other, attempts) if each.key == claimed.key]
        kept = [each.marks for each in rows(other, shares) if each.key == claimed.key]
        found.append((tried, kept == [claimed.marks], dt.datetime.fromisoformat(claimed.marks[AHEAD])))
        other.close()

    post.mail.watch = look
    post.turn(before(hours=1))
    assert found == [([None], True, SLOT)] * 3


@pytest.mark.parametrize("left", [LEAST, dt.timedelta(minutes=5)])
def test_too_late_to_be_handed_over(post: Post, left: dt.timedelta) -> None:
    """What is approved when little time is left is sent just in time, at its slot, by the usual request."""
    post.turn(SLOT - left)
    assert post.views.rows() == []
    post.turn(SLOT)
    assert post.states() == [State.SENT] * 3
    assert (len(post.mail.out), post.mail.kept) == (3, {})


def test_a_publisher_that_slept_over_the_time(post: Post) -> None:
    """What was claimed to be handed over and is begun too late is given back until its slot, and sent then."""
    post.clock.shows = before(hours=1)
    (first, *_) = mine = post.publisher.claim(post.ready().works)
    post.publisher.ready(mine, REQUIRED)
    post.clock.shows = before(minutes=10)
    post.claims.lapse(before(hours=1))
    post.publisher.send(first, first.begins, REQUIRED)
    assert (post.row(first.language).state, post.mail.kept) == (State.UNAVAILABLE, {})
    post.turn(before(minutes=9))
    assert post.mail.out == []
    post.turn(SLOT)
    assert post.states() == [State.SENT] * 3


def test_never_sent_before_its_slot(post: Post) -> None:
    """What is sent just in time waits for its slot, whatever instant it was called for."""
    post.clock.shows = SLOT
    mine = post.publisher.claim(post.ready().works)
    post.clock.shows = before(minutes=1)
    post.publisher.ready(mine, REQUIRED)
    post.publisher.send(mine[0], before(minutes=1), REQUIRED)
    assert (len(post.mail.out), post.clock.now()) == (1, SLOT)


@pytest.mark.parametrize("refused", ["fi", "sv"])
def test_one_language_refused(post: Post, refused: str) -> None:
    """When one required language is finally refused, the others are taken back: nothing is out, and nothing leaves alone."""
    post.mail.meets.extend(Refused("no") if key == refused else None for key in sorted(MAIL))
    post.turn(before(hours=1))
    assert post.row(refused).state is State.REFUSED
    others = [post.row(key) for key in MAIL if key != refused]
    assert {row.state for row in others} == {State.UNAVAILABLE}
    assert {row.reason for row in others} == {
        f"taken back from the mail provider: goes together with {refused}: it is refused"
    }
    post.turn(SLOT + LAG)
    assert post.read() == []


def test_an_optional_language_refused(post: Post) -> None:
    """When English is refused, English alone stays behind."""
    post.mail.meets.append(Refused("no"))
    post.turn(before(hours=1))
    assert post.states() == [State.HANDED_OVER, State.HANDED_OVER, State.REFUSED]


def test_put_off_and_handed_over_later(post: Post) -> None:
    """A provider that has no time now gets it a little later, with the rest of its release there already."""
    post.mail.meets.extend([None, Unavailable("503")])
    post.turn(before(hours=1))
    assert post.states() == [State.UNAVAILABLE, State.HANDED_OVER, State.HANDED_OVER]
    post.turn(before(minutes=59))
    assert post.states() == HANDED


def test_alone_at_the_last_call(post: Post) -> None:
    """Where Finnish could not be handed over until the last call, Swedish comes back, and both go together at the slot."""
    post.mail.meets.extend([None, Held("the key is dead")])
    post.turn(before(hours=1))
    assert post.row("fi").state is State.UNAVAILABLE
    post.mail.problems = ["the key is dead"]
    post.turn(SLOT - LEAST - dt.timedelta(minutes=1))
    assert post.row("sv").state is State.HANDED_OVER
    post.turn(post.views.next(post.clock.now()))
    assert post.clock.now() == SLOT - LEAST
    assert post.row("sv").state is State.UNAVAILABLE
    post.mail.problems = []
    post.turn(SLOT)
    assert post.states() == [State.SENT] * 3
    assert len(post.read()) == 3


@pytest.mark.parametrize("met", [Unconfirmed("lost"), After(Unconfirmed("lost")), RuntimeError("a bug")])
def test_an_unknown_hand_over_is_taken_back(post: Post, met: Exception | After) -> None:
    """Whether it had arrived or not, nothing of it leaves any more; it is handed over anew, under a batch of its own, once."""
    post.mail.meets.extend([None, met])
    post.turn(before(hours=1))
    assert post.row("fi").state is State.UNCONFIRMED
    post.turn()
    assert post.states() == HANDED
    assert len(post.mail.stopped) == 1
    post.turn(SLOT + LAG)
    assert sorted(each.key for each in post.read()) == sorted(MAIL.values())


def test_a_publisher_that_died_in_the_middle(post: Post) -> None:
    """A hand-over that was begun and never settled is taken back when its lease is over, and goes anew."""
    post.clock.shows = before(hours=1)
    mine = post.publisher.claim(post.ready().works)
    going = post.publisher.ready(mine, REQUIRED)
    (share,) = post.claims.shares(MAIL["fi"])
    post.claims.begin(MAIL["fi"], 0, post.clock.now())
    post.mail.hand_over(share, SLOT)
    post.turn(before(hours=1) + LEASE)
    post.turn()
    assert len(going) == 3
    assert post.states() == HANDED
    post.turn(SLOT + LAG)
    assert sorted(each.key for each in post.read()) == sorted(MAIL.values())


def test_a_late_yes_is_not_believed(post: Post) -> None:
    """A publisher that comes back with a yes after its hand-over was taken back is told so: that batch never leaves."""

    def frozen(_: Claimed) -> None:
        post.mail.watch = None
        post.turn(post.clock.now() + LEASE)
        post.turn()

    post.mail.watch = frozen
    post.turn(before(hours=1))
    assert post.states() == HANDED
    post.turn(SLOT + LAG)
    assert sorted(each.key for each in post.read()) == sorted(MAIL.values())


@pytest.mark.parametrize(
    ("no", "at"), [(Refused("no more than ten"), before(minutes=50)), (None, before(minutes=9, seconds=59))]
)
def test_doubt_that_cannot_be_taken_back(post: Post, no: Exception | None, at: dt.datetime) -> None:
    """Where the provider takes no more of them, or it is too late, a person is told in words, and nothing is sent again."""
    post.mail.meets.extend([None, After(Unconfirmed("lost"))])
    post.mail.stops.extend([no] if no else [])
    post.turn(before(hours=1))
    post.turn(at)
    assert post.row("fi").state is State.WAITING
    assert str(post.row("fi").reason).startswith("perhaps it is with the mail provider and leaves at 09.00 on ")
    post.turn(SLOT)
    post.turn(SLOT + LAG)
    assert [each.key for each in post.read()].count(MAIL["fi"]) == 1
    assert post.mail.out == []


def test_taking_back_a_doubt_is_said_again(post: Post) -> None:
    """While the provider does not answer, taking back is repeated, not before the time that it names."""
    post.mail.meets.extend([None, Unconfirmed("lost")])
    post.mail.stops.extend([Unavailable("503", before(minutes=40)), Unconfirmed("lost"), Held("a dead key")])
    post.turn(before(hours=1))
    times = []
    while post.row("fi").state in (State.UNCONFIRMED, State.UNAVAILABLE):
        post.turn(post.views.next(post.clock.now()))
        times.append((SLOT - post.clock.now()).total_seconds() / 60)
    assert times == [60, 40, 39.75, 39.5]
    assert post.states() == HANDED


def test_some_requests_of_a_mail(post: Post) -> None:
    """Of a mail in three requests one is put off: the others stay with the provider, and each person is written to once."""
    post.mail.people = [("a",), ("b",), ("c",)]
    post.mail.meets.extend([None] * 4 + [Unavailable("503")])
    post.turn(before(hours=1))
    assert post.row("fi").state is State.UNAVAILABLE
    post.turn(before(minutes=58))
    assert post.states() == HANDED
    post.turn(SLOT + LAG)
    assert sorted(each.recipients for each in post.read()) == [
        (f"{name}-{key}",) for name in "abc" for key in ("en", "fi", "sv")
    ]
    assert post.states() == [State.SENT] * 3
