"""Mail over SMTP against a real server in a process of its own: what is known before the final dot, and what after it."""

from __future__ import annotations

import dataclasses
import logging
import traceback
from pathlib import Path

import pytest

from kutsu.channels import adapters
from kutsu.clock import TickingClock
from kutsu.core.config import ChannelTable
from kutsu.core.errors import Held, KutsuError, Refused, Unavailable, Unconfirmed
from kutsu.core.publication import Claimed, Receipt, Unclear
from tests.channels.people import People, listed
from tests.channels.post_office import PostOffice, opened
from tests.channels.stages import STAGES, channel
from tests.channels.test_email import BrokenList
from tests.channels.worlds import claim, message
from tests.test_door_tls import ELSEWHERE, HERE, certificate

TOKEN = f"{0:032x}"
STAGE = STAGES["smtp"]
LONG = 120_000
"""Lines."""


def addressed(words: str, clock: TickingClock, number: int = 0, **parts: str) -> Claimed:
    """A mail with `words` to one person."""
    said = message(**{"text": f"{words} {message().parts['text']}", **parts})
    return dataclasses.replace(claim(said, clock.now(), (f"{number:032x}",)), share=number)


@pytest.mark.parametrize("fault", ["drop-at-mail", "drop-in-data"])
def test_before_the_final_dot_it_is_not_out(fault: str, office: PostOffice, clock: TickingClock, words: str) -> None:
    """A connection that breaks before the final dot took nothing, surely: it may go again, and is then out once.

    The mail is longer than what the wire holds, so that it breaks off in its midst.
    """
    sender = channel("smtp", office.base("smtp"), clock)
    asked = addressed(words, clock, calendar=f"{'x' * 70}\n" * LONG if fault == "drop-in-data" else "")
    with office.rule("smtp", "", fault, times=1, after=-1), pytest.raises(Unavailable, match="so it is not out"):
        sender.send(asked)
    assert not office.out(words)
    receipt = sender.send(asked)
    assert [mail["id"] for mail in office.out(words)] == [receipt.remote_id]


@pytest.mark.parametrize("fault", ["lost", "reset", "hang", "trickle", "truncated", "html", "drop-before"])
def test_after_the_final_dot_it_is_in_doubt(fault: str, office: PostOffice, clock: TickingClock, words: str) -> None:
    """The same break after the final dot says nothing: the mail may be out, is never sent again, and nothing can prove it."""
    sender, asked = channel("smtp", office.base("smtp"), clock), addressed(words, clock)
    with office.rule("smtp", "", fault, times=1):
        with pytest.raises(Unconfirmed):
            sender.send(asked)
        assert office.seen() == 1
    assert len(office.out(words)) == (fault != "drop-before")
    finding = sender.find(asked)
    assert isinstance(finding, Unclear)
    assert (sender.proof.readings, sender.proof.proves) == ((), False)
    assert all(mail["id"] in finding.reason for mail in office.out(words))


def test_a_stale_connection_is_replaced(office: PostOffice, clock: TickingClock, words: str) -> None:
    """Mails share a connection; one that the server has left meanwhile is replaced without a word, as nothing was sent on it."""
    sender = channel("smtp", office.base("smtp"), clock, People([f"{n}@example.org" for n in range(9)]))
    before = office.told()["connections"]
    for number in range(3):
        sender.send(addressed(words, clock, number))
    assert office.told()["connections"] - before == 2  # TLS by STARTTLS is counted as a connection of its own
    with office.rule("smtp", "", "drop-at-mail", times=1, after=-1):
        sender.send(addressed(words, clock, 3))
    assert office.told()["connections"] - before == 4
    assert len(office.out(words)) == len({mail["id"] for mail in office.out(words)}) == 4


@pytest.mark.parametrize(
    ("person", "left", "kind"),
    [
        ("tuntematon@example.org", "invalid", None),
        ("häkki@example.org", "invalid", None),
        ("kielletty@example.org", "", Refused),
        ("harmaa@example.org", "", Unavailable),
    ],
)
def test_a_verdict_for_each_person(
    person: str, left: str, kind: type[KutsuError] | None, office: PostOffice, clock: TickingClock, words: str
) -> None:
    """Who is unknown is left out and stops nobody, a rule of the server is told, greylisting comes again; the next one gets it."""
    sender = channel("smtp", office.base("smtp"), clock, People([person, "toinen@example.org"]))
    assert sender.shares(message()) == [(TOKEN,), (f"{1:032x}",)]
    if kind:
        with pytest.raises(kind, match=r"answered \d{3}") as no:
            sender.send(addressed(words, clock))
        assert (type(no.value), person in str(no.value)) == (kind, False)
    else:
        assert sender.send(addressed(words, clock)).left_out == {TOKEN: left}
    sender.send(addressed(words, clock, 1))
    assert [mail["to"] for mail in office.out(words)] == [["toinen@example.org"]]


