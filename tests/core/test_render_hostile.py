"""Text from the sheet is data: whatever staff or a stranger types there stays the same characters in every message."""

from __future__ import annotations

import dataclasses
from html.parser import HTMLParser
from typing import Any

import pytest

from kutsu.core.content import localize
from kutsu.core.model import Subject, Texts
from kutsu.core.render import Renderer
from tests import samples

HOSTILE = "<script>alert(1)</script> {{7*7}} {% raw %} </title> \"q\" 'a' & <b>"
NAUGHTY = HOSTILE.replace(" ", "\r\n", 1).replace(" ", "\x00 \x1b ", 1) + "\u2028end"
TAMED = f"{HOSTILE} end"
RENDERER = Renderer(samples.sources(), samples.CITY, samples.languages())
KINDS: dict[str, Subject[Texts]] = {
    "pilots-selected": samples.ROUND,
    "testers-wanted": samples.PILOT,
    "session-invitation": samples.SESSION,
}


class _Reader(HTMLParser):
    """Gathers what a reader of a page sees, and the elements and links that are there."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.text += data


def _message(kind: str, content: Subject[str], network: str, *parts: str) -> dict[str, str]:
    message = RENDERER.message(kind, content, "fi", "residents", network, parts, samples.SITE, lambda _: True)
    return dict(message.parts)


def _hostile(kind: str, **changes: Any) -> Subject[str]:
    return dataclasses.replace(localize(KINDS[kind], "fi"), title=NAUGHTY, **changes)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("network", "part"),
    [("x", "status"), ("facebook", "status"), ("linkedin", "status"), ("mastodon", "status"), ("email", "text")],
)
def test_plain_text_keeps_it(kind: str, network: str, part: str) -> None:
    """Posts and plain mail show the characters as typed, on one line and without control characters."""
    assert TAMED in _message(kind, _hostile(kind), network, part)[part]


@pytest.mark.parametrize("kind", KINDS)
def test_a_mail_subject_stays_one_line(kind: str) -> None:
    """A newline in a title cannot begin another header."""
    subject = _message(kind, _hostile(kind), "email", "subject")["subject"]
    assert TAMED in subject
    assert subject.isprintable() or "\u00a0" in subject
    assert "\n" not in subject


@pytest.mark.parametrize("kind", KINDS)
def test_html_shows_it_as_text(kind: str) -> None:
    """The HTML mail has the very elements of a harmless one, and a reader sees the title as typed."""
    harmless = _Reader(_message(kind, localize(KINDS[kind], "fi"), "email", "html")["html"])
    hostile = _Reader(_message(kind, _hostile(kind), "email", "html")["html"])
    assert hostile.elements == harmless.elements
    assert TAMED in hostile.text


def test_no_address_runs_a_script() -> None:
    """A link cell leads only to the web: `javascript:` stays text."""
    hostile = _Reader(
        _message("testers-wanted", _hostile("testers-wanted", join="javascript:alert(1)"), "email", "html")["html"]
    )
    assert "javascript:alert(1)" in hostile.text
    assert not [link for link in hostile.links if link.startswith("javascript")]


def test_a_newline_cannot_pass_for_another_fact() -> None:
    """In plain text a cell of several lines stays behind its own label."""
    text = _message("testers-wanted", _hostile("testers-wanted", reward="Lippu\nPaikka: muualla"), "email", "text")[
        "text"
    ]
    assert "Palkkio: Lippu; Paikka: muualla" in text.splitlines()


@pytest.mark.parametrize("kind", KINDS)
def test_mail_is_small_and_has_a_way_out(kind: str) -> None:
    """Both forms of a mail carry the unsubscribe tag of its group, and the HTML stays far from the 100 kB that clients clip."""
    parts = _message(kind, localize(KINDS[kind], "fi"), "email", "text", "html")
    assert "-kutsu-unsub-url-" in parts["text"]
    assert 'href="-kutsu-unsub-url-"' in parts["html"]
    assert len(parts["html"].encode()) < 20_000
