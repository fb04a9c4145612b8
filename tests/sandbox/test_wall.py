"""The wall, as a person's browser gets it."""

from __future__ import annotations

import pytest
import requests
from markupsafe import escape

from tests.sandbox.clients import PAGE_TOKEN, letter, mail, x


@pytest.fixture(scope="module")
def busy(sandbox: str) -> str:
    """A sandbox with a post on X in two languages, one on Facebook, a draft and a mail."""
    x(sandbox).create_tweet(text="Bussi <b>kulkee</b> https://kokeilut.example.org/fi/bussi")
    x(sandbox, "sv").create_tweet(text="Bussen går")
    feed = f"{sandbox}/facebook/v24.0/espoo/feed"
    for message, out in (("Seinällä", "true"), ("Salainen", "false")):
        body = {"message": message, "published": out, "link": "https://kokeilut.example.org/fi/bussi"}
        requests.post(feed, data=body, headers=PAGE_TOKEN, timeout=10).raise_for_status()
    mail(sandbox).client.mail.send.post(request_body=letter())
    return sandbox


def _page(sandbox: str, **chosen: str) -> str:
    answer = requests.get(f"{sandbox}/", params=chosen, timeout=10)
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    return answer.text


def test_everything_public_is_there_and_no_draft(busy: str) -> None:
    """Posts, mails and links are seen; a draft is not; text of others is escaped."""
    page = _page(busy)
    assert "Bussi &lt;b&gt;kulkee" in page
    assert 'href="https://kokeilut.example.org/fi/bussi"' in page
    assert "t.co" not in page
    assert "Seinällä" in page
    assert "Salainen" not in page
    assert escape("<html lang='fi'>") in page
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    assert "To 1 recipient" in page


def test_a_mail_shows_its_way_out_and_its_entry(busy: str) -> None:
    """The first reader's own way out can be followed from the wall and from the mail, and the calendar entry taken."""
    out, entry = (
        "https://kutsu.example.org/leave/abc",
        {"content": "QQ==", "filename": "calendar.ics", "type": "application/ics"},
    )
    html = '<html lang="fi"><head><title>x</title></head><body><a href="-out-">Pois</a></body></html>'
    body = letter(
        content=[{"type": "text/plain", "value": "Kirje"}, {"type": "text/html", "value": html}], attachments=[entry]
    )
    body["personalizations"][0] |= {"headers": {"List-Unsubscribe": f"<{out}>"}, "substitutions": {"-out-": out}}
    mail(busy).client.mail.send.post(request_body=body)
    page = _page(busy, network="sendgrid")
    assert f'<a href="{out}" target="_blank"' in page
    assert escape(f'<a href="{out}">Pois</a>') in page
    assert escape('<head><base target="_blank"><title>') in page
    assert 'href="data:application/ics;base64,QQ==" download="calendar.ics"' in page


def test_links_filter_by_network_and_language(busy: str) -> None:
    """A filter shows its own and hides the rest."""
    swedish = _page(busy, language="sv")
    assert ("Bussen går" in swedish, "Seinällä" in swedish) == (True, False)
    facebook = _page(busy, network="facebook")
    assert ("Seinällä" in facebook, "Bussen går" in facebook) == (True, False)
    assert "Nothing is published" in _page(busy, network="x", language="en")
