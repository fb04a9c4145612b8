"""The weekly digest on its way through the gate: rendered, addressed, held by a person, and quiet where nobody chose its theme."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kutsu.core.config import ChannelTable
from kutsu.core.model import Digest
from kutsu.core.publication import Message
from tests.core.rows import PILOT, sheet
from tests.fakes import FakeChannel
from tests.test_release import LETTER, TICKS, Desk, keys, work

GENERAL = {f"DIGEST/digest/{key}/letter/2019-W42" for key in ("fi", "sv", "en")}
CHOSEN = {f"DIGEST-INTERPRETING/digest/{key}/letter/2019-W42" for key in ("fi", "sv", "en")}
THURSDAY = dt.date(2019, 10, 17)


class Letters(FakeChannel):
    """A list on which somebody chose no topics, and perhaps somebody this one."""

    topic: str = ""

    def shares(self, message: Message) -> Sequence[tuple[str, ...]]:
        """Whoever the message is addressed to."""
        assert message.chosen
        return [("somebody",)] if not message.topics or self.topic in message.topics else []


class Weekly(Desk):
    """A desk with a list that carries the digest alone."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.letter = Letters("letter", network="email", parts=LETTER, longest=100_000)
        table = ChannelTable("letter", "email", ("fi", "sv", "en"), kinds=("digest",))
        rules = replace(self.gate.rules, channels={"letter": table})
        self.surveyor = replace(self.surveyor, rules=rules)
        self.gate = replace(self.gate, rules=rules, channels={"letter": self.letter})


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Weekly]:
    """The day after the digest was to go out, with one approved pilot that looks for testers."""
    made = Weekly(tmp_path)
    for ticks in ({}, TICKS):
        row = {**PILOT, "announce": THURSDAY, "recruit": THURSDAY, "round": None, **ticks}
        made.sheet.holds = sheet(round=[], pilots=[row], sessions=[])
        made.surveyor.pull()
    yield made
    made.database.close()


def test_it_goes_to_who_chose_none(desk: Weekly) -> None:
    """The general digest goes in all languages, links the page of all, and a theme that nobody chose is neither due nor held."""
    ready = desk.ready()
    assert (keys(ready), ready.held) == (GENERAL, {})
    message = work(ready, "DIGEST/digest/fi/letter/2019-W42").message
    assert "Tulkkaussovellus asiointiin" in message.parts["text"]
    assert (message.topics, message.chosen, message.link) == ((), True, "https://pilots.example.org/fi//")


def test_a_theme_goes_to_who_chose_it(desk: Weekly) -> None:
    """Once somebody chose the theme, its digest goes too, to them."""
    vars(desk.letter)["topic"] = "interpreting"
    ready = desk.ready()
    assert keys(ready) == GENERAL | CHOSEN
    assert {work(ready, key).message.topics for key in CHOSEN} == {("interpreting",)}


def test_it_stands_in_the_previews_rows(desk: Weekly) -> None:
    """The survey has it as approved, and nothing of it is noted as if a row had it."""
    survey = desk.surveyor.look()
    found = [each for each in survey.standings.values() if isinstance(each.content, Digest)]
    assert {each.entry.subject.id for each in found} == {"DIGEST", "DIGEST-INTERPRETING"}
    assert desk.surveyor.memories.subjects() == {"PILOT-1"}


def test_a_person_holds_it(desk: Weekly) -> None:
    """A hold on its key keeps it and its sister in, as with anything else."""
    desk.pauses.hold("DIGEST/digest/sv/letter/2019-W42", desk.clock.now(), "not this week")
    ready = desk.ready()
    assert "DIGEST/digest/fi/letter/2019-W42" not in keys(ready)
