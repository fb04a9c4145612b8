"""One message in two languages on its way through the gate: written, fitted, with both pages, by the real templates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kutsu.channels.x import wording
from kutsu.core.config import ChannelTable
from kutsu.core.publication import Message
from tests.core.rows import sheet
from tests.fakes import FakeChannel
from tests.test_release import LETTER, ROUND, TICKS, Desk, keys, work

POSTS = ("facebook", "linkedin", "x")
KEY = "ROUND-1/pilots-selected/fi+sv/{}/"
FI, SV = "Kymmenen kokeilua jatkoon", "Tio försök går vidare"
PAGES = tuple(f"https://pilots.example.org/{language}/ROUND-1/" for language in ("fi", "sv"))


class OnX(FakeChannel):
    """An account whose texts X itself counts."""

    def fits(self, message: Message) -> bool:
        """X's weighted 280."""
        return wording.fits(message.parts["status"])


class Bilingual(Desk):
    """A desk whose page, organisation, account and list say Finnish and Swedish together."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        tables = {name: ChannelTable(name, name, ("fi", "sv", "en"), layout="together") for name in (*POSTS, "email")}
        self.channels = {name: FakeChannel(name, network=name, longest=3_000) for name in POSTS}
        self.channels |= {"x": OnX("x", network="x")}
        self.channels["email"] = FakeChannel("email", network="email", parts=LETTER, longest=100_000)
        rules = replace(self.gate.rules, channels=tables)
        self.gate = replace(self.gate, rules=rules, channels=self.channels)
        self.surveyor = replace(self.surveyor, rules=rules)
        self.approve()

    def parts(self, name: str) -> dict[str, str]:
        """What would be sent in both languages on a channel."""
        message = work(self.ready(), KEY.format(name)).message
        assert message.languages == ("fi", "sv")
        return dict(message.parts)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Bilingual]:
    """All of it, with an approved round."""
    made = Bilingual(tmp_path)
    yield made
    made.database.close()


@pytest.mark.parametrize("name", POSTS)
def test_finnish_first_then_swedish(desk: Bilingual, name: str) -> None:
    """A post says all in Finnish, a line, and all in Swedish, each with the link to its own page."""
    finnish, swedish = desk.parts(name)["status"].split("\n\n—\n\n")
    for text, headline, page in ((finnish, FI, PAGES[0]), (swedish, SV, PAGES[1])):
        assert text.startswith(headline)
        assert page in text
        assert text == text.strip()
    assert "\n\n\n" not in desk.parts(name)["status"]


def test_on_x_both_are_as_short_as_the_longer_needs(desk: Bilingual) -> None:
    """A long Finnish title leaves no room for the lead: both leave it out, and what is sent fits as X counts."""
    assert "Staden testar" in desk.parts("x")["status"]
    desk.approve({**ROUND, "title.fi": "Kymmenen kokeilua jatkoon " * 3})
    text = desk.parts("x")["status"]
    assert wording.fits(text)
    assert not re.search("Kaupunki kokeilee|Staden testar|#", text)


def test_on_facebook_both_are_whole(desk: Bilingual) -> None:
    """Where there is room nothing is left out, tags of both languages included."""
    text = desk.parts("facebook")["status"]
    assert "#DigiKokeilut" in text
    assert "#DigiFörsök" in text


def test_one_letter_with_both(desk: Bilingual) -> None:
    """A mail has one subject of both, one page of HTML with each language marked as what it is, and a way out in each."""
    parts = desk.parts("email")
    assert parts["subject"].index(FI) < parts["subject"].index(" / ") < parts["subject"].index(SV)
    assert parts["text"].count("-kutsu-unsub-url-") == 2
    html = parts["html"]
    assert html.count("<html") == html.count("</body>") == 1
    assert html.count("<h1") == 2
    finnish, swedish = (html.index(f'id="letter-{key}" lang="{key}"') for key in ("fi", "sv"))
    assert finnish < html.index(f">{FI}</h1>") < swedish < html.index(f">{SV}</h1>")
    assert all(page in html for page in PAGES)


def test_text_of_the_sheet_stays_text(desk: Bilingual) -> None:
    """What staff typed is escaped once in a joint letter, and is no template."""
    desk.approve({**ROUND, "title.sv": "Tio <b>försök</b> & {{ 7 * 7 }}"})
    html = desk.parts("email")["html"]
    assert "Tio &lt;b&gt;försök&lt;/b&gt; &amp; {{ 7 * 7 }}" in html


def test_it_must_fit_as_a_whole(desk: Bilingual) -> None:
    """Where both do not fit even in the shortest form, the message is held, and says how long the headlines are."""
    desk.channels["facebook"].longest = 150
    held = desk.ready().held[KEY.format("facebook")]
    assert "pilots-selected in fi+sv is too long for facebook" in held
    assert f"{len(FI) + len(SV)} characters" in held


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_each_page_has_to_be_out(desk: Bilingual, language: str) -> None:
    """A joint message waits for the page of each of its languages, and names the one that is not out."""
    desk.site.lost = {("ROUND-1", language)}
    ready = desk.ready()
    assert not [key for key in keys(ready) if "fi+sv" in key]
    assert ready.held[KEY.format("facebook")] == (
        f"its page is not out yet: https://pilots.example.org/{language}/ROUND-1/"
    )


def test_english_goes_by_itself(desk: Bilingual) -> None:
    """A language that the law does not ask for is a message of its own."""
    english = work(desk.ready(), "ROUND-1/pilots-selected/en/facebook/").message
    assert english.languages == ("en",)
    assert not re.search(f"{FI}|{SV}", english.parts["status"])


def test_what_was_said_stays_on_the_site(desk: Bilingual) -> None:
    """A page to which a joint message links stays, in both languages, when the ticks are taken away."""
    for each in desk.publisher.claim([work(desk.ready(), KEY.format("facebook"))]):
        replace(desk.publisher, channels=desk.channels).send(each, desk.clock.now())
    desk.sheet.holds = sheet(round=[{**ROUND, **dict.fromkeys(TICKS)}], pilots=[], sessions=[])
    desk.surveyor.pull()
    assert {each.language for each in desk.site.shown} == {"fi", "sv"}
