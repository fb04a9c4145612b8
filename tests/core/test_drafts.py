"""A language that is a draft: what it tells comes from its own texts, and it has no place among what is published."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace

import pytest

from kutsu.core.columns import SCHEMAS, keys
from kutsu.core.config import DraftTexts
from kutsu.core.content import digest, localize
from kutsu.core.drafts import Drafts, needed
from kutsu.core.model import Pilot, Round, Session, Venue
from kutsu.core.plan import read_plan
from kutsu.core.render import Renderer
from kutsu.settings import read_settings
from kutsu.sheets.build import build_plan
from tests import samples

DEMO = samples.ROOT / "config/demo"
TITLE = "تعرّف على التطبيق"
TEXTS = {"SESSION-01": {"title": TITLE}, "ISO-OMENA": {"name": "مكتبة إيسو أومينا"}}


def told(**texts: dict[str, str]) -> list[tuple[str, Session[str]]]:
    """The sample's session in Arabic, out of these texts."""
    drafts = Drafts(samples.drafts(), {"ar": DraftTexts("ar", {**TEXTS, **texts})})
    return [
        (key, content)
        for key, content in drafts.contents(localize(samples.SESSION, "fi"))
        if isinstance(content, Session)
    ]


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
    assert list(Drafts(samples.drafts()).contents(localize(samples.SESSION, "fi"))) == []


def test_only_the_kinds_with_words() -> None:
    """A kind without words in a draft is simply not there for it; in a published language words are missed."""
    renderer = Renderer(samples.sources(), samples.CITY, {**samples.languages(), **samples.drafts()})
    assert renderer.worded("ar", "session-invitation")
    assert not renderer.worded("so", "session-invitation")


def test_never_among_what_is_published() -> None:
    """No part that plans, ticks, sends or mirrors knows the language: it is not among the settings' languages or the site's voices."""
    settings = read_settings(samples.ROOT / "config", samples.ROOT / "nowhere", {})
    assert "ar" in settings.drafts.languages.keys() == samples.drafts().keys()
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


def test_of_what_is_approved() -> None:
    """A draft has the facts, the moment and the number of what is approved in the first language, and no more than that."""
    drafts = Drafts(samples.drafts(), {"ar": DraftTexts("ar", TEXTS)})
    at = dt.datetime(2019, 10, 22, tzinfo=dt.UTC)
    plan = [replace(samples.approved(samples.SESSION, key, at), sequence=3) for key in ("fi", "sv")]
    (one,) = drafts.approved([*plan, samples.approved(samples.PILOT, "fi", at)], "fi")
    assert (one.language, one.content.title, one.at, one.sequence) == ("ar", TITLE, at, 3)
    assert one.digest == digest(one.content) != plan[0].digest
    assert list(drafts.approved([plan[1]], "fi")) == []


def test_nothing_that_the_row_does_not_say() -> None:
    """A text of a draft is told only where the first language tells one: a note that staff took away is not."""
    note = {"SESSION-01": {"title": TITLE, "note": "تم النقل"}}
    ((_, content),) = told(**note)
    assert content.note is None
    moved = replace(samples.SESSION, note=samples.MOVED)
    drafts = Drafts(samples.drafts(), {"ar": DraftTexts("ar", note)})
    ((_, other),) = drafts.contents(localize(moved, "fi"))
    assert isinstance(other, Session)
    assert other.note == "تم النقل"


def test_what_a_subject_needs() -> None:
    """A text that the model does not let be empty is needed; one that may be is not."""
    assert needed(Session) == {"title"}
    assert needed(Pilot) == needed(Round) == {"title", "what"}
    assert needed(Venue) == {"name", "street", "district"}


@pytest.mark.parametrize("language", samples.drafts())
def test_texts_of_the_demo_are_of_its_plan(language: str) -> None:
    """Each text of the demo's drafts is one that a row, a place or a contact of its plan has too, and no titled row lacks what it needs."""
    settings = read_settings(DEMO, DEMO / "nowhere", {})
    now = dt.datetime(2026, 11, 23, 10, tzinfo=settings.city.zoneinfo)
    book = build_plan(DEMO / "plan", now.date(), settings.languages)
    found = [each.subject for each in read_plan([book], settings.languages, settings.city, now).entries]
    parts = [getattr(each, name, None) for each in found for name in ("venue", "contact")]
    known = {
        each.id: {field.name for field in fields(each) if getattr(each, field.name)}
        for each in (*found, *filter(None, parts))
    }
    texts = settings.drafts.tables[language].texts if language in settings.drafts.tables else {}
    assert {about: own.keys() - known.get(about, set()) for about, own in texts.items()} == {
        key: set() for key in texts
    }
    lacking = {
        each.id: needed(type(each)) - texts[each.id].keys() for each in found if "title" in texts.get(each.id, {})
    }
    assert {about for about, names in lacking.items() if names} == set()
