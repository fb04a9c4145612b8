"""What the site tells machines: events, feeds, the map of the site, and how a page looks where it is shared."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from kutsu.core.config import Language
from kutsu.core.model import Approved, Attendance, Session, Status
from kutsu.core.render import Renderer
from kutsu.mirrors.feeds import NEWEST, newest
from kutsu.mirrors.linked import Linked
from kutsu.mirrors.plain import as_json, in_html
from kutsu.mirrors.sharing import mailto, shares, territory
from kutsu.mirrors.site import Site
from tests import samples
from tests.fakes import HandClock
from tests.mirrors.reading import Page
from tests.sites import approved, show

AT = dt.datetime(2019, 10, 18, 9, tzinfo=samples.CITY.zoneinfo)
SCHEMA = Draft202012Validator(json.loads((samples.ROOT / "tests/schemas/event.schema.json").read_text("utf-8")))
HOSTILE = '</script><!-- <b> & "q" \\ \u2028 \x00 \ud800 ]]>'
SEEN = '</script><!-- <b> & "q" \\ \n   ]]>'
SITEMAP, XHTML = "{http://www.sitemaps.org/schemas/sitemap/0.9}", "{http://www.w3.org/1999/xhtml}"
EASY = dataclasses.replace(samples.languages()["fi"], key="fi-simple", name="selkosuomi")


def renderer(**more: Language) -> Renderer:
    """The city's templates; `more` languages speak with the words of Finnish."""
    sources, city = samples.sources(), samples.CITY
    named = {**city.name, **{each.key: "Espoo" for each in more.values()}}
    themes = {key: {**names, **{each.key: key for each in more.values()}} for key, names in city.themes.items()}
    words = {f"words/{each.key}/labels.toml": sources["words/fi/labels.toml"] for each in more.values()}
    languages = {**samples.languages(), **{each.key: each for each in more.values()}}
    return Renderer({**sources, **words}, dataclasses.replace(city, name=named, themes=themes), languages)


def site(folder: Path, plan: list[Approved], made: Renderer | None = None) -> dict[str, str]:
    """Every file of a site of this plan."""
    Site(folder / "site", made or renderer(), HandClock(AT)).show(plan)
    found = (
        (path, path.relative_to(folder / "site").as_posix()) for path in folder.rglob("site/**/*") if path.is_file()
    )
    return {name: path.read_bytes().decode() for path, name in found}


def session(language: str = "en", **changes: Any) -> Approved:
    """The sample session as approved."""
    return samples.approved(samples.SESSION, language, AT, **changes)


def event(one: Approved, *, card: bool = False) -> Any:
    """What machines are told of a session, held to our schema."""
    voices = renderer(easy=EASY).voices
    linked = Linked(voices[one.language], samples.SITE, {key: voice.language.tag for key, voice in voices.items()})
    told = json.loads(linked.event(one, card=card))
    SCHEMA.validate(told)
    return told


def test_the_schema_is_one() -> None:
    """Our schema is itself valid, and refuses what common checkers let pass: no date, and a date as people write it."""
    Draft202012Validator.check_schema(SCHEMA.schema)
    good = event(session())
    for day in (None, "6.11.2019", "2019-11-06T17:00:00"):
        assert not SCHEMA.is_valid({**good, "startDate": day})
    assert not SCHEMA.is_valid({**good, "location": []})
    assert not SCHEMA.is_valid({name: value for name, value in good.items() if name != "startDate"})


def test_an_event() -> None:
    """A session is told with its instants, its place, its languages and the city, and that it is free."""
    told = event(session(languages=("fi", "fi-simple", "sv")), card=True)
    assert (told["startDate"], told["endDate"]) == ("2019-11-06T17:00:00+02:00", "2019-11-06T19:00:00+02:00")
    assert told["doorTime"] == "2019-11-06T16:30:00+02:00"
    assert told["url"] == told["offers"]["url"] == f"{samples.SITE}/en/session-01/"
    assert told["image"] == [f"{samples.SITE}/en/session-01/card.png"]
    assert told["inLanguage"] == ["fi", "sv"], "easy Finnish is Finnish"
    assert told["location"][0]["address"]["postalCode"] == "02230"
    assert told["eventStatus"] == "https://schema.org/EventScheduled"


