"""What holds for every page of the demo's site by itself, drafts included."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from tests import samples
from tests.site.reading import Document, Whole

LANGUAGES = {**samples.languages(), **samples.drafts()}
LOADED = {
    "img": "src",
    "script": "src",
    "iframe": "src",
    "source": "src",
    "audio": "src",
    "video": "src",
    "embed": "src",
}
FETCHED = frozenset({"stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest"})
"""What a browser fetches of itself when a link bears this relation."""

POINTERS = ("aria-labelledby", "aria-describedby", "aria-controls", "for")


def of_a_language(site: Whole) -> list[Document]:
    """The pages that are in a language: all but the doors at the root and the page for lost ones."""
    return [page for page in site.pages.values() if page.language]


def test_the_site_is_there(site: Whole) -> None:
    """Every published language has its front page, and most of the demo's rows; so no test of this folder passes on nothing."""
    counts = Counter(page.language for page in site.pages.values())
    assert counts.keys() <= {"", *LANGUAGES}
    assert all(counts[key] >= 20 for key in samples.languages())
    assert {"index.html", "style.css"} <= site.files


def test_heading_title_and_description(site: Whole) -> None:
    """Each page has one first-level heading and a title; each of a language has a description, and a title of its own there."""
    for page in site.pages.values():
        (heading,), (title,) = page.every("h1"), page.every("title")
        assert heading.text.strip(), page.path
        assert title.text.strip(), page.path
    titles = Counter((page.language, page.every("title")[0].text) for page in of_a_language(site))
    assert [title for title, count in titles.items() if count > 1] == []
    assert [page.path for page in of_a_language(site) if not "".join(page.meta("description")).strip()] == []
    assert [page.path for page in site.pages.values() if len(page.meta("description")) > 1] == []


def test_no_level_of_headings_is_left_out(site: Whole) -> None:
    """Headings begin with the first level, and none is more than one level below the one before."""
    for page in site.pages.values():
        levels = [int(each.tag[1]) for each in page.elements if re.fullmatch("h[1-6]", each.tag)]
        assert levels[0] == 1, page.path
        assert all(after <= before + 1 for before, after in pairwise(levels)), page.path


def test_language_and_direction(site: Whole) -> None:
    """Each page says in which language it is and from which side it is read; at the root it is the first language."""
    for page in site.pages.values():
        language = LANGUAGES[page.language or "fi"]
        (html,) = page.every("html")
        assert (html["lang"], html["dir"]) == (language.tag, language.direction), page.path


def test_ids(site: Whole) -> None:
    """No id comes twice on a page, and whatever points to an id finds it."""
    for page in site.pages.values():
        assert len(page.ids) == len(set(page.ids)), page.path
        pointed = {name for each in page.elements for pointer in POINTERS for name in each[pointer].split()}
        assert pointed <= set(page.ids), page.path


def test_nothing_is_loaded_from_elsewhere(site: Whole) -> None:
    """No picture, style, font or script comes from another host, no script runs, and a policy in the page forbids all of that."""
    for page in site.pages.values():
        loaded = [each[LOADED[each.tag]] for each in page.elements if each.tag in LOADED]
        loaded += [each["href"] for each in page.every("link") if FETCHED & set(each["rel"].split())]
        assert [address for address in loaded if "//" in address] == [], page.path
        assert {each["type"] for each in page.every("script")} <= {"application/ld+json"}, page.path
        assert [name for each in page.elements for name in each.attributes if name == "style" or name[:2] == "on"] == []
        (policy,) = page.every("meta", **{"http-equiv": "Content-Security-Policy"})
        assert policy["content"].startswith("default-src 'none'; style-src 'self'"), page.path
        assert "unsafe" not in policy["content"], page.path


def test_styles_load_nothing(site: Whole) -> None:
    """No style sheet names another file."""
    assert [name for name in site.named(".css") if re.search(r"url\(|@import", site.text(name))] == []
