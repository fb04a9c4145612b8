"""Little text: whatever is written, all of it is published, and it is read back as it was written."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kutsu.channels.linkedin.little import comparable, escape, unescape
from kutsu.sandbox.networks.linkedin import little
from tests.goldens import FOLDER

PIECES = st.sampled_from(
    [
        *r"\|{}@[]()<>#*_~ ",
        "\n",
        ".",
        "a",
        "ä",
        "a\u0308",
        "1",
        "\u200d",
        "\u0627",
        "\ud800",
        "→",
        "%5F",
        "e.org",
        "/a_b(c)",
        "https://",
        "http://e.org/",
        "#tag",
        "{hashtag|",
        "|#|",
        r"|\#|",
    ]
)
TEXTS = st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=14).map("".join))


@settings(max_examples=2000, deadline=None, derandomize=True)
@given(TEXTS)
def test_every_text_survives(text: str) -> None:
    """No text is cut by the sandbox's rule; residents, and who reads back, see it as written, links percent-encoded at most."""
    escaped = escape(text)
    assert little.cut(escaped) == escaped
    assert little.plain(escaped) == unescape(escaped)
    assert decoded(unescape(escaped)) == decoded(text)
    assert unescape(escaped) == text or "http" in text


def decoded(text: str) -> str:
    """`text` with the reserved characters of its links as typed."""
    return re.sub("%(5B|5D|28|29|2A|5F|7E|40)", lambda one: chr(int(one[1], 16)), text)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("Tule (heti)!", r"Tule \(heti\)!"),
        ("info@espoo.example", r"info\@espoo.example"),
        ("#Espoo #DigiKokeilut, #2027kesä", r"{hashtag|\#|Espoo} {hashtag|\#|DigiKokeilut}, {hashtag|\#|2027kesä}"),
        ("#1 a#b #a_b ##c", r"\#1 a\#b \#a\_b \#\#c"),
        ("https://e.org/a_b~c/", "https://e.org/a%5Fb%7Ec/"),
        ("https://e.org/a_(b)#c_d, ja", r"https://e.org/a%5F%28b%29\#c%5Fd, ja"),
        ("(https://e.org/a).", r"\(https://e.org/a\)."),
        ("https://e.org/?q[]=1&b=*", "https://e.org/?q%5B%5D=1&b=%2A"),
        ("<https://e.org/>", r"\<https://e.org/\>"),
        (r"\{hashtag|#|a}", r"\\\{hashtag\|\#\|a\}"),
    ],
)
def test_how_it_is_written(text: str, escaped: str) -> None:
    """Reserved characters get a backslash; links and hashtags stay alive."""
    assert escape(text) == escaped


def test_no_golden_text_is_cut() -> None:
    """All that Kutsu says on LinkedIn is published to its last character."""
    texts = [path.read_text("utf-8") for path in sorted((FOLDER / "linkedin").iterdir())]
    assert texts
    for text in texts:
        assert little.plain(escape(text)) == text


def test_texts_are_compared_as_people_see_them() -> None:
    """Composed or not, with one blank or two, a hashtag with or without its backslash: it is the same text."""
    assert comparable("Sa\u0308hko\u0308  {hashtag|#|a}\n") == comparable("Sähkö {hashtag|\\#|a}")
    assert comparable("Sähkö") != comparable("Sahko")
