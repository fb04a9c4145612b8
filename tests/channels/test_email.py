"""Mail alone: who gets it, who does not any more, and what must not leave."""

from __future__ import annotations

import logging
from collections.abc import Collection
from typing import Never

import pytest

from kutsu.clock import TickingClock
from kutsu.core.errors import Faulty, Held, Refused
from kutsu.core.publication import Claimed, Receipt, Unclear
from tests.channels.people import People
from tests.channels.stages import Answer, Sandbox, channel, server
from tests.channels.worlds import claim, message


def addressed(people: People, words: str, clock: TickingClock, **parts: str) -> Claimed:
    """A mail with `words` to these people."""
    said = message(**{"text": f"{words} {message().parts['text']}", **parts})
    return claim(said, clock.now(), tuple(person.token for person in people.recipients("fi")))


def test_each_request_has_at_most_a_thousand(clock: TickingClock) -> None:
    """A long list is shared out in order, as tokens; a list of nobody has no shares."""
    people = People([f"asukas-{number}@example.org" for number in range(2001)])
    shares = channel("email", "", clock, people).shares(message())
    assert [len(share) for share in shares] == [1000, 1000, 1]
    assert [token for share in shares for token in share] == [person.token for person in people.recipients("fi")]
    assert channel("email", "", clock, People([])).shares(message()) == []


def test_the_mail_that_arrives(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """Everyone once, from the city, with a way out of the right group, in text and HTML, and without tracking."""
    people = People()
    channel("email", sandbox.base("email"), clock).send(addressed(people, words, clock))
    (mail,) = sandbox.out(words)
    assert mail["recipients"] == list(people.addresses)
    assert (mail["sender"], mail["sender_name"]) == ("kokeilut@espoo.example", "Espoon kaupunki")
    assert mail["group"] == "Espoon digikokeilut: asukkaat"
    assert "https://unsubscribe.example.org/101" in mail["html"]


def test_who_left_the_list_is_not_written_to(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """Between claim and sending somebody left: the rest of the share gets the mail."""
    asked = addressed(People(["yksi@example.org", "kaksi@example.org"]), words, clock)
    channel("email", sandbox.base("email"), clock, People(["yksi@example.org"])).send(asked)
    assert sandbox.out(words)[0]["recipients"] == ["yksi@example.org"]


def test_a_share_of_nobody_is_refused(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """When all are gone the list rather broke: a person must look, as residents are never passed over in silence."""
    with pytest.raises(Refused, match="nobody of the 2 recipients is on the list"):
        channel("email", sandbox.base("email"), clock, People([])).send(addressed(People(), words, clock))
    assert not sandbox.out(words)


def test_one_bad_address_does_not_stop_the_others(
    sandbox: Sandbox, clock: TickingClock, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    """What SendGrid refuses by number is left out and told by its token; the others get the mail once."""
    people = People(["yksi@example.org", "ei-osoite", "kaksi@example.org"])
    with caplog.at_level(logging.WARNING):
        receipt = channel("email", sandbox.base("email"), clock, people).send(addressed(people, words, clock))
    (mail,) = sandbox.out(words)
    assert receipt == Receipt(mail["id"], left_out={f"{1:032x}": "invalid"})
    assert mail["recipients"] == ["yksi@example.org", "kaksi@example.org"]
    assert f"{1:032x}" in caplog.text
    assert "ei-osoite" not in caplog.text


def test_a_share_of_bad_addresses_is_refused(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """When SendGrid takes none of them, its words are told by number, without an address."""
    people = People(["ei-osoite"])
    with pytest.raises(
        Refused, match=r"answered 400: Does not contain a valid address. \(personalizations.0.to.0.email\)"
    ):
        channel("email", sandbox.base("email"), clock, people).send(addressed(people, words, clock))


def test_no_mail_without_an_unsubscribe_group(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """Without a group, or with one that does not exist, the check says so; without one nothing is asked of SendGrid."""
    none = channel("email", sandbox.base("email"), clock, unsubscribe_group=0)
    assert ["no mail without a way out" in reason for reason in none.check()] == [True]
    with pytest.raises(Held, match="no mail without a way out"):
        none.send(addressed(People(), words, clock))
    unknown = channel("email", sandbox.base("email"), clock, unsubscribe_group=999)
    assert unknown.check() == ["SendGrid (kanava): the unsubscribe group 999 does not exist"]
    assert not sandbox.out(words)


def test_a_mail_without_a_way_out_is_refused(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """A mail that lost its unsubscribe address in the template does not leave."""
    with pytest.raises(Refused, match="its html has no"):
        channel("email", sandbox.base("email"), clock).send(addressed(People(), words, clock, html="<p>Moi</p>"))
    assert not sandbox.out(words)


def test_a_key_that_may_too_little_is_told(clock: TickingClock) -> None:
    """The check names the scope that the key lacks."""
    with server(Answer(200, b'{"scopes": ["mail.send"]}')) as (base, _):
        assert channel("email", base, clock).check() == ["SendGrid (kanava): the key lacks the scope asm.groups.read"]


class BrokenList(People):
    """A list that cannot be read."""

    def recipients(self, language: str, topics: Collection[str] = ()) -> Never:  # noqa: ARG002 - it never returns
        """Fail as a file with a bad line does."""
        raise Faulty([f"residents.csv line 3: wrong ({language})"])


def test_a_broken_list_holds_the_channel(clock: TickingClock, sandbox: Sandbox) -> None:
    """A list with faults is told by the check and burns no delivery."""
    broken = channel("email", sandbox.base("email"), clock, BrokenList())
    assert broken.check() == ["residents.csv line 3: wrong (fi)"]
    with pytest.raises(Held, match="line 3"):
        broken.send(claim(message(), recipients=("0" * 32,)))


def test_why_a_mail_waits_is_told_once(clock: TickingClock) -> None:
    """A look-up says what it was asked; why nobody can know it is the proof's to say, and stands after it."""
    sender = channel("email", "", clock)
    finding = sender.find(claim(message()))
    assert isinstance(finding, Unclear)
    assert sender.proof.why not in finding.reason
    assert finding.reason.endswith(".")
