"""Where the pages of the demo's site lead, and how they name each other."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from tests import samples
from tests.site.built import ADDRESS
from tests.site.reading import Document, Whole

DRAFTS = samples.drafts()
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def found(site: Whole) -> list[Document]:
    """The pages that search engines may find: in a language, and in none that is a draft."""
    return [page for page in site.pages.values() if page.language and page.language not in DRAFTS]


def own(page: Document) -> bool:
    """Whether the page's language is one of its own; fi-simple is Finnish, and must not compete with it."""
    return samples.languages()[page.language].tag == page.language


def test_every_link_leads_somewhere(site: Whole) -> None:
    """Each link and asset of the site is a file of it, and each fragment an element there."""
    assert [
        fault for page in site.pages.values() for link in page.links() if (fault := site.fault(page.path, link))
    ] == []


def test_every_page_is_led_to(site: Whole) -> None:
    """From the doors at the root one comes to every page of every language."""
    seen, ahead = set[str](), ["index.html"]
    while ahead:
        page = site.pages[ahead.pop()]
        seen.add(page.path)
        links = (each["href"] for each in page.every("a"))
        ahead += [path for path in site.led_to(page.path, links) if path in site.pages and path not in seen]
    assert set(site.pages) - seen - {"404.html"} == set()


def test_canonical(site: Whole) -> None:
    """Each page of a language names its own public address as the one that counts, and on networks too."""
    for page in site.pages.values():
        canonical = [each["href"] for each in page.every("link", rel="canonical")]
        assert canonical == ([page.address] if page.language else []), page.path
        assert page.meta("og:url") in ([], canonical), page.path


def test_alternates_are_reciprocal(site: Whole) -> None:
    """Who names others names itself and a default; each that it names is a page in that language which names the very same."""
    for page in site.pages.values():
        if page.alternates:
            assert page.alternates[samples.languages()[page.language].tag] == page.address
            assert page.alternates["x-default"] in {
                address for tag, address in page.alternates.items() if tag != "x-default"
            }
        for tag, address in page.alternates.items():
            other = site.by_address[address]
            assert other.alternates == page.alternates, page.path
            assert tag in (other.every("html")[0]["lang"], "x-default"), page.path


def test_no_edition_is_missing(site: Whole) -> None:
    """A page in several published languages names all of them; drafts and easy Finnish are named by none and name none."""
    pages = [page for page in found(site) if own(page)]
    subjects: dict[str, dict[str, str]] = {}
    for page in pages:
        subject = page.path.partition("/")[2]
        subjects.setdefault(subject, {})[page.every("html")[0]["lang"]] = page.address
    for page in site.pages.values():
        told = {tag: address for tag, address in page.alternates.items() if tag != "x-default"}
        assert told == (subjects[page.path.partition("/")[2]] if page in pages else {}), page.path


def test_drafts_are_not_to_be_found(site: Whole) -> None:
    """Search engines are asked to leave out the drafts and the page for lost ones, and nothing else."""
    hidden = {page.path for page in site.pages.values() if "noindex" in "".join(page.meta("robots"))}
    assert hidden == {page.path for page in site.pages.values() if page.language in DRAFTS or page.path == "404.html"}


def test_the_map(site: Whole) -> None:
    """The map of the site has exactly the pages that are to be found, once, with the editions that these name."""
    for name in site.named("sitemap.xml"):
        urls = list(ET.fromstring(site.text(name)))
        pages = {url.findtext(f"{MAP}loc"): url for url in urls}
        assert len(pages) == len(urls)
        assert set(pages) - {f"{ADDRESS}/"} == {page.address for page in found(site)}
        for address, url in pages.items():
            told = {link.get("hreflang"): link.get("href") for link in url.iter(f"{XHTML}link")}
            assert told in ({}, site.by_address[str(address)].alternates), address
        assert f"Sitemap: {ADDRESS}/{name}" in site.text("robots.txt").splitlines()