def test_who_left_is_left_out(office: PostOffice, clock: TickingClock, words: str) -> None:
    """Who left the list between claim and sending is not written to, and the delivery goes on; a broken list holds it."""
    receipt = channel("smtp", office.base("smtp"), clock, People([])).send(addressed(words, clock))
    assert isinstance(receipt, Receipt)
    assert receipt.left_out == {TOKEN: "left"}
    assert not office.out(words)
    with pytest.raises(Held, match="line 3"):
        channel("smtp", office.base("smtp"), clock, BrokenList()).send(addressed(words, clock))


def test_no_way_out_no_mail(office: PostOffice, clock: TickingClock, words: str) -> None:
    """Without `kutsu web` the list has no way out: the check says what to do, and nothing is sent."""
    table = ChannelTable("kanava", "smtp", ("fi",), base=office.base("smtp"), options=STAGE.options)
    closed = adapters()["smtp"].channel(table, STAGE.secrets, clock, listed(People()))
    (reason,) = closed.check()
    assert "run `kutsu web`" in reason
    with pytest.raises(Held, match="no mail without a way out"):
        closed.send(addressed(words, clock))
    with pytest.raises(Refused, match="its html has no -kutsu-unsub-url-"):
        channel("smtp", office.base("smtp"), clock).send(addressed(words, clock, html="<p>Moi</p>"))
    assert not office.out(words)


@pytest.mark.parametrize("tls", ["starttls", "implicit", "none"])
def test_every_way_in(tls: str, office: PostOffice, tmp_path: Path, clock: TickingClock, words: str) -> None:
    """By STARTTLS, with TLS from the first byte, or on this machine plain and without a login, the mail is out."""
    del office  # its certificate is what this process trusts
    login = {"login": "none"} if tls == "none" else {}
    with pytest.MonkeyPatch.context() as patch, opened(_trusted(tmp_path, patch), tls) as other:
        options = {**STAGE.options, "tls": tls, **login}
        table = ChannelTable("kanava", "smtp", ("fi",), base=other.base("smtp"), options=options)
        sender = adapters()["smtp"].channel(table, STAGE.secrets, clock, listed(People(), STAGE.way_out))
        assert sender.check() == []
        sender.send(addressed(words, clock))
        assert len(other.out(words)) == 1


def _trusted(folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """The folder with a certificate for this machine, which this process trusts."""
    certificate(folder, HERE)
    patch.setenv("SSL_CERT_FILE", str(folder / "authority.pem"))
    return folder


def test_no_tls_no_mail(tmp_path: Path, clock: TickingClock, words: str) -> None:
    """A server without STARTTLS, one that nobody vouches for and one of another name get neither a login nor a mail."""
    certificate(tmp_path, ELSEWHERE)
    for tls, reason in (("none", "offers no STARTTLS"), ("starttls", "CERTIFICATE_VERIFY_FAILED")):
        with opened(tmp_path, tls) as other:
            sender = channel("smtp", other.base("smtp"), clock)
            with pytest.raises((Held, Unavailable), match=reason):
                sender.send(addressed(words, clock))
            assert not other.out(words)
    with pytest.MonkeyPatch.context() as patch, opened(tmp_path) as other:
        patch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
        (told,) = channel("smtp", other.base("smtp"), clock).check()
        assert "IP address mismatch" in told


def test_nothing_leaks(
    office: PostOffice, clock: TickingClock, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """A server quotes the address in its no, all loggers are at DEBUG: no error, log, repr or stream has it, or a secret."""
    people = People(["kielletty@example.org"])
    with caplog.at_level(logging.DEBUG):
        sender = channel("smtp", office.base("smtp"), clock, people)
        with pytest.raises(Refused) as no:
            sender.send(addressed("Koe", clock))
        assert sender.check() == []
        wrong = channel("smtp", office.base("smtp"), clock, secrets={**STAGE.secrets, "password": "väärä"}).check()
    assert "in ASCII" in wrong[0]
    shown = [caplog.text, *wrong, *capfd.readouterr(), repr(vars(sender)), *traceback.format_exception(no.value)]
    hidden = [*STAGE.secrets.values(), *people.addresses, "väärä"]
    assert "***@***" in str(no.value)
    assert not [(secret, text) for secret in hidden for text in shown if secret in text.replace("kokeilut@espoo", "")]
