"""The request to SendGrid, and which mail must not leave."""

from __future__ import annotations

import base64
import dataclasses
import json
import re

import pytest

from kutsu.channels.email import letter
from kutsu.channels.email.letter import WAY_OUT, Sender
from kutsu.core.errors import Held
from kutsu.core.publication import Message
from tests.channels.mails import way_out
from tests.channels.people import People
from tests.channels.worlds import claim, message

SENDER = Sender("kokeilut@espoo.example", "Espoon kaupunki", 101)
PEOPLE = People().recipients("fi")


def test_nobody_sees_another_address() -> None:
    """Each recipient has a personalization of their own with one address in it."""
    body = letter.request(claim(message()), SENDER, PEOPLE)
    assert [one["to"] for one in body["personalizations"]] == [
        [{"email": "yksi@example.org"}],
        [{"email": "kaksi@example.org"}],
    ]


def test_what_sendgrid_keeps_is_not_personal() -> None:
    """Categories name kind and language, the argument is a hash: no key and no address stand in either."""
    body = letter.request(claim(message()), SENDER, PEOPLE)
    kept = json.dumps([body["categories"], body["personalizations"][0]["custom_args"]])
    assert body["categories"] == ["testers-wanted", "fi"]
    assert "P-1" not in kept
    assert "@" not in kept


def test_no_mail_without_a_way_out() -> None:
    """A mail whose text or HTML lost its unsubscribe address is told so, part by part."""
    assert letter.faults(message()) == []
    assert len(letter.faults(message(text="Moi", html="<p>Moi</p>"))) == 2


def test_a_subject_cannot_smuggle_a_header_in() -> None:
    """A line break, or any control character, in the subject is a fault."""
    for sign in "\r\n\x00\x85":
        assert letter.faults(message(subject=f"Tule{sign}Bcc: kaikki@example.org"))


def test_a_mail_that_would_be_clipped_does_not_fit() -> None:
    """HTML of more bytes than Gmail shows, or an endless subject, does not fit; letters count by their bytes."""
    assert letter.fits(message())
    assert not letter.fits(message(html="ä" * 51_001))
    assert not letter.fits(message(subject="a" * 901))


def test_only_refused_addresses_are_taken_out() -> None:
    """Rows are named when all faults are addresses; one other fault and nothing is."""
    bad = [{"field": "personalizations.7.to.0.email"}, {"field": "personalizations.12.to.0.email"}]
    assert letter.bad_addresses(bad) == {7, 12}
    assert letter.bad_addresses([*bad, {"field": "from.email"}]) == set()
    assert letter.bad_addresses([]) == set()


def test_everyone_has_a_way_out_of_their_own() -> None:
    """With a way out of ours each reader's own address stands in their headers and in both bodies, and no group is named."""
    body = letter.request(claim(message()), SENDER, PEOPLE, way_out)
    addresses = [f"https://kutsu.example.org/leave/fi/{person.token}" for person in PEOPLE]
    assert [one["substitutions"] for one in body["personalizations"]] == [{WAY_OUT: address} for address in addresses]
    heads = [one["headers"] for one in body["personalizations"]]
    assert [head["List-Unsubscribe"] for head in heads] == [f"<{address}>" for address in addresses]
    assert {head["List-Unsubscribe-Post"] for head in heads} == {"List-Unsubscribe=One-Click"}
    assert all(WAY_OUT in content["value"] for content in body["content"])
    assert "asm" not in body


def test_a_group_lets_out_where_we_do_not() -> None:
    """Without a way out of ours both bodies have SendGrid's tag and the request its group; nothing promises one click."""
    body = letter.request(claim(message()), SENDER, PEOPLE)
    assert body["asm"] == {"group_id": 101}
    assert all(letter.ASM_TAG in each["value"] and WAY_OUT not in each["value"] for each in body["content"])
    assert not any("List-Unsubscribe" in one["headers"] for one in body["personalizations"])


@pytest.mark.parametrize(
    "address",
    [
        "http://kutsu.example.org/x",
        "https://a.example/x\r\nBcc: b@c.fi",
        "https://a.example/?a=1&b",
        "https://a.example/ä",
        "",
    ],
)
def test_a_way_out_that_could_break_a_mail_is_held(address: str) -> None:
    """Without TLS, or with a sign that header, text and HTML do not all bear, no mail is made, and its words hold no address."""
    with pytest.raises(Held, match="way out") as told:
        letter.request(claim(message()), SENDER, PEOPLE, lambda _token, _language: address)
    assert "example" not in str(told.value)


def test_the_demo_lets_out_on_its_own_machine() -> None:
    """Loopback alone may do without TLS."""
    body = letter.request(claim(message()), SENDER, PEOPLE, lambda token, _: f"http://127.0.0.1:4300/leave/{token}")
    assert body["personalizations"][0]["substitutions"][WAY_OUT].startswith("http://127.0.0.1:4300/")


def test_a_list_is_known_by_its_id_and_language() -> None:
    """The id is the same for a list and language whatever is said, below the sender's domain; the name is one word to a header."""
    heads = letter.request(claim(message()), SENDER, PEOPLE)["personalizations"][0]["headers"]
    assert heads == {"List-Id": "Espoon kaupunki <channel.fi.espoo.example>", "Content-Language": "fi"}
    joint = dataclasses.replace(
        claim(message()), key="P-1/x/fi+sv/Uutis_kirje/", message=Message("fi+sv", {**message().parts}, "")
    )
    sender = Sender("a@esbo.example", "Esbo stad, å", 0)
    heads = letter.request(joint, sender, PEOPLE)["personalizations"][0]["headers"]
    assert heads["Content-Language"] == "fi, sv"
    assert re.fullmatch(r"=\?utf-8\?[\x21-\x7e]+\?= <uutis-kirje\.fi-sv\.esbo\.example>", heads["List-Id"])


def test_a_calendar_entry_is_attached() -> None:
    """The entry leaves as it is, byte for byte, under an ASCII name and a type that SendGrid does not relabel; else there is none."""
    entry = "BEGIN:VCALENDAR\r\nSUMMARY:Leppävaara – Hagalund å\r\nEND:VCALENDAR\r\n"
    (file,) = letter.request(claim(message(calendar=entry)), SENDER, PEOPLE)["attachments"]
    assert base64.b64decode(file.pop("content")).decode() == entry
    assert file == {"type": "application/ics", "filename": "calendar.ics", "disposition": "attachment"}
    assert "attachments" not in letter.request(claim(message()), SENDER, PEOPLE)


def test_nobody_is_watched() -> None:
    """No click, no opening and no footer of SendGrid's: all tracking is off, and a share is named by number alone."""
    body = letter.request(dataclasses.replace(claim(message()), share=3), SENDER, PEOPLE, way_out)
    assert {name for name, setting in body["tracking_settings"].items() if setting["enable"]} == set()
    own = body["personalizations"][0]["custom_args"]
    assert own.keys() == {"kutsu_delivery", "kutsu_share"}
    assert (len(own["kutsu_delivery"]), own["kutsu_share"]) == (64, "3")
