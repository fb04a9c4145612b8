"""Each person once per subject, kind and edition: whatever the list, the language or the publisher."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import update

from kutsu.core.publication import Receipt, State
from kutsu.ledger.claims import Claims, Outcome
from kutsu.ledger.database import Database
from kutsu.ledger.recipients import Reached, Recipients, Tally, mailing
from kutsu.ledger.steps import NOBODY_LEFT
from kutsu.ledger.tables import shares
from kutsu.ledger.views import Views
from tests.factories import NOW
from tests.ledger.works import LAPSED, REFUSED, SENT, attempt, later, unavailable, unconfirmed, work

LIST, STAFF = "PILOT-1/testers-wanted/fi/newsletter/", "PILOT-1/testers-wanted/fi/staff-mail/"
SWEDISH = "PILOT-1/testers-wanted/sv/newsletter/"
AGAIN = "PILOT-1/testers-wanted/fi/staff-mail/2"


@pytest.fixture
def people(database: Database) -> Recipients:
    """Who got what."""
    return Recipients(database)


def dealt(claims: Claims, key: str) -> list[tuple[str, ...]]:
    """Who is in each claimed share."""
    return [share.recipients for share in claims.shares(key)]


def test_what_nobody_gets_twice() -> None:
    """A mailing is a subject, a kind and an edition; list and language are none of it."""
    assert mailing(LIST) == mailing(STAFF) == mailing(SWEDISH) == "PILOT-1/testers-wanted/"
    assert mailing(AGAIN) == "PILOT-1/testers-wanted/2"


def test_a_second_list_leaves_out_who_has_it(claims: Claims, people: Recipients) -> None:
    """Who is on two lists is in the delivery that was claimed first, and counted as left out of the other one."""
    claims.claim([work(LIST, people=(("a", "b"), ("c",)))], NOW)
    claims.claim([work(STAFF, people=(("b", "d"), ("c", "e")))], NOW)
    assert dealt(claims, STAFF) == [("d",), ("e",)]
    assert people.tally(STAFF) == Tally(planned=4, accepted=0, waiting=2, left_out={"elsewhere": 2})
    assert people.tally(LIST) == Tally(planned=3, accepted=0, waiting=3)


def test_both_languages_of_one_release(claims: Claims) -> None:
    """Who stands in the Finnish and in the Swedish list is written to once, in the language whose key comes first."""
    claims.claim([work(SWEDISH, people=(("a", "b"),)), work(LIST, people=(("b", "c"),))], NOW)
    assert (dealt(claims, LIST), dealt(claims, SWEDISH)) == ([("b", "c")], [("a",)])


def test_another_edition_goes_to_all(claims: Claims) -> None:
    """What is said again, and what is of another kind, reaches everybody again."""
    other = "PILOT-1/session-reminder/fi/staff-mail/"
    for key in (LIST, AGAIN, other):
        claims.claim([work(key, people=(("a",),))], NOW)
    assert dealt(claims, AGAIN) == dealt(claims, other) == [("a",)]


def test_a_share_of_nobody_is_no_request(claims: Claims, people: Recipients) -> None:
    """Of three shares the first and the last have nobody left: one request remains, and nobody is forgotten in the count."""
    claims.claim([work(LIST, people=(("a", "b", "e"),))], NOW)
    claims.claim([work(STAFF, people=(("a", "b"), ("c", "d"), ("e",)))], NOW)
    assert [(share.share, share.recipients) for share in claims.shares(STAFF)] == [(0, ("c", "d"))]
    tally = people.tally(STAFF)
    assert (tally.planned, tally.waiting, tally.left_out, tally.complete) == (5, 2, {"elsewhere": 3}, True)


def test_a_delivery_of_nobody_is_over(claims: Claims, rival: Claims, views: Views, people: Recipients) -> None:
    """A list whose people all have it by another one is settled in words; it is never due again, and is not refused."""
    claims.claim([work(LIST, people=(("a", "b"),))], NOW)
    assert claims.claim([work(STAFF, people=(("a",), ("b",)))], NOW)
    (row,) = [row for row in views.rows() if row.key == STAFF]
    assert (row.state, row.reason, row.settled_at) == (State.SENT, NOBODY_LEFT, NOW)
    assert claims.shares(STAFF) == []
    assert views.states(later(days=1))[STAFF] is State.SENT
    assert not rival.claim([work(STAFF, people=(("c",),))], LAPSED)
    assert people.tally(STAFF) == Tally(planned=2, accepted=0, waiting=0, left_out={"elsewhere": 2})


def test_a_delivery_of_nobody_blocks_no_release(claims: Claims, rival: Claims, views: Views) -> None:
    """Where the Swedish half has nobody left the Finnish one is claimed, given back and claimed again."""
    claims.claim([work(STAFF, people=(("a",),))], NOW)
    halves = [work(LIST, people=(("b",),)), work(SWEDISH, people=(("a",),))]
    assert claims.claim(halves, NOW)
    assert [share.key for share in claims.shares(LIST)] == [LIST]
    claims.settle(LIST, 0, unavailable(NOW), NOW)
    assert views.states(NOW)[SWEDISH] is State.SENT
    assert rival.claim(halves[:1], NOW)
    assert dealt(rival, LIST) == [("b",)]


def test_a_claim_that_failed_keeps_nobody(claims: Claims, rival: Claims) -> None:
    """When the other half of a release is a rival's, nothing was written of this one's people either."""
    rival.claim([work(SWEDISH, people=(("a",),))], NOW)
    assert not claims.claim([work(LIST, people=(("b",),)), work(SWEDISH, people=(("a",),))], NOW)
    assert rival.claim([work(STAFF, people=(("b",),))], NOW)
    assert dealt(rival, STAFF) == [("b",)]


def test_a_list_that_names_someone_twice(claims: Claims, people: Recipients) -> None:
    """Somebody who comes twice in a delivery is in one share of it."""
    claims.claim([work(LIST, people=(("a", "a", "b"), ("b", "c")))], NOW)
    assert dealt(claims, LIST) == [("a", "b"), ("c",)]
    assert people.tally(LIST).complete


def test_who_was_left_out_when_it_was_sent(claims: Claims, people: Recipients) -> None:
    """The receipt tells why it did not go to some; the others got it, and per person the ledger knows both."""
    claims.claim([work(LIST, people=(("a", "b", "c"), ("d",)))], NOW)
    attempt(claims, replace(SENT, receipt=Receipt("1", left_out={"b": "left", "c": "invalid"})), LIST)
    assert people.tally(LIST) == Tally(planned=4, accepted=1, waiting=1, left_out={"left": 1, "invalid": 1})
    assert [(one.token, one.why) for one in people.people(LIST)] == [
        ("a", None),
        ("b", "left"),
        ("c", "invalid"),
        ("d", None),
    ]
    assert people.of("b") == [Reached("b", LIST, 0, State.SENT, "left")]


def test_one_person_over_all_mail(claims: Claims, people: Recipients) -> None:
    """All that somebody was written stands under their token, by whichever list it came."""
    for key in (LIST, AGAIN):
        claims.claim([work(key, people=(("a", "b"),))], NOW)
    attempt(claims, SENT, AGAIN)
    assert [(one.key, one.state, one.why) for one in people.of("a")] == [
        (LIST, State.CLAIMED, None),
        (AGAIN, State.SENT, None),
    ]
    assert people.of("nobody") == []


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (unconfirmed(), Tally(2, 0, 2)),
        (Outcome(State.UNAVAILABLE, "429", next=NOW), Tally(2, 0, 2)),
        (REFUSED, Tally(2, 0, 0, {"refused": 2})),
    ],
)
def test_every_end_is_counted(claims: Claims, people: Recipients, outcome: Outcome, expected: Tally) -> None:
    """Who is in doubt waits, who was refused was left out: everybody who was planned is accounted for."""
    claims.claim([work(LIST, people=(("a", "b"),))], NOW)
    attempt(claims, outcome, LIST)
    assert people.tally(LIST) == expected
    assert expected.complete


def test_what_is_over_waits_no_more(claims: Claims, people: Recipients) -> None:
    """Of a mail that expired after its first request, those of the second got nothing."""
    claims.claim([work(LIST, people=(("a",), ("b",)))], NOW)
    attempt(claims, SENT, LIST)
    claims.settle(LIST, 1, unavailable(NOW), NOW)
    claims.expire([], later(days=99))
    assert people.tally(LIST) == Tally(2, accepted=1, waiting=0, left_out={"expired": 1})


def test_shares_of_before_there_was_a_table(claims: Claims, database: Database, people: Recipients) -> None:
    """A share that keeps its tokens itself, from an earlier version, is sent to these."""
    claims.claim([work(LIST, people=(("a",),))], NOW)
    with database.write() as connection:
        connection.execute(update(shares).values(recipients=["y", "x"]))
    assert dealt(claims, LIST) == [("y", "x")]
    attempt(claims, replace(SENT, receipt=Receipt("1", left_out={"y": "left"})), LIST)
    assert people.tally(LIST).planned == 0


def test_a_share_is_read_when_its_turn_comes(claims: Claims) -> None:
    """Of many shares the first is read at once; a later one that is settled meanwhile does not come."""
    claims.claim([work(LIST, people=(("a",), ("b",), ("c",)))], NOW)
    coming = claims.each(LIST)
    for share in (0, 1):
        attempt(claims, SENT, LIST, share)
    assert [share.share for share in coming] == [0, 2]


def test_lists_that_race(database: Database) -> None:
    """Four publishers claim lists that overlap, dealt in different orders: everybody is in exactly one share, and nobody hangs."""
    tokens, gate = [f"{number:032x}" for number in range(400)], Barrier(4)

    def claim(number: int) -> list[str]:
        claims, key = Claims(database, f"{number}"), f"PILOT-1/testers-wanted/fi/list-{number}/"
        turned = tokens[number * 80 :: -1] + tokens[: number * 80 : -1]
        gate.wait(30)
        assert claims.claim([work(key, people=(tuple(turned[:150]), tuple(turned[150:])))], NOW)
        return [token for share in claims.shares(key) for token in share.recipients]

    with ThreadPoolExecutor(4) as pool:
        found = [token for mine in pool.map(claim, range(4)) for token in mine]
    assert sorted(found) == tokens


def test_a_hundred_thousand_people(claims: Claims, people: Recipients) -> None:
    """A whole city is entered within seconds, in a tenth of the write lock's patience."""
    tokens = [f"{number * 2654435761 % 2**128:032x}" for number in range(100_000)]
    dealt = tuple(tuple(tokens[at : at + 1000]) for at in range(0, len(tokens), 1000))
    begun = time.perf_counter()
    assert claims.claim([work(LIST, people=dealt)], NOW)
    assert time.perf_counter() - begun < 15, "a generous bound: it takes a second"
    assert people.tally(LIST).waiting == 100_000
