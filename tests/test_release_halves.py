"""When one required language is finally refused and the other is out: the short form, once, and then a person."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from kutsu.core.errors import Refused, Unavailable, Unconfirmed
from kutsu.core.publication import Absent, State
from kutsu.ledger.claims import Outcome
from kutsu.missing import lacking, sound
from kutsu.reconcile import Reconciler
from tests.fakes import FakeChannel
from tests.test_release import Desk, X

REQUIRED = ("fi", "sv")
BLUNT = Refused("X (x-sv) answered 400: too blunt")


class Counter(Desk):
    """A desk whose mail list is silent, so that one release is left."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.approve()
        self.letter.problems = ["closed"]
        self.fi, self.sv = self.channels["x-fi"], self.channels["x-sv"]

    def publish(self) -> set[str]:
        """One round of what is due; gives what was claimed."""
        mine = self.publisher.claim(self.ready().works)
        for delivery in self.publisher.ready(mine, REQUIRED):
            self.publisher.send(delivery, self.clock.now())
        return {delivery.key for delivery in mine}

    def state(self, language: str = "sv") -> State:
        """Where a language stands."""
        return next(row.state for row in self.gate.views.rows() if row.key == X[language])

    def missing(self) -> list[str]:
        """The keys of which a person is told."""
        return [each.key for each in lacking(self.gate.views, REQUIRED, self.clock.now())]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Counter]:
    """The accounts on X, and a round that is due."""
    made = Counter(tmp_path)
    yield made
    made.database.close()


def text(channel: FakeChannel) -> str:
    """What residents see there."""
    (one,) = channel.out
    return one.message.parts["status"]


def test_the_short_form_makes_the_release_whole(desk: Counter) -> None:
    """Refused beside a Finnish that is out, Swedish goes at once with its labelled facts and its link, and nothing is missing."""
    desk.sv.meets.append(BLUNT)
    desk.publish()
    assert (desk.state("fi"), desk.state("sv")) == (State.SENT, State.REFUSED)
    assert desk.publish() == {X["sv"]}
    assert desk.state("sv") is State.SENT
    assert "Antal utvalda försök" in text(desk.sv)
    assert "https://pilots.example.org/sv/ROUND-1/" in text(desk.sv)
    assert "Kontakt: Försöksteamet" in text(desk.sv)
    assert "#" not in text(desk.sv)
    assert "Staden testar" not in text(desk.sv)
    assert desk.missing() == []
    assert desk.publish() == set()


def test_the_short_form_is_tried_once(desk: Counter, caplog: pytest.LogCaptureFixture) -> None:
    """Refused in its short form too, nothing is tried any more, and the log says loudly which language is missing where."""
    desk.sv.meets.extend([BLUNT, BLUNT, BLUNT])
    assert desk.publish() == {X["fi"], X["sv"], X["en"]}
    assert desk.publish() == {X["sv"]}
    assert desk.publish() == set()
    assert desk.missing() == [X["sv"]]
    with caplog.at_level(logging.ERROR):
        sound(desk.gate.views, REQUIRED, desk.clock.now())
    (told,) = caplog.messages
    assert told.startswith(f"sv is missing on x: {X['sv']} was refused in its short form too (X (x-sv) answered 400")
    assert "fi is out at https://x-fi.example/0" in told


def test_where_both_were_refused_nothing_is_tried(desk: Counter) -> None:
    """Where nothing is out, no short form is tried: each waits for a person with its reason, and none is missing."""
    desk.fi.meets.append(Refused("no"))
    desk.sv.meets.append(BLUNT)
    desk.publish()
    assert (desk.state("fi"), desk.state("sv")) == (State.REFUSED, State.REFUSED)
    assert desk.publish() == set()
    assert desk.missing() == []


def test_an_unavailable_short_form_stays_short(desk: Counter) -> None:
    """A short form that meets a busy network is tried again later as it is, not as the whole that was refused."""
    desk.sv.meets.extend([BLUNT, Unavailable("429", desk.clock.now() + dt.timedelta(minutes=15))])
    desk.publish()
    assert desk.publish() == {X["sv"]}
    assert desk.state() is State.UNAVAILABLE
    desk.clock.move(minutes=15)
    assert desk.publish() == {X["sv"]}
    assert desk.sv.out[0].message.short
    assert "#" not in text(desk.sv)


def test_what_was_once_in_doubt_gets_no_other_words(desk: Counter) -> None:
    """Where an attempt was in doubt before the no, other words could stand beside it: a person is called instead."""
    desk.sv.meets.extend([Unconfirmed("lost"), BLUNT])
    desk.publish()
    desk.sv.findings.append(Absent(proven=True))
    desk.clock.move(seconds=15)
    Reconciler(desk.publisher.claims, desk.gate.views, desk.channels, desk.clock).run([])
    assert desk.publish() == {X["sv"]}
    assert desk.state() is State.REFUSED
    assert desk.publish() == set()
    assert desk.missing() == [X["sv"]]


def test_a_person_s_retry_begins_with_the_whole(desk: Counter) -> None:
    """After both forms were refused and a person said retry, the whole text is sent, and nothing is missing."""
    desk.sv.meets.extend([BLUNT, BLUNT])
    desk.publish()
    desk.publish()
    no = Outcome(State.UNAVAILABLE, "to be tried again by a person's word")
    assert desk.publisher.claims.decide(X["sv"], (State.REFUSED,), no, desk.clock.now()) == 1
    assert desk.publish() == {X["sv"]}
    assert not desk.sv.out[0].message.short
    assert desk.missing() == []


def test_two_publishers_try_it_once(desk: Counter) -> None:
    """Of two publishers that saw the refusal one claims the short form, and the other finds it taken."""
    desk.sv.meets.append(BLUNT)
    desk.publish()
    works = desk.ready().works
    assert [work.delivery.key for work in works] == [X["sv"]]
    assert len(desk.publisher.claim(works)) == 1
    assert desk.publisher.claim(works) == []


def test_a_language_that_stays_unavailable_is_missing_at_its_end(desk: Counter) -> None:
    """Swedish that meets a busy network is tried until its end, and then a person is told that it is missing."""
    end = next(each.expires for each in desk.surveyor.look().deliveries if each.key == X["sv"])
    desk.sv.meets.append(Unavailable("X (x-sv) answered 429", end))
    desk.publish()
    assert (desk.state("fi"), desk.state("sv"), desk.missing()) == (State.SENT, State.UNAVAILABLE, [])
    desk.clock.shows = end
    desk.publisher.claims.expire([], end)
    assert desk.state() is State.EXPIRED
    assert desk.missing() == [X["sv"]]
    yes = Outcome(State.SENT, "settled by a person")
    assert desk.publisher.claims.decide(X["sv"], (State.UNAVAILABLE,), yes, end) == 1
    assert desk.missing() == []
