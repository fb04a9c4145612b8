"""What a message in two languages is on each network: how it is marked, and who gets it."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection

import pytest
import requests

from kutsu.channels import adapters
from kutsu.channels.bluesky import record
from kutsu.clock import TickingClock
from kutsu.core.config import ChannelTable
from kutsu.core.errors import Faulty
from kutsu.core.publication import Found, Message
from tests.channels.people import People, listed
from tests.channels.stages import STAGES, Sandbox, channel
from tests.channels.worlds import LINK, claim, message


def joint(words: str) -> Message:
    """A message in Finnish and Swedish."""
    return dataclasses.replace(message(f"{words} {LINK}\n\n—\n\nPå svenska {LINK}"), language="fi+sv")


def test_on_bluesky_both_languages_are_named() -> None:
    """The record's `langs` has both, in their order."""
    assert record.record(joint("Koe"), "2026-05-04T09:00:00.000Z")["langs"] == ["fi", "sv"]


@pytest.mark.parametrize("adapter", ["x", "facebook", "linkedin", "mastodon", "bluesky"])
def test_every_network_takes_it(adapter: str, sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """It goes out once, whatever the network calls its language, and is read back as one."""
    sender = channel(adapter, sandbox.base(adapter), clock)
    asked = claim(joint(words), clock.now(), sender.shares(joint(words))[0])
    ready = dataclasses.replace(asked, marks=sender.prepare(asked))
    receipt = sender.send(ready)
    (published,) = sandbox.out(words)
    assert "På svenska" in published["text"]
    clock.sleep_until(clock.now() + STAGES[adapter].lag)
    assert sender.find(ready) == Found(receipt)


def test_on_mastodon_the_first_language_marks_it(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """Mastodon has room for one language; the one that the status begins with is named."""
    sender = channel("mastodon", sandbox.base("mastodon"), clock)
    asked = claim(joint(words), clock.now())
    receipt = sender.send(dataclasses.replace(asked, marks=sender.prepare(asked)))
    head = {"Authorization": f"Bearer {STAGES['mastodon'].secrets['token']}"}
    place = f"{sandbox.base('mastodon')}/api/v1/statuses/{receipt.remote_id}"
    assert requests.get(place, headers=head, timeout=5).json()["language"] == "fi"


@dataclasses.dataclass(frozen=True)
class Both(People):
    """Some who read Finnish, some who read Swedish, one who is on both lists."""

    def recipients(self, language: str, topics: Collection[str] = ()) -> list[object]:  # type: ignore[override]  # noqa: ARG002 - people all the same
        """Two for each language."""
        finnish, swedish = ("yksi@example.org", "molemmat@example.org"), ("molemmat@example.org", "tva@example.org")
        everyone = {address: number for number, address in enumerate(dict.fromkeys((*finnish, *swedish)))}
        people = finnish if language == "fi" else swedish
        return [
            type(person)(person.address, f"{everyone[person.address]:032x}")
            for person in People(people).recipients("fi")
        ]


def test_one_letter_to_each_reader_of_either_language(sandbox: Sandbox, clock: TickingClock, words: str) -> None:
    """Everyone who reads one of the languages gets the one letter once, from the first language's sender."""
    people = Both()
    sender = channel("email", sandbox.base("email"), clock, people)
    said = joint(words)
    said = dataclasses.replace(said, parts={**said.parts, "text": f"{words} {said.parts['text']}"})
    (share,) = sender.shares(said)
    assert len(share) == 3
    sender.send(claim(said, clock.now(), share))
    (mail,) = sandbox.out(words)
    assert all(
        address in json.dumps(mail) for address in ("yksi@example.org", "molemmat@example.org", "tva@example.org")
    )


def test_one_letter_has_one_way_out(clock: TickingClock) -> None:
    """A list that says its languages together in groups that differ is refused: who left one would be written to by the other."""
    options = {**STAGES["email"].options, "unsubscribe_group_sv": 102}
    table = ChannelTable("kirje", "email", ("fi", "sv"), options=options, layout="together")
    with pytest.raises(Faulty, match="one letter in several languages has one group"):
        adapters()["email"].channel(table, {}, clock, listed(People()))
    apart = dataclasses.replace(table, layout="separate")
    assert adapters()["email"].channel(apart, {}, clock, listed(People()))
