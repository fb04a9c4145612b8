"""What every mail has: its language, what it is about near its top, one button, the way out; in text the same as in HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from kutsu.channels.email.letter import LONGEST_HTML
from tests import mails

ALL = {**mails.demo(), **mails.samples_of_all_kinds()}
ARABIC = {name: parts for name, parts in ALL.items() if name.split(".")[1] == "ar"}
RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff]")


class Seen(HTMLParser):
    """The elements of a page with their attributes, and its visible text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html[html.index("<main") :])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))
        self.text += " " * (tag == "br")

    def handle_data(self, data: str) -> None:
        """Gather the text."""
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of all elements of a tag."""
        return [attributes for found, attributes in self.elements if found == tag]


@pytest.mark.parametrize("name", ALL)
def test_the_frame(name: str) -> None:
    """Language and direction stand on the page and again on the table of each language; titles come in order; no mail is clipped."""
    html, seen = ALL[name]["html"], Seen(ALL[name]["html"])
    keys = name.split(".")[1].split("+")
    spoken = [mails.RENDERER.voice(key).language for key in keys]
    way = spoken[0].direction
    assert f'<html lang="{spoken[0].tag}" dir="{way}"' in html
    tables = [each for each in seen.all("table") if "lang" in each]
    assert [(each["lang"], each["dir"]) for each in tables] == [(each.tag, way) for each in spoken]
    assert all(each["role"] == "presentation" for each in seen.all("table"))
    assert next(tag for tag, _ in seen.elements if tag in ("h1", "h2")) == "h1"
    assert len(seen.all("h1")) == len(keys)
    assert len(html.encode()) < LONGEST_HTML / 3


@pytest.mark.parametrize("name", ALL)
def test_one_button_and_one_way_out(name: str) -> None:
    """Each language has one button and, in both parts, one way out with why one got the mail; nothing else looks like a button."""
    parts, languages = ALL[name], name.split(".")[1].count("+") + 1
    assert sum(each.get("class") == "button" for each in Seen(parts["html"]).all("a")) == languages
    assert parts["html"].count('href="-kutsu-unsub-url-"') == parts["text"].count("-kutsu-unsub-url-") == languages


@pytest.mark.parametrize("name", ALL)
def test_the_text_tells_the_same(name: str) -> None:
    """Every word that the text part says, its addresses aside, is in the HTML too: neither tells less than the other."""
    html = " ".join(Seen(ALL[name]["html"]).text.split())
    lines = [line for line in ALL[name]["text"].splitlines() if line.strip("-— ") and "://" not in line]
    words = {word.strip(",;:") for line in lines for word in line.split()} - {"-kutsu-unsub-url-", "·", "–"}
    assert words <= {word.strip(",;:") for word in html.split()} | set(re.split(r"[,;: ]+", html))
    assert ALL[name]["text"]


def test_what_when_and_where_come_first() -> None:
    """In an invitation, when and where stand right below the headline, before the running text and the button."""
    text = Seen(ALL["session-invitation.fi.INFO-01.residents"]["html"]).text
    marks = [
        "Infotilaisuus:",
        "Aika",
        "Paikka",
        "Ilmoittautuminen",
        "Kerromme,",
        "Lue lisää",
        "Ohjelma",
        "Yhteystiedot",
    ]
    assert [text.index(mark) for mark in marks] == sorted(text.index(mark) for mark in marks)


def test_the_sides_are_mirrored() -> None:
    """What is left in Finnish is right in Arabic, by physical properties alone: logical ones are not safe in mail."""
    finnish, arabic = (ALL[f"session-invitation.{key}.INFO-01.residents"]["html"] for key in ("fi", "ar"))
    assert "text-align: left" in finnish
    assert "text-align: right" in arabic
    assert "text-align: left" not in arabic
    assert "border-left: 5px" not in arabic
    assert "border-right: 5px" in arabic
    assert not re.search(r"inline-(start|end)|text-align: (start|end)", finnish + arabic)


@pytest.mark.parametrize("name", ARABIC)
def test_what_is_latin_stands_apart(name: str) -> None:
    """In Arabic HTML no Latin letter and no time is outside a `<bdi>`, and a Finnish address says that it is Finnish."""
    html = ARABIC[name]["html"]
    body = re.sub(r"<!--.*?-->", "", html[html.index("<main") :], flags=re.DOTALL)
    bare = re.sub(r"<[^>]+>", "", re.sub(r"<bdi [^>]+>.*?</bdi>", "", body, flags=re.DOTALL))
    assert not re.search(r"[A-Za-zÀ-ÿ]|\d:\d", bare.replace("&nbsp;", ""))
    assert ("INFO-01" not in name) or '<span lang="fi"><bdi dir="ltr">Ahertajantie 5</bdi></span>' in html


@pytest.mark.parametrize("name", ARABIC)
def test_lines_of_their_own(name: str) -> None:
    """In Arabic plain text addresses, phone numbers, times of day and Latin names share no line with what is read from the right.

    Without bidirectional controls, which readers cannot see and mailboxes distrust.
    """
    text = ARABIC[name]["text"]
    cells = {row for row in text.splitlines() if RIGHT_TO_LEFT.search(row) and re.search(r"://|@|[A-Za-z]", row)}
    assert cells == set()
    assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", text)
    rows = text.splitlines()
    assert "-kutsu-unsub-url-" in rows
    assert any(re.fullmatch(r"\S+@espoo\.example", row) for row in rows)
    assert any(re.fullmatch(r"09 555 \d{4}", row) for row in rows)