@pytest.mark.parametrize(
    ("status", "told"),
    [(Status.MOVED, "EventRescheduled"), (Status.CANCELLED, "EventCancelled"), (Status.HELD, "EventScheduled")],
)
def test_the_status_of_an_event(status: Status, told: str) -> None:
    """A session that moved or was cancelled is told as such; the old date is not, for nothing that is shown knows it."""
    found = event(session(status=status))
    assert found["eventStatus"] == f"https://schema.org/{told}"
    assert "previousStartDate" not in found


@pytest.mark.parametrize(
    ("attendance", "online", "kinds", "address"),
    [
        (Attendance.ON_SITE, None, ["Place"], ""),
        (Attendance.HYBRID, "https://meet.example/1", ["Place", "VirtualLocation"], "https://meet.example/1"),
        (Attendance.HYBRID, "javascript:alert(1)", ["Place", "VirtualLocation"], f"{samples.SITE}/en/session-01/"),
    ],
)
def test_where_an_event_is(attendance: Attendance, online: str | None, kinds: list[str], address: str) -> None:
    """On site, online or both; an address that is none of the web's is never passed on."""
    found = event(session(attendance=attendance, online=online))["location"]
    assert [each["@type"] for each in found] == kinds
    assert not address or found[-1]["url"] == address


def test_an_online_event_has_no_place() -> None:
    """Without a venue there is only an address on the web."""
    found = event(session(attendance=Attendance.ONLINE, venue=None, online="https://meet.example/1"))
    assert found["location"] == [{"@type": "VirtualLocation", "url": "https://meet.example/1"}]


def test_every_session_of_the_demo_is_an_event(tmp_path: Path) -> None:
    """On every page of a session of the demo stands one event that our schema accepts, and on no other page."""
    show(tmp_path)
    sessions = [one for one in approved() if isinstance(one.content, Session)]
    expected = {f"{one.language}/{one.content.id.lower()}/index.html" for one in sessions}
    pages = {path.relative_to(tmp_path).as_posix(): path for path in tmp_path.rglob("*.html")}
    found = {name: Page(path.read_text("utf-8")).linked for name, path in pages.items()}
    assert {name for name, blocks in found.items() if blocks} == expected
    for name in expected:
        (block,) = found[name]
        SCHEMA.validate(json.loads(block))


def test_hostile_text_in_json() -> None:
    """No text ends the block that it stands in, or breaks the JSON; a machine reads what was typed, without what nobody sees."""
    for write in (as_json, in_html):
        assert json.loads(write({"a": [HOSTILE]})) == {"a": [SEEN]}
    assert not {"<", ">", "&"} & set(in_html(HOSTILE))


def test_hostile_text_everywhere(tmp_path: Path) -> None:
    """A title that is markup leaves pages, events, both feeds and what networks read as well-formed as before."""
    typed = HOSTILE.replace("\ud800", "")  # no approved content can hold half a character
    moved = session("en", title=typed, note=typed, status=Status.MOVED)
    plan = [moved, samples.approved(samples.PILOT, "en", AT, title=typed)]
    files = site(tmp_path, plan)
    pages = [Page(text) for name, text in files.items() if name.endswith(".html")]
    assert all("script" not in page.elements for page in pages)
    assert [json.loads(block)["name"] for page in pages for block in page.linked] == [SEEN]
    assert SEEN.split("\n")[0] in json.loads(files["en/feed.json"])["items"][0]["title"]
    assert "</script><!--" in str(ET.fromstring(files["en/feed.xml"]).findtext(".//{*}entry/{*}title"))
    assert '<meta property="og:title" content="&lt;/script&gt;' in files["en/pilot-01/index.html"]


