"""What the demo's site tells machines: feeds, and sessions as structured facts."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

from jsonschema import Draft202012Validator, FormatChecker

from tests import samples
from tests.site.built import ADDRESS
from tests.site.reading import Whole

ATOM = "{http://www.w3.org/2005/Atom}"
SCHEMAS = samples.ROOT / "tests/schemas"


def facts(site: Whole) -> Iterator[tuple[str, Any]]:
    """All structured facts with the path of their page."""
    for page in site.pages.values():
        for script in page.every("script", type="application/ld+json"):
            yield page.path, json.loads(script.text)


def addresses(told: Any) -> Iterator[str]:
    """Every address of the site somewhere within facts."""
    if isinstance(told, dict | list):
        for each in told.values() if isinstance(told, dict) else told:
            yield from addresses(each)
    elif isinstance(told, str) and told.startswith(ADDRESS):
        yield told


def test_atom(site: Whole) -> None:
    """Each language has a feed whose entries are pages of it, once each, with what a reader needs; it is as new as the newest."""
    feeds = site.named("feed.xml")
    assert {name.partition("/")[0] for name in feeds} == {page.language for page in site.pages.values()} - {""}
    for name in feeds:
        feed = ET.fromstring(site.text(name))
        links = [each.get("href", "") for each in feed.iter(f"{ATOM}link")]
        assert f"{ADDRESS}/{name}" in links
        assert [fault for link in links if (fault := site.fault(name, link))] == []
        entries = feed.findall(f"{ATOM}entry")
        ids = [entry.findtext(f"{ATOM}id") for entry in entries]
        assert 0 < len(set(ids)) == len(ids)
        assert all((entry.findtext(f"{ATOM}title") or "").strip() for entry in entries)
        instants = [dt.datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "") for entry in entries]
        assert dt.datetime.fromisoformat(feed.findtext(f"{ATOM}updated") or "") == max(instants)
        assert all(instant.tzinfo for instant in instants)


def test_json_feeds(site: Whole) -> None:
    """Each JSON feed tells of the same pages as the Atom feed beside it, and leads to itself and to its language."""
    for name in site.named("feed.json"):
        feed = json.loads(site.text(name))
        atom = ET.fromstring(site.text(name.replace(".json", ".xml")))
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["feed_url"] == f"{ADDRESS}/{name}"
        assert [fault for link in addresses(feed) if (fault := site.fault(name, link))] == []
        pages = {link.get("href") for entry in atom.iter(f"{ATOM}entry") for link in entry.iter(f"{ATOM}link")}
        assert {item["url"] for item in feed["items"]} == pages
        assert all(item["title"].strip() and item["content_text"].strip() for item in feed["items"])


def test_structured_facts(site: Whole) -> None:
    """Where there is a schema every session tells its facts, they are valid, and every address in them is a file of the site."""
    told = list(facts(site))
    for path in SCHEMAS.glob("*.schema.json"):
        schema = json.loads(path.read_text("utf-8"))
        kind, check = (
            schema["properties"]["@type"]["const"],
            Draft202012Validator(schema, format_checker=FormatChecker()),
        )
        pages = [(page, fact) for page, fact in told if fact["@type"] == kind]
        assert [(page, error.message) for page, fact in pages for error in check.iter_errors(fact)] == []
        if kind == "Event":
            assert [page for page, _ in pages] == [page for page in site.pages if "/info-" in page]
    assert [fault for page, fact in told for link in addresses(fact) if (fault := site.fault(page, link))] == []


def test_cards(site: Whole) -> None:
    """A picture that a page names for networks is a file of the site, with its size and with words for who cannot see it."""
    for page in site.pages.values():
        for address in page.meta("og:image"):
            assert site.fault(page.path, address) == ""
            assert page.meta("og:image:width")
            assert page.meta("og:image:alt")[0].strip()
