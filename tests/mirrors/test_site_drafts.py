"""Drafts on the site of a demo: there to be read, marked as what they are, and in nobody's way."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from pathlib import Path

import pytest

from kutsu.core.config import DraftTexts
from kutsu.core.drafts import NO_DRAFTS, Drafts
from kutsu.core.model import Approved
from kutsu.core.render import Renderer
from kutsu.mirrors.site import Site
from kutsu.settings import read_settings
from tests import samples
from tests.drafted import CITY, LANGUAGES, TABLES
from tests.fakes import HandClock
from tests.mirrors.reading import Page

AT = dt.datetime(2019, 10, 22, 10, tzinfo=samples.CITY.zoneinfo)
DRAFTS = Drafts(samples.drafts(), {key: DraftTexts(key, TABLES[key]) for key in samples.drafts() if key in TABLES})
NOTICE = {key: voice.label("site.draft") for key, voice in Renderer(samples.sources(), CITY, LANGUAGES).every.items()}
PLAN = [
    samples.approved(subject, key, AT) for subject in samples.SUBJECTS.values() for key in ("fi", "sv", "en")
]  # in the order of subjects, as the ledger has it


def shown(folder: Path, plan: list[Approved] = PLAN, drafts: Drafts = DRAFTS) -> dict[str, str]:
    """The files of a site by their path."""
    Site(folder / "site", Renderer(samples.sources(), CITY, LANGUAGES), HandClock(AT), drafts=drafts).show(plan)
    files = (path for path in (folder / "site").rglob("*") if path.is_file())
    return {path.relative_to(folder / "site").as_posix(): path.read_text("utf-8") for path in files}


def pages(files: dict[str, str], *, drafts: bool) -> dict[str, str]:
    """The pages in draft languages, or those in all others; the root speaks all languages."""
    found = {name: text for name, text in files.items() if name.endswith("/index.html")}
    return {name: text for name, text in found.items() if (name.split("/")[0] in DRAFTS.languages) is drafts}


def test_every_draft_page_is_marked(tmp_path: Path) -> None:
    """Each page of a draft says so before its heading and asks not to be found; no other page does."""
    files = shown(tmp_path)
    assert {"ar/index.html", "ar/round-1/index.html", "ar/pilot-01/index.html", "ar/session-01/index.html"} <= {*files}
    for name, text in pages(files, drafts=True).items():
        assert NOTICE[name.split("/")[0]] in text[text.index("<body") : text.index("<h1")], name
        assert '<meta name="robots" content="noindex">' in text
        Page(text)
    told = "".join(pages(files, drafts=False).values())
    assert "noindex" not in told
    assert not [key for key, notice in NOTICE.items() if notice in told]


def test_the_switch_leads_there_and_back(tmp_path: Path) -> None:
    """A reader finds the draft in the language switch of the published pages, and these in that of the draft."""
    files = shown(tmp_path)
    assert "../../ar/pilot-01/" in Page(files["sv/pilot-01/index.html"]).links
    assert {"../../fi/pilot-01/", "../../en/pilot-01/"} <= set(Page(files["ar/pilot-01/index.html"]).links)


def test_hreflang_is_reciprocal(tmp_path: Path) -> None:
    """Every alternate that a page names exists and names it back; a draft names none and is named by none."""
    files = shown(tmp_path)
    for text in pages(files, drafts=True).values():
        assert Page(text).alternates == {}
    for name, text in pages(files, drafts=False).items():
        here = f"{samples.SITE}/{name.removesuffix('index.html')}"
        alternates = Page(text).alternates
        assert {tag for tag in alternates if tag != "x-default"} == {"fi", "sv", "en"}
        for address in alternates.values():
            assert here in Page(files[f"{address.removeprefix(samples.SITE)[1:]}index.html"]).alternates.values()


def test_nothing_for_others_names_a_draft(tmp_path: Path) -> None:
    """No feed, calendar, sitemap or other file for machines tells of a draft, but the draft's own."""
    files = shown(tmp_path)
    others = {name: text for name, text in files.items() if not name.endswith(".html")}
    machines = {name: text for name, text in others.items() if name.split("/")[0] not in DRAFTS.languages}
    assert {"fi/feed.xml", "fi/calendar.ics"} <= {*machines}
    drafts = [f"{samples.SITE}/{key}/" for key in DRAFTS.languages]
    assert [name for name, text in machines.items() if any(each in text for each in drafts)] == []
    assert NOTICE["ar"] in files["ar/feed.xml"]


def test_links_of_drafts_lead_somewhere(tmp_path: Path) -> None:
    """Every relative link of every page is a file of the site, calendars of themes without a name in the draft too."""
    files = shown(tmp_path)
    assert not [key for names in samples.CITY.themes.values() for key in names if key == "ar"]
    for name, text in pages(files, drafts=True).items():
        for link in Page(text).links:
            if not re.match("https?:|webcal:|mailto:|tel:|#", link):
                target = (tmp_path / "site" / name).parent / link
                assert (target / "index.html" if link.endswith("/") else target).is_file(), (name, link)


def test_the_facts_are_the_approved_ones(tmp_path: Path) -> None:
    """A draft page is made of what is approved in the first language; without that there is none, whatever else is approved."""
    others = [one for one in PLAN if (one.content.id, one.language) != ("SESSION-01", "fi")]
    moved = samples.approved(samples.SESSION, "fi", AT, day=dt.date(2019, 11, 20))
    assert "ar/session-01/index.html" not in shown(tmp_path, others)
    assert "20 نوفمبر 2019" in shown(tmp_path, [*others, moved])["ar/session-01/index.html"]


def test_without_the_needed_texts_there_is_no_page(tmp_path: Path) -> None:
    """A pilot of which a draft has a title alone, and nothing of what it is about, has no page in it."""
    tables = {"ar": DraftTexts("ar", {"PILOT-01": {"title": "عنوان"}})}
    assert pages(shown(tmp_path, drafts=Drafts(samples.drafts(), tables)), drafts=True) == {}


def test_published_pages_are_as_without_drafts(tmp_path: Path) -> None:
    """Drafts change nothing on the published pages but the language switch."""
    with_drafts, without = shown(tmp_path / "a"), shown(tmp_path / "b", drafts=NO_DRAFTS)
    assert {name for name in with_drafts if name.split("/")[0] not in DRAFTS.languages} == {*without}
    for name, text in pages(without, drafts=False).items():
        items = {*with_drafts[name].splitlines()} - {*text.splitlines()}
        assert all(any(f"{key}/" in item for key in DRAFTS.languages) for item in items), name


@pytest.mark.parametrize("language", samples.drafts())
def test_what_a_ledger_has_in_a_draft_is_not_shown(tmp_path: Path, language: str) -> None:
    """Approved once, but a draft again: the language has no page until it is published anew."""
    old = [dataclasses.replace(one, language=language) for one in PLAN if one.language == "fi"]
    assert pages(shown(tmp_path, [*PLAN, *old], NO_DRAFTS), drafts=True) == {}


def test_only_a_demo_shows_them(tmp_path: Path) -> None:
    """The demo's settings give drafts to the site, those of a city none, although it has the same languages."""
    city, demo = (read_settings(samples.ROOT / path, tmp_path, {}) for path in ("config", "config/demo"))
    assert city.drafts.languages
    assert city.shown is NO_DRAFTS
    assert demo.shown.tables
