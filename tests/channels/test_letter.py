"""The request to SendGrid, and which mail must not leave."""

from __future__ import annotations

import json

from kutsu.channels.email import letter
from kutsu.channels.email.letter import Sender
from tests.channels.stages import People
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
