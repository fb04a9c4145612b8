"""An entry in a calendar: the right instant for everybody, what residents need, and nothing that a program could stumble over."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import icalendar
import pytest

from kutsu.core.calendar import Event, attachment, entry, event, joined, mark, subscription, themes
from kutsu.core.calendar.links import google, outlook, webcal
from kutsu.core.calendar.zone import ZONES, component
from kutsu.core.content import localize
from kutsu.core.model import Attendance, Reference, Session, Status
from kutsu.core.render import Renderer
from tests import samples
from tests.calendars import PARSERS, agreed, lines

AT = dt.datetime(2026, 12, 1, 9, 30, 15, 123, tzinfo=samples.CITY.zoneinfo)
PAGE = f"{samples.SITE}/fi/session-01/"
RENDERER = Renderer(samples.sources(), samples.CITY, samples.languages())


def made(language: str = "fi", topics: tuple[str, ...] = (), **changes: Any) -> Event:
    """The sample's entry with some facts changed."""
    return event(samples.approved(samples.SESSION, language, AT, **changes), RENDERER.voice(language), PAGE, topics)


def session(**changes: Any) -> Session[str]:
    """The sample in Finnish, with some facts changed."""
    content = samples.approved(samples.SESSION, "fi", AT, **changes).content
    assert isinstance(content, Session)
    return content


@pytest.mark.parametrize(
    ("day", "start", "end", "begins"),
    [
        (dt.date(2027, 3, 27), "17:00", "19:00", "2027-03-27T15:00"),
        (dt.date(2027, 3, 28), "02:30", "04:30", "2027-03-28T00:30"),
        (dt.date(2027, 3, 28), "17:00", "19:00", "2027-03-28T14:00"),
        (dt.date(2027, 10, 30), "17:00", "19:00", "2027-10-30T14:00"),
        (dt.date(2027, 10, 31), "17:00", "19:00", "2027-10-31T15:00"),
        (dt.date(2027, 10, 31), "03:30", "05:00", "2027-10-31T00:30"),
    ],
)
def test_instants_over_the_change_of_clocks(day: dt.date, start: str, end: str, begins: str) -> None:
    """Every parser shows people in any country the very instant, on the days on which clocks change too; of a doubled hour the first."""
    times: dict[str, Any] = {"start": dt.time.fromisoformat(start), "end": dt.time.fromisoformat(end)}
    (shown,) = agreed(entry(made(day=day, **times)))
    assert shown.begin == dt.datetime.fromisoformat(f"{begins}+00:00")
    local = [moment.astimezone(samples.CITY.zoneinfo).time() for moment in (shown.begin, shown.end)]
    assert local == [times["start"], times["end"]]


@pytest.mark.parametrize("zone", ZONES)
def test_the_short_zone_is_the_zone(zone: str) -> None:
    """The rule of 400 bytes gives in every hour of ten years the offset of the zone database, and its names."""
    told = component(ZoneInfo(zone))
    assert told is not None
    assert len(told.to_ical()) < 450
    short, real = told.to_tz(icalendar.timezone.tzp, lookup_tzid=False), ZoneInfo(zone)
    moment, end = dt.datetime(2026, 1, 1, tzinfo=dt.UTC), dt.datetime(2036, 1, 1, tzinfo=dt.UTC)
    while moment < end:
        local = moment.astimezone(real)
        if not local.fold:  # a time that comes twice is meant as the first (RFC 5545, 3.3.5)
            naive = local.replace(tzinfo=None)
            assert naive.replace(tzinfo=short).utcoffset() == local.utcoffset(), local
        moment += dt.timedelta(hours=1)


def test_another_zone_is_in_utc() -> None:
    """A city whose zone has no short form is told in UTC, which needs none."""
    there = ZoneInfo("Europe/London")
    here = made()
    moved = Event(**{**vars(here), "begin": here.begin.astimezone(there), "end": here.end.astimezone(there)})
    told = lines(entry(moved))
    assert "DTSTART:20191106T150000Z" in told
    assert not [line for line in told if "VTIMEZONE" in line or "TZID" in line]
    assert agreed(entry(moved))[0].begin == here.begin


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_one_session_one_uid(language: str) -> None:
    """The UID is made of the id alone: the same in every language, under another title and on another day."""
    changed = made(language, title="Something else", day=dt.date(2027, 5, 1), status=Status.MOVED)
    assert {made(language).uid, changed.uid} == {"session-01@kokeilut.espoo.example"}


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (Status.PLANNED, "TENTATIVE"),
        (Status.CONFIRMED, "CONFIRMED"),
        (Status.MOVED, "CONFIRMED"),
        (Status.HELD, "CONFIRMED"),
        (Status.CANCELLED, "CANCELLED"),
    ],
)
def test_how_sure_it_is(status: Status, told: str) -> None:
    """A planned session is tentative; the title of a cancelled one says so too, as many programs show no status."""
    (shown,) = agreed(entry(made(status=status)))
    assert shown.status == told
    assert shown.summary.startswith("Peruttu: ") is (status is Status.CANCELLED)


