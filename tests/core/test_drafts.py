"""A language that is a draft: what it tells comes from its own texts, and it has no place among what is published."""

from __future__ import annotations

from dataclasses import replace

from kutsu.core.columns import SCHEMAS, keys
from kutsu.core.config import DraftTexts
from kutsu.core.drafts import Drafts
from kutsu.core.model import Session
from kutsu.core.render import Renderer
from kutsu.settings import read_settings
from tests import samples

TITLE = "تعرّف على التطبيق"
TEXTS = {"SESSION-01": {"title": TITLE}, "ISO-OMENA": {"name": "مكتبة إيسو أومينا"}}


def told(**texts: dict[str, str]) -> list[tuple[str, Session[str]]]:
    """The sample's session in Arabic, out of these texts."""
    drafts = Drafts(samples.drafts(), {"ar": DraftTexts("ar", {**TEXTS, **texts})})
    return [(key, content) for key, content in drafts.contents(samples.SESSION, "fi") if isinstance(content, Session)]


def test_its_own_texts() -> None:
    """Texts are the draft's, days and times the row's, names of what the draft has no word for the first language's, and no more."""
    ((key, content),) = told()
    assert (key, content.title, content.day) == ("ar", TITLE, samples.SESSION.day)
    assert content.venue
    assert (content.venue.name, content.venue.street) == ("مكتبة إيسو أومينا", "Piispansilta 11")
    assert content.contact
    assert content.contact.title == "Digikokeilujen tiimi"
    assert (content.room, content.venue.accessibility) == (None, None)


def test_without_a_title_it_is_not_there() -> None:
    """What has no title in a draft, or no texts at all, is not shown in it."""
    assert told(**{"SESSION-01": {"room": "الطابق الثاني"}}) == []
    assert list(Drafts(samples.drafts()).contents(samples.SESSION, "fi")) == []


def test_only_the_kinds_with_words() -> None:
    """A kind without words in a draft is simply not there for it; in a published language words are missed."""
    renderer = Renderer(samples.sources(), samples.CITY, {**samples.languages(), **samples.drafts()})
    assert renderer.worded("ar", "session-invitation")
    assert not renderer.worded("ar", "session-cancelled")


def test_never_among_what_is_published() -> None:
    """No part that plans, ticks, sends or mirrors knows the language: it is not among the settings' languages or the site's voices."""
    settings = read_settings(samples.ROOT / "config", samples.ROOT / "nowhere", {})
    assert settings.drafts.languages.keys() == samples.drafts().keys() >= {"ar"}
    assert "ar" not in settings.languages
    assert not [key for schema in SCHEMAS for key, _, language in keys(schema, settings.languages) if language == "ar"]
    renderer = Renderer(samples.sources(), samples.CITY, {**settings.languages, **settings.drafts.languages})
    assert "ar" not in renderer.voices
    assert renderer.voice("ar").language.direction == "rtl"


def test_published_one_day() -> None:
    """Without `draft`, the very same table is a language like the others."""
    arabic = replace(samples.drafts()["ar"], draft=False)
    renderer = Renderer(samples.sources(), samples.CITY, {**samples.languages(), "ar": arabic})
    assert "ar" in renderer.voices