def test_the_json_feed(tmp_path: Path) -> None:
    """The JSON feed has what version 1.1 asks for, and the same entries as the Atom feed; what was cancelled says so first."""
    files = site(tmp_path, [session(status=Status.CANCELLED), samples.approved(samples.PILOT, "en", AT)])
    feed = json.loads(files["en/feed.json"])
    atom = ET.fromstring(files["en/feed.xml"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["feed_url"], feed["language"]) == (f"{samples.SITE}/en/feed.json", "en")
    assert [each["id"] for each in feed["items"]] == [each.text for each in atom.findall("{*}entry/{*}id")]
    assert all(
        dt.datetime.fromisoformat(each["date_modified"]).tzinfo and each["content_text"] for each in feed["items"]
    )
    assert feed["items"][1]["title"] == "Cancelled: Get to know the interpreting app"
    assert feed["items"][0]["tags"] == ["Interpreting"]
    assert atom.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"


def test_a_feed_is_of_bounded_length() -> None:
    """However many pages there are, a feed has the newest ones."""
    plan = [session(id=f"S-{number}") for number in range(NEWEST + 5)]
    late = dataclasses.replace(plan[-1], at=AT + dt.timedelta(days=1))
    found = newest([*plan[:-1], late], renderer().voices["en"])
    assert (len(found), found[0].page) == (NEWEST, f"{samples.SITE}/en/s-{NEWEST + 4}/")


def test_the_map_of_the_site(tmp_path: Path) -> None:
    """Every page that is its own canonical address is on the map once, with its editions in the languages that it has."""
    plan = [session("fi"), session("sv"), samples.approved(samples.PILOT, "fi", AT)]
    files = site(tmp_path, plan)
    urls = ET.fromstring(files["sitemap.xml"]).findall(f"{SITEMAP}url")
    told = {
        str(url.findtext(f"{SITEMAP}loc")): {
            link.get("hreflang", ""): link.get("href", "") for link in url.iter(f"{XHTML}link")
        }
        for url in urls
    }
    pages = {name: Page(text) for name, text in files.items() if name.count("/") and name.endswith("index.html")}
    assert told == {
        f"{samples.SITE}/{name.removesuffix('index.html')}": page.alternates for name, page in pages.items()
    }
    assert set(told[f"{samples.SITE}/fi/pilot-01/"]) == {"fi", "x-default"}
    assert files["robots.txt"].endswith(f"Sitemap: {samples.SITE}/sitemap.xml\n")


def test_languages_that_are_no_alternates(tmp_path: Path) -> None:
    """Easy Finnish is to be found but is nobody's alternate; a draft says that it is one, and search engines leave it alone."""
    draft = dataclasses.replace(EASY, key="et", tag="et", locale="et", name="eesti", draft=True)
    made = renderer(easy=EASY, draft=draft)
    made.voices = {**made.voices, "et": made.voice("et")}
    plan = [dataclasses.replace(session("fi"), language=key) for key in ("fi", "fi-simple", "et")]
    files = site(tmp_path, plan, made)
    assert set(Page(files["fi/session-01/index.html"]).alternates) == {"fi", "x-default"}
    assert Page(files["fi-simple/session-01/index.html"]).alternates == {}
    assert "../../fi-simple/session-01/" in Page(files["fi/session-01/index.html"]).links
    noted = {name.split("/")[0] for name, text in files.items() if 'content="noindex"' in text and "/" in name}
    told = {name.split("/")[0] for name, text in files.items() if 'class="draft"' in text}
    assert noted == told == {"et"}
    assert f"<loc>{samples.SITE}/fi-simple/session-01/</loc>" in files["sitemap.xml"]
    assert "/et/" not in files["sitemap.xml"]


def test_how_a_page_looks_where_it_is_shared(tmp_path: Path) -> None:
    """Open Graph names the page, its language and the others, and has no picture where no card was drawn."""
    html = site(tmp_path, [session(key) for key in ("fi", "sv", "en")])["sv/session-01/index.html"]
    assert f'<meta property="og:url" content="{samples.SITE}/sv/session-01/">' in html
    assert '<meta property="og:locale" content="sv_FI">' in html
    assert html.count("og:locale:alternate") == 2
    assert '<meta name="twitter:card" content="summary">' in html
    assert "og:image" not in html


def test_share_links() -> None:
    """Every network gets the address whole, whatever stands in the title; a letter has both."""
    page = f"{samples.SITE}/sv/a&b/"
    for share in shares(HOSTILE, page):
        parts = urlsplit(share.href)
        asked = parse_qs(parts.query or parts.fragment)
        assert any(page in value for values in asked.values() for value in values), share.name
    assert unquote(mailto("A\nB", page)) == f"mailto:?subject=A B&body=A\nB\r\n{page}"


@pytest.mark.parametrize(
    ("locale", "told"),
    [("fi", "fi_FI"), ("sv_FI", "sv_FI"), ("en_GB", "en_GB"), ("ru", "ru_RU"), ("zh_Hans", "zh_CN"), ("so", "so_SO")],
)
def test_locales_with_their_country(locale: str, told: str) -> None:
    """Open Graph wants a language with its country."""
    assert territory(locale) == told
