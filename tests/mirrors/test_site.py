"""The site: what it shows, what it leaves alone, and how its public pages are known."""

from __future__ import annotations

import dataclasses
import datetime as dt
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from kutsu.clock import TickingClock
from kutsu.core.errors import Faulty
from kutsu.core.model import Approved, Reference, Stage, Status
from kutsu.core.render import Renderer
from kutsu.mirrors.site import Site
from tests import samples
from tests.goldens import assert_golden
from tests.mirrors.reading import Page

ZONE = samples.CITY.zoneinfo
AT = dt.datetime(2019, 10, 18, 9, tzinfo=ZONE)
NOW = dt.datetime(2019, 10, 22, 10, tzinfo=ZONE)
ROOTED = 6
"""Files at the root: the door to the languages, the page for what is lost, two for search engines, the style and the icon."""
CALENDARS = 1 + 1 + len(samples.CITY.themes)
"""Calendar files of a language: that of the session, that of all sessions, and one for each theme."""

ATOM = "{http://www.w3.org/2005/Atom}"


def _site(folder: Path, now: dt.datetime = NOW, address: str = samples.SITE) -> Site:
    city = dataclasses.replace(samples.CITY, site=address)
    renderer = Renderer(samples.sources(), city, samples.languages())
    return Site(folder / "site", renderer, TickingClock.starting(ZONE, now))


def _plan(*languages: str, **changes: Any) -> list[Approved]:
    """The three samples as approved, one after the other, in the languages given."""
    subjects = enumerate(samples.SUBJECTS.values())
    moments = [(subject, AT + dt.timedelta(hours=hours)) for hours, subject in subjects]
    return [samples.approved(subject, key, at, **changes) for subject, at in moments for key in languages]


def _files(folder: Path) -> dict[str, str]:
    site = folder / "site"
    found = sorted(path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): path.read_bytes().decode() for path in found}


def _page(folder: Path, name: str) -> Page:
    return Page((folder / "site" / name).read_text(encoding="utf-8"))


def test_golden(tmp_path: Path) -> None:
    """Every file of a small site is to the byte the one that was approved."""
    _site(tmp_path).show(_plan("fi", "sv", "en"))
    written = _files(tmp_path)
    assert len(written) == ROOTED + 3 * (6 + CALENDARS)
    for name, text in written.items():
        if name != "style.css":
            assert_golden(f"site/{name}", text)


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    """The same plan changes no file at all, and a mended title changes only the pages on which it stands."""
    plan = _plan("fi", "sv")
    assert _site(tmp_path).show(plan) == ROOTED + 2 * (6 + CALENDARS)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*.html")}
    assert _site(tmp_path).show(plan) == 0
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "site").rglob("*.html")} == before
    pilot = samples.approved(samples.PILOT, "sv", AT, title="Nytt namn")
    mended = [pilot if (one.content.id, one.language) == ("PILOT-01", "sv") else one for one in plan]
    assert _site(tmp_path).show(mended) == 5, "the pages of the pilot and of its round, the index and the two feeds"
    assert [path.name for path in tmp_path.rglob(".*")] == [], "no draft is left behind"


def test_what_is_withdrawn_goes_and_what_belongs_to_others_stays(tmp_path: Path) -> None:
    """Pages of a language or subject that is approved no more are removed; a file that Kutsu did not write is not."""
    site = _site(tmp_path)
    site.show(_plan("fi", "en"))
    other = tmp_path / "site" / "fi" / "pilot-01" / "programme.txt"
    other.write_text("17.00", encoding="utf-8")
    assert site.show([]) > 0
    left = {
        *("404.html", "favicon.svg", "index.html", "robots.txt", "sitemap.xml", "style.css"),
        "fi/pilot-01/programme.txt",
    }
    assert set(_files(tmp_path)) == left
    assert not (tmp_path / "site" / "en").exists()


def test_the_language_switch_names_what_is_approved(tmp_path: Path) -> None:
    """A page links to its editions in the approved languages, and names them to search engines with itself and a default."""
    _site(tmp_path).show(
        [one for one in _plan("fi", "sv", "en") if (one.content.id, one.language) != ("PILOT-01", "en")]
    )
    pilot, session = _page(tmp_path, "sv/pilot-01/index.html"), _page(tmp_path, "sv/session-01/index.html")
    assert pilot.alternates == {
        "fi": f"{samples.SITE}/fi/pilot-01/",
        "sv": f"{samples.SITE}/sv/pilot-01/",
        "x-default": f"{samples.SITE}/fi/pilot-01/",
    }
    assert "../../fi/pilot-01/" in pilot.links
    assert "../../en/session-01/" in session.links
    assert session.language == "sv"


def test_links_within_the_site_lead_somewhere(tmp_path: Path) -> None:
    """Every relative link of every page is a file of the site, so that it works under any address."""
    _site(tmp_path).show(_plan("fi", "sv", "en"))
    for path in (tmp_path / "site").rglob("*.html"):
        for link in Page(path.read_text(encoding="utf-8")).links:
            if not link.startswith(("http", "webcal:", "mailto:", "tel:", "#")):
                target = tmp_path / "site" / link.removeprefix("/") if link.startswith("/") else path.parent / link
                assert (target / "index.html" if link.endswith("/") else target).is_file(), (path, link)