def test_what_people_need() -> None:
    """What, how to join, accessibility and contact stand in labelled lines, after the note of a change and before the page."""
    shown = made(note="Siirrettiin.", register="https://ilmo.example/1", deadline=dt.date(2019, 11, 1))
    told = shown.text.split("\n")
    assert told[:2] == ["Siirrettiin.", ""]
    assert told[-2:] == ["", PAGE]
    for line in (
        "Kokeilut: Tulkkaussovellus palvelutiskille",
        "Ilmoittaudu: https://ilmo.example/1",
        "Esteettömyys: Esteetön reitti metroasemalta hissillä.",
        "Yhteystiedot: Digikokeilujen tiimi, kokeilut@espoo.example, 09 555 0101",
    ):
        assert line in told
    assert not any(line.startswith("Ilmoittaudu") for line in made(status=Status.CANCELLED).text.split("\n"))


def test_where_it_is() -> None:
    """The venue with its address and room; on the net, that; both where it is both."""
    address = "Ison Omenan kirjasto, Piispansilta 11, 02230\u00a0Matinkylä"
    assert made(room=None).place == address
    assert made(venue=None, room=None, attendance=Attendance.ONLINE).place == "Verkossa"
    assert made(room=None, attendance=Attendance.HYBRID).place.startswith(address)
    link = made(venue=None, attendance=Attendance.ONLINE, online="https://live.example/1")
    assert "https://live.example/1" in link.text


def test_stamps_numbers_and_themes() -> None:
    """Stamps are when the content was approved, in UTC and whole seconds; a comma parts no theme in two."""
    told = lines(entry(made(topics=("interpreting",))))
    assert {"DTSTAMP:20261201T073015Z", "LAST-MODIFIED:20261201T073015Z", "SEQUENCE:0"} <= set(told)
    assert "CATEGORIES:Tulkkaus" in told
    assert 'ORGANIZER;CN="Espoon kaupunki":mailto:kokeilut@espoo.example' in told
    assert f"URL:{PAGE}" in told
    assert themes(session(), {"PILOT-01": "interpreting", "PILOT-02": "education"}) == ("interpreting",)
    assert themes(session(pilots=(Reference("PILOT-09", "?"),)), {"PILOT-01": "interpreting"}) == ()


def test_a_calendar_without_entries() -> None:
    """Before the first session a calendar to subscribe to is there, under its name, and every parser opens it."""
    text = subscription("Espoo, kokeilut", samples.CITY.zoneinfo, [])
    assert agreed(text) == []
    assert {"NAME:Espoo\\, kokeilut", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"} <= set(
        lines(text)
    )
    two = subscription("Espoo", samples.CITY.zoneinfo, [made(), made(day=dt.date(2027, 3, 28), id="SESSION-02")])
    assert [shown.uid for shown in agreed(two)] != []
    assert all(len(list(read(two))) == 2 for read in PARSERS.values())


def test_in_two_languages() -> None:
    """One entry in several languages names each place and title once, and claims no language."""
    both = joined([made("fi"), made("sv")])
    assert both.summary == "Tulkkaussovellus tutuksi / Bekanta dig med tolkningsappen"
    assert "LANGUAGE=" not in attachment(both)
    assert joined([made("fi"), made("fi")]).place == made("fi").place
    assert joined([made("sv")]) == made("sv")


def test_links_that_add_it() -> None:
    """Google and Outlook.com get the instants in UTC, and each word as it is, whatever signs are in it."""
    odd = made(title="Kahvi & pulla = 100 % + #1?", day=dt.date(2027, 3, 28))
    asked = {name: parse_qs(urlsplit(link(odd)).query) for name, link in (("google", google), ("outlook", outlook))}
    assert asked["google"]["dates"] == ["20270328T140000Z/20270328T160000Z"]
    assert asked["google"]["text"] == asked["outlook"]["subject"] == ["Kahvi & pulla = 100 % + #1?"]
    assert asked["outlook"]["startdt"] == ["2027-03-28T14:00:00Z"]
    assert asked["outlook"]["enddt"] == ["2027-03-28T16:00:00Z"]
    assert asked["google"]["details"] == asked["outlook"]["body"] == [PAGE]
    assert "+" not in google(odd) + outlook(odd)
    assert webcal("https://kokeilut.espoo.example/fi/calendar.ics") == "webcal://kokeilut.espoo.example/fi/calendar.ics"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_what_counts_as_another_place_or_time(language: str) -> None:
    """The digest of the facts is the same in every language and for ever, since the ledger keeps it."""
    content = localize(samples.SESSION, language)
    assert isinstance(content, Session)
    assert mark(content) == "a4733d9841bc05eb0d1986c8da234387c5285dadfca0b20306868d6f9959b19e"
