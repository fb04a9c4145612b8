"""X's count and X's way to give a text back."""

from __future__ import annotations

import pytest

from kutsu.channels.x import wording


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("ä" * 280, True),
        ("a\u0308" * 280, True),
        ("ä" * 281, False),
        ("€" * 140, True),
        ("€" * 141, False),
        ("Ж" * 280, True),
        ("中" * 140, True),
        ("中" * 141, False),
        ("a" * 256 + " https://kokeilut.example.org/" + "x" * 200, True),
        ("a" * 257 + " https://kokeilut.example.org/", False),
        ("👩‍👩‍👧‍👦" * 140, True),
        ("👩‍👩‍👧‍👦" * 141, False),
        ("", False),
    ],
)
def test_the_count_is_that_of_x(text: str, fits: bool) -> None:
    """Letters weigh 1 after NFC, Chinese signs and the euro sign 2, any link 23 and any emoji 2: never their number of characters."""
    assert wording.fits(text) is fits


def test_links_entities_and_media_are_undone() -> None:
    """A post reads as it was written, though X shortened its links, escaped its ampersand and added a link to its picture."""
    post = {
        "text": "Kahvia &amp; kokeiluja &lt;3 https://t.co/abc https://t.co/pic",
        "entities": {
            "urls": [
                {"url": "https://t.co/abc", "expanded_url": "https://example.org/fi?a=1&copy=2"},
                {"url": "https://t.co/pic", "expanded_url": "https://x.com/e/status/1/photo/1", "media_key": "3_1"},
            ]
        },
    }
    assert wording.shown(post) == "Kahvia & kokeiluja <3 https://example.org/fi?a=1&copy=2"


def test_the_note_holds_the_whole_of_a_long_post() -> None:
    """The text of a long post is read from its note, not from the part that X shows first."""
    assert wording.shown({"text": "Alku…", "note_tweet": {"text": "Alku ja loppu"}}) == "Alku ja loppu"


@pytest.mark.parametrize(
    ("written", "given_back"),
    [
        ("Sa\u0308hko\u0308 ", "Sähkö"),
        ("Katso kutsu.fi nyt", "Katso http://kutsu.fi nyt"),
        ("https://example.org", "https://example.org/"),
        ("rivi\r\nrivi", "rivi\nrivi"),
    ],
)
def test_what_x_changes_is_no_difference(written: str, given_back: str) -> None:
    """Composition, line ends, an added scheme and a final slash do not hide a post from its own author."""
    assert wording.comparable(written) == wording.comparable(given_back)


def test_another_text_is_another_text() -> None:
    """One different digit is a difference."""
    assert wording.comparable("Klo 17 https://example.org/1") != wording.comparable("Klo 17 https://example.org/2")
