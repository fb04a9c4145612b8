"""The words of a share card, and the same words as its text alternative."""

from __future__ import annotations

import dataclasses

import pytest

from kutsu.core import forms
from kutsu.core.cards import MOST_ALT, Card, card, shortened
from kutsu.core.content import localize
from kutsu.core.model import Attendance, Status, Subject
from kutsu.core.render import Renderer
from tests import samples

RENDERER = Renderer(samples.sources(), samples.CITY, samples.languages())


def _card(subject: str, language: str, **changes: object) -> Card:
    """The card of a sample with some of its facts changed."""
    content: Subject[str] = localize(samples.SUBJECTS[subject], language)
    changed = dataclasses.replace(content, **changes)  # type: ignore[arg-type] # facts of any kind
    return card(changed, RENDERER.voice(language))


@pytest.mark.parametrize(
    ("subject", "language", "theme", "lines"),
    [
        ("round", "fi", "Digikokeilut", ("18.10.2019", "Ehdotuksia: 57 · Valittuja kokeiluja: 10")),
        ("pilot", "sv", "Digitalt försök · Tolkning", ("2.12.2019–29.5.2020", "Stora Apeln och Sello")),
        (
            "session",
            "en",
            "Info session",
            ("Wednesday 6 November 2019, 17:00–19:00", "Iso Omena Library", "Piispansilta 11, 02230 Matinkylä"),
        ),
    ],
)
def test_what_it_is_when_and_where(subject: str, language: str, theme: str, lines: tuple[str, ...]) -> None:
    """A card has the title as staff wrote it, says what the thing is, and then when and where."""
    made = _card(subject, language)
    assert made.title == samples.SUBJECTS[subject].title[language]
    assert made.city == samples.CITY.name[language]
    assert made.theme.replace("\u00a0", " ") == theme
    assert tuple(line.replace("\u00a0", " ") for line in made.lines) == lines


def test_a_pilot_without_dates_has_the_day_of_its_announcement() -> None:
    """There is a date on every card, and no empty line where a pilot has no places."""
    assert _card("pilot", "fi", start=None, end=None, places=None).lines == ("18.10.2019",)


def test_an_online_session_says_so() -> None:
    """Without a venue the place of a session is the net."""
    made = _card("session", "en", attendance=Attendance.ONLINE, venue=None)
    assert made.lines[1:] == ("Online",)


@pytest.mark.parametrize(("status", "told"), [("moved", "Siirretty"), ("cancelled", "Peruttu"), ("confirmed", "")])
def test_no_card_invites_to_a_session_that_is_not_held(status: str, told: str) -> None:
    """A moved or cancelled session says it above its title and in the alt text; a confirmed one has nothing to add."""
    made = _card("session", "fi", status=Status(status))
    assert made.theme.partition("· ")[2] == told
    assert told in made.alt


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("subject", ["round", "pilot", "session"])
def test_the_alt_text_has_all_words_of_the_card(subject: str, language: str) -> None:
    """Who cannot see the card hears the same: each of its texts, the title first, as sentences."""
    made = _card(subject, language)
    assert made.alt.startswith(f"{made.title}. ")
    assert all(line in made.alt for line in (made.lines[0], made.city, *made.theme.split("\u00a0· ")))
    assert "·" not in made.alt


def test_an_alt_text_ends_each_sentence_once() -> None:
    """A title that asks or ends has its own mark, and Chinese has its own full stop."""
    assert Card("Kuka ehtii?", ("Nyt.",), "Espoo", "", "fi").alt == "Kuka ehtii? Nyt. Espoo."
    assert Card("了解应用程序", ("13:00",), "埃斯波市", "", "zh-Hans").alt == "了解应用程序。 13:00. 埃斯波市。"


def test_an_alt_text_is_never_too_long_for_a_network() -> None:
    """An endless title is cut at a word, at the 1,000 characters that X takes."""
    alt = _card("pilot", "fi", title="sana " * 400).alt
    assert len(alt) <= MOST_ALT
    assert alt.endswith("sana…")


def test_a_text_is_shortened_at_a_word() -> None:
    """What is cut ends with a whole word where it has one, without a comma left hanging."""
    assert [shortened("yksi, kaksi kolme", most) for most in (8, 12, 14)] == ["yksi…", "yksi, kaksi…", "yksi, kaksi…"]
    assert shortened("yksikaksikolme", 5) == "yksi…"


def test_what_no_reader_sees_stays_out() -> None:
    """Line breaks are blanks; controls, soft hyphens and marks of direction cannot turn the line round."""
    assert _card("pilot", "fi", title=" a\r\n\u202eb\u2067 c\u00ad\x00d\u2028\ud800e\uffff\u200f ").title == "a b cd e"


def test_contrast_is_that_of_wcag() -> None:
    """Black on white is 21:1, and grey #767676 is the lightest on white that has 4.5:1."""
    assert forms.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert forms.contrast("#777777", "#ffffff") < 4.5 <= forms.contrast("#ffffff", "#767676")
