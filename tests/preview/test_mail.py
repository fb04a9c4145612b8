"""A ticked row's preview goes to its contact once, by the real client; a mail that surely did not leave is tried again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kutsu.channels.email import EmailCredentials
from kutsu.channels.email.internal import InternalMail
from kutsu.channels.email.letter import Sender
from kutsu.core.grid import Fault
from kutsu.ledger.mailed import Mailed
from kutsu.preview.mail import LONGEST_SUBJECT, PreviewMail, subject
from kutsu.sandbox import start
from tests.books import Row
from tests.channels import worlds
from tests.channels.stages import STAGES, Sandbox
from tests.core.rows import CONTACT, PILOT, sheet
from tests.preview.desk import PreviewDesk

ASKED: Row = {**PILOT, "mail": True}
SENDS = STAGES["email"].acts


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """The outside world, as a process of its own."""
    with start(tmp_path_factory.mktemp("sandbox"), worlds.clock(6)) as address:
        yield Sandbox(address)


class PostDesk(PreviewDesk):
    """A desk of one pilot, whose contact has an address that no other test writes to."""

    def __init__(self, path: Path, sandbox: Sandbox, address: str) -> None:
        super().__init__(path)
        self.sandbox, self.address = sandbox, address
        sender = Sender("kokeilut@espoo.example", "Espoon kaupunki", 0)
        secrets = EmailCredentials.of(STAGES["email"].secrets)
        courier = InternalMail("newsletter", secrets, worlds.clock(6), sender, sandbox.base("email"))
        self.mail = PreviewMail(self.previews, Mailed(self.database), self.clock, courier)
        self.surveyor = replace(self.surveyor, followers=[self.previews, self.mail])

    def read(self, row: Row) -> list[Fault]:
        """Pull a sheet with this row; gives what is told of previews."""
        contact = {**CONTACT, "email": self.address}
        self.sheet.holds = sheet(round=[], pilots=[{**row, "round": None}], sessions=[], contacts=[contact])
        return self.faults()

    def inbox(self) -> list[dict[str, Any]]:
        """The mails that the contact has."""
        return [mail for mail in self.sandbox.out("PILOT-1") if self.address in str(mail["recipients"])]


@pytest.fixture
def desk(tmp_path: Path, sandbox: Sandbox, request: pytest.FixtureRequest) -> Iterator[PostDesk]:
    """A pilot that was pulled without the tick."""
    made = PostDesk(tmp_path, sandbox, f"{request.node.name.replace('_', '.')}@espoo.example")
    made.read(PILOT)
    yield made
    made.database.close()


def test_once_per_tick(desk: PostDesk) -> None:
    """One tick is one mail, however often it is pulled; taken away and set again, it is another one."""
    assert desk.read(PILOT) == []
    assert desk.inbox() == []
    for _ in range(3):
        assert desk.read(ASKED) == []
    assert len(desk.inbox()) == 1
    desk.read(PILOT)
    desk.read(ASKED)
    assert len(desk.inbox()) == 2


def test_what_it_says(desk: PostDesk) -> None:
    """It has the messages in text, where each language stands, the link to each page, and no list's way out."""
    desk.read({**ASKED, "what.en": None})
    (mail,) = desk.inbox()
    assert mail["subject"] == "Esikatselu / Förhandsvisning / Preview: Tulkkaussovellus asiointiin"
    text = mail["text"]
    assert all(str(desk.previews.address("PILOT-1", ui)) in text for ui in ("fi", "sv", "en"))
    assert "sv: Odottaa hyväksyntää / Väntar på godkännande / Waits for approval" in text
    assert "Missing: What (en)" in text
    assert "X · x-sv · sv · pe 18.10.2019 klo 9.30 · Kokeilu valittu" in text
    assert "Tolkningsapp för ärenden" in text
    assert "<%" not in text
    assert mail["recipients"] == [desk.address]


def test_surely_not_sent(desk: PostDesk) -> None:
    """A mail that the network refused is told at its row, without an address, and goes with a later pull."""
    with desk.sandbox.rule("email", SENDS, "429"):
        (fault,) = desk.read(ASKED)
    assert (fault.code, fault.severity, fault.row) == ("preview-unmailed", "note", 2)
    assert "answered 429" in fault.message["sv"]
    assert not any(desk.address in words for words in fault.message.values())
    assert desk.inbox() == []
    assert desk.read(ASKED) == []
    assert len(desk.inbox()) == 1


def test_perhaps_sent(desk: PostDesk) -> None:
    """A mail whose answer was lost is told once and never repeated: twice is worse than lost."""
    with desk.sandbox.rule("email", SENDS, "lost"):
        (fault,) = desk.read(ASKED)
        assert "Esikatselua ei voitu lähettää" in fault.message["fi"]
    assert desk.read(ASKED) == []
    assert len(desk.inbox()) == 1


def test_nobody_to_send_it(desk: PostDesk) -> None:
    """Without a mail channel the row says so in three languages, and the tick waits."""
    desk.surveyor = replace(desk.surveyor, followers=[desk.previews, replace(desk.mail, courier=None)])
    (fault,) = desk.read(ASKED)
    assert "ei ole" in fault.message["fi"]
    assert "ingen e-postkanal" in fault.message["sv"]
    assert "no mail channel" in fault.message["en"]
    assert desk.mail.mailed.known() == set()


def test_a_subject_is_one_line(desk: PostDesk) -> None:
    """Whatever a title holds, the subject of the mail is one line of bearable length."""
    desk.read({**PILOT, "title.fi": "Rivi\nBcc: x@example.org " + "pitkä " * 60})
    (row,) = desk.previews.rows(desk.surveyor.look())
    assert "\n" not in subject(row)
    assert len(subject(row)) == LONGEST_SUBJECT
