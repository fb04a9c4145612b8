"""The mail that a server gets: its headers, its parts, and letters that break those who write them by hand."""

from __future__ import annotations

import dataclasses
import random
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr

import pytest

from kutsu.channels.smtp.letter import Sender, letter, message_id
from kutsu.clock import TickingClock
from kutsu.core.errors import Refused
from kutsu.core.publication import Claimed
from tests.channels.post_office import PostOffice
from tests.channels.stages import channel
from tests.channels.test_smtp import addressed

CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:CANCEL\r\nBEGIN:VEVENT\r\nSUMMARY:Leppävaara\r\nLOCATION:Hagalund å\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)
WAY_OUT = f"https://kutsu.espoo.example/fi/{0:032x}?list=residents&why=<left>"


def arrived(
    office: PostOffice, clock: TickingClock, words: str, asked: Claimed | None = None
) -> tuple[EmailMessage, bytes]:
    """The mail as it came over the wire, read and raw."""
    channel("smtp", office.base("smtp"), clock).send(asked or addressed(words, clock))
    (mail,) = office.out(words)
    return mail["mail"], mail["raw"]


def test_the_headers(office: PostOffice, clock: TickingClock, words: str) -> None:
    """From, list, language and way out are there for the recipient alone; the way out is one line that a program can follow."""
    asked = addressed(words, clock)
    mail, raw = arrived(office, clock, words, asked)
    assert mail["From"] == "Espoon kaupunki <kokeilut@espoo.example>"
    assert mail["To"] == "yksi@example.org"
    assert mail["List-Unsubscribe"] == f"<{WAY_OUT}>"
    assert f"List-Unsubscribe: <{WAY_OUT}>\r\n".encode() in raw
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Id"] == "<residents.fi.espoo.example>"
    assert (mail["Content-Language"], mail["Auto-Submitted"]) == ("fi", "auto-generated")
    assert mail["Date"].datetime == asked.claimed_at.replace(microsecond=0)
    assert not {"Cc", "Bcc", "Sender"} & set(mail.keys())


def test_the_key_is_the_message_id(office: PostOffice, clock: TickingClock, words: str) -> None:
    """Message-ID is the same at every attempt, another one for another person, and names nobody."""
    asked, sender = addressed(words, clock), Sender("kokeilut@espoo.example", "")
    again = dataclasses.replace(asked, marks={"later": "yes"})
    mail, _ = arrived(office, clock, words, asked)
    assert mail["Message-ID"] == message_id(asked, sender) == message_id(again, sender)
    assert message_id(asked, sender) != message_id(dataclasses.replace(asked, share=1), sender)
    assert mail["Message-ID"].endswith("@espoo.example>")


def test_the_parts_with_a_calendar(office: PostOffice, clock: TickingClock, words: str) -> None:
    """Text, HTML and the calendar are alternatives, with the calendar's own method; the same calendar is attached, byte for byte."""
    mail, _ = arrived(office, clock, words, addressed(words, clock, calendar=CALENDAR))
    alternative, attached = mail.iter_parts()
    types = [part.get_content_type() for part in alternative.iter_parts()]
    assert mail.get_content_type() == "multipart/mixed"
    assert types == ["text/plain", "text/html", "text/calendar"]
    shown = list(alternative.iter_parts())[2]
    assert (shown.get_param("method"), shown.get_content_charset()) == ("CANCEL", "utf-8")
    assert (attached.get_filename(), attached.get_content()) == ("invite.ics", CALENDAR.encode())


def test_without_a_calendar_there_is_no_attachment(office: PostOffice, clock: TickingClock, words: str) -> None:
    """A mail of text and HTML is an alternative of both, each with the recipient's own way out and no literal left."""
    mail, raw = arrived(office, clock, words)
    assert mail.get_content_type() == "multipart/alternative"
    text, page = (part.get_content() for part in mail.iter_parts())
    assert WAY_OUT in text
    assert WAY_OUT.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in page
    assert b"unsub-url" not in raw
    assert b"asm_group" not in raw


def test_hostile_lines_arrive_as_they_were(office: PostOffice, clock: TickingClock, words: str) -> None:
    """Lines that begin with a dot, a lone dot, endless lines, and letters of three alphabets arrive to the letter."""
    lines = f"{words}\n.\n..\n.alku\nRivi {'x' * 3_000}\nÅÄÖ åäö\nПривет\nمرحبا\n{'ä' * 2_000}\n-kutsu-unsub-url-\n"
    subject = f"Öiset bussit Leppävaarassa ja Hagalundissa: {'åäö ' * 30}مرحبا"
    mail, raw = arrived(office, clock, words, addressed(words, clock, text=lines, subject=subject))
    text = mail.get_body(("plain",))
    assert text is not None
    assert text.get_content().replace("\r\n", "\n") == lines.replace("-kutsu-unsub-url-", WAY_OUT)
    assert mail["Subject"] == subject
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert raw.isascii()


@pytest.mark.parametrize(
    "name", ["", "Espoon kaupunki", 'Espoo, "kokeilut" (testi)', f"Esbo stads försök {'på språk ' * 9}"]
)
def test_no_blank_of_a_name_or_a_subject_is_lost(name: str, clock: TickingClock) -> None:
    """Wherever a line ends, name and subject are read as they were written (the library's own way drops a blank in one of 17)."""
    chance = random.Random(1)
    for _ in range(60):
        subject = " ".join(
            chance.choice(("Esbo", "försök", "ääkköset", "kaupunki,", "(testi)")) for _ in range(chance.randint(1, 20))
        )
        asked = addressed("Koe", clock, subject=subject)
        raw = bytes(
            letter(asked, Sender("kokeilut@espoo.example", name.strip()), "a@example.org", WAY_OUT, "residents")
        )
        mail = BytesParser().parsebytes(raw)  # as the readers' programs do it; the newer parser adds blanks of its own
        shown = parseaddr(str(mail["From"]))
        assert str(make_header(decode_header(mail["Subject"]))) == subject
        assert (str(make_header(decode_header(shown[0]))), shown[1]) == (name.strip(), "kokeilut@espoo.example")
        assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_nothing_is_smuggled_into_a_header(office: PostOffice, clock: TickingClock, words: str) -> None:
    """A subject, an address or a way out with a line break never becomes a header."""
    with pytest.raises(Refused, match="control character"):
        channel("smtp", office.base("smtp"), clock).send(addressed(words, clock, subject="Moi\r\nBcc: a@example.org"))
    sender, asked = Sender("kokeilut@espoo.example", "Espoo"), addressed(words, clock)
    for address, way_out in (
        ("a@example.org\r\nBcc: b@example.org", WAY_OUT),
        ("a@example.org", f"{WAY_OUT}\r\nBcc: b"),
    ):
        with pytest.raises(ValueError, match=r"linefeed|newline|CR|LF|address|nvalid"):
            letter(asked, sender, address, way_out, "residents")
    assert not office.out(words)