def test_stages_and_statuses_are_shown_as_they_are(tmp_path: Path) -> None:
    """A dropped pilot stands among the others and calls nobody, and a cancelled session says so."""
    dropped = samples.approved(samples.PILOT, "en", AT, stage=Stage.DROPPED)
    cancelled = samples.approved(
        samples.SESSION, "en", AT, status=Status.CANCELLED, register=samples.SITE, note="Sorry!"
    )
    _site(tmp_path).show([dropped, cancelled])
    index, pilot = _page(tmp_path, "en/index.html"), _page(tmp_path, "en/pilot-01/index.html")
    session = _page(tmp_path, "en/session-01/index.html")
    assert {"Other pilots", "Not going ahead", "Cancelled"} <= set(index.lines)
    assert "Pilots" not in index.lines
    assert "Sign up as a tester" not in pilot.lines
    assert {"Cancelled", "Sorry!"} <= set(session.lines)
    assert "Register" not in session.lines


def test_a_session_is_past_when_it_has_ended(tmp_path: Path) -> None:
    """A session is coming until its last minute in the city's zone, and past from then on."""
    end = dt.datetime(2019, 11, 6, 19, tzinfo=ZONE)
    for now, heading in ((end - dt.timedelta(minutes=1), "Upcoming info sessions"), (end, "Past info sessions")):
        _site(tmp_path, now).show(_plan("en"))
        lines = _page(tmp_path, "en/index.html").lines
        at = len(lines) - lines[::-1].index(heading)
        assert lines.index("Get to know the interpreting app") == at + (1 if now < end else 0)


def test_a_pilot_lists_its_sessions_and_a_session_its_pilots(tmp_path: Path) -> None:
    """Pages of one language link to each other, and name without a link what has no page."""
    pilots = (Reference("PILOT-01", "One"), Reference("PILOT-99", "Not approved"))
    session = samples.approved(samples.SESSION, "en", AT, pilots=pilots)
    _site(tmp_path).show([session, samples.approved(samples.PILOT, "en", AT)])
    assert "../../en/session-01/" in _page(tmp_path, "en/pilot-01/index.html").links
    page = _page(tmp_path, "en/session-01/index.html")
    assert "../../en/pilot-01/" in page.links
    assert "Not approved" in page.lines
    assert "../../en/pilot-99/" not in page.links


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    """Pages have the very elements of harmless ones, a reader sees the title as typed, and the feed is still XML."""
    site, hostile = _site(tmp_path), "<script>x</script> {{7*7}} </title> \"q\" 'a'\n\x00&amp; ]]> <b>"
    site.show(_plan("fi"))
    harmless = {name: Page(text).elements for name, text in _files(tmp_path).items() if name.endswith(".html")}
    site.show(_plan("fi", title=hostile))
    for name, text in _files(tmp_path).items():
        if name.endswith(".html"):
            assert Page(text).elements == harmless[name], name
    assert "<script>x</script> {{7*7}} </title>" in _page(tmp_path, "fi/pilot-01/index.html").text
    titles = [title.text for title in ET.parse(tmp_path / "site/fi/feed.xml").getroot().iter(f"{ATOM}title")]
    assert titles.count("<script>x</script> {{7*7}} </title> \"q\" 'a'\n&amp; ]]> <b>") == 3


def test_an_address_breaks_after_its_slashes(tmp_path: Path) -> None:
    """On a narrow screen a long address breaks between its words, leads where it led, and is escaped as all text."""
    _site(tmp_path).show([samples.approved(samples.PILOT, "en", AT, privacy=f"{samples.SITE}/a&b/notice")])
    html = (tmp_path / "site/en/pilot-01/index.html").read_text(encoding="utf-8")
    host = samples.SITE.removeprefix("https://")
    assert f'<a href="{samples.SITE}/a&amp;b/notice"><bdi>{host}/<wbr>a&amp;b/<wbr>notice</bdi></a>' in html


def test_an_id_cannot_lead_out_of_the_site(tmp_path: Path) -> None:
    """An id with dots or slashes is refused before anything is written."""
    with pytest.raises(Faulty, match="cannot be part of an address"):
        _site(tmp_path).show(_plan("fi", id="../../etc"))
    assert _files(tmp_path) == {}


def test_the_feed_is_atom(tmp_path: Path) -> None:
    """The feed has the latest approval first and bears its time; entries are known by the address of their page."""
    _site(tmp_path).show(_plan("fi"))
    feed = ET.parse(tmp_path / "site/fi/feed.xml").getroot()
    entries = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert ids == [f"{samples.SITE}/fi/{name}/" for name in ("session-01", "pilot-01", "round-1")]
    assert feed.findtext(f"{ATOM}updated") == entries[0].findtext(f"{ATOM}updated") == "2019-10-18T11:00:00+03:00"


@pytest.fixture
def public(tmp_path: Path) -> Iterator[str]:
    """The folder of the site as the world sees it: its address on a real server of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path / "site")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the parent's name
        """Say nothing."""


def test_a_page_is_out_when_the_world_sees_this_very_content(tmp_path: Path, public: str) -> None:
    """A page counts as out only when it was fetched and bears the digest meant: not before, not after an edit, not unreachable."""
    site, old = _site(tmp_path, address=public), samples.approved(samples.PILOT, "fi", AT)
    new = samples.approved(samples.PILOT, "fi", AT, title="Uusi nimi")
    assert not site.out(old)
    site.show([old])
    assert site.out(old)
    assert not site.out(new)
    assert not _site(tmp_path, address="http://127.0.0.1:1").out(old)
    assert site.address("PILOT-01", "fi") == f"{public}/fi/pilot-01/"


def test_a_page_tells_of_a_machines_translation(tmp_path: Path) -> None:
    """The page in the language that a machine wrote says so; the others, and pages that people wrote, do not."""
    made = dataclasses.replace(samples.PILOT, translation={"en": "machine"})
    _site(tmp_path).show([samples.approved(made, key, AT) for key in ("fi", "en")])
    told = {name for name, text in _files(tmp_path).items() if "Machine trans" in text or "Konekäännös" in text}
    assert told == {"en/pilot-01/index.html"}
