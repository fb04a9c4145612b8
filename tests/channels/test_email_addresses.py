"""Bad addresses in a share: left out one refusal after another, within bounds, and told by their tokens."""

from __future__ import annotations

import json

import pytest

from kutsu.channels.email.post import TRIES
from kutsu.clock import TickingClock
from kutsu.core.errors import Refused
from tests.channels.people import People
from tests.channels.stages import Answer, Sandbox, channel, server
from tests.channels.worlds import claim, message

TAKEN = Answer(202, headers={"X-Message-Id": "abc"})


def refusal(*places: int) -> Answer:
    """SendGrid's no to these personalizations."""
    named = [
        {"message": "Does not contain a valid address.", "field": f"personalizations.{at}.to.0.email"} for at in places
    ]
    return Answer(400, json.dumps({"errors": named}).encode())


def test_several_bad_addresses_are_left_out_at_once(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """Three of five are bad: two get the mail, the receipt tells the others."""
    people = People(["ei", "yksi@example.org", "eikä@", "kaksi@example.org", "a@b"])
    asked = claim(message(text=f"{words} {message().parts['text']}"), recipients=_tokens(people))
    receipt = channel("email", sandbox.base("email"), clock, people).send(asked)
    assert receipt.left_out == {f"{number:032x}": "invalid" for number in (0, 2, 4)}
    assert sandbox.out(words)[0]["recipients"] == ["yksi@example.org", "kaksi@example.org"]


def test_one_bad_address_after_another(clock: TickingClock) -> None:
    """SendGrid names one at a time, by its place in what is left each time: all of them are left out, nobody else is."""
    people = People([f"asukas-{number}@example.org" for number in range(6)])
    with server(refusal(1), refusal(1), refusal(3), TAKEN) as (base, seen):
        receipt = channel("email", base, clock, people).send(claim(message(), recipients=_tokens(people)))
    assert (receipt.remote_id, len(seen)) == ("abc", 4)
    assert sorted(receipt.left_out) == [f"{number:032x}" for number in (1, 2, 5)]


def test_a_list_full_of_bad_addresses_is_for_a_person(clock: TickingClock) -> None:
    """After so many refusals the share is refused: nothing was taken, and the list is to be mended."""
    people = People([f"asukas-{number}@example.org" for number in range(30)])
    with server(refusal(0)) as (base, seen), pytest.raises(Refused, match=r"personalizations\.0"):
        channel("email", base, clock, people).send(claim(message(), recipients=_tokens(people)))
    assert len(seen) == TRIES


def test_a_no_to_something_else_is_not_played_with(clock: TickingClock) -> None:
    """A place that is not there, or a fault beside the addresses, is refused after one request."""
    people, other = People(), {"errors": [{"message": "no", "field": "from.email"}, {"field": "personalizations.0.to"}]}
    for answer in (refusal(7), Answer(400, json.dumps(other).encode())):
        with server(answer) as (base, seen), pytest.raises(Refused):
            channel("email", base, clock, people).send(claim(message(), recipients=_tokens(people)))
        assert len(seen) == 1


def _tokens(people: People) -> tuple[str, ...]:
    return tuple(person.token for person in people.recipients("fi"))
