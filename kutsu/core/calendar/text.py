"""Entries as iCalendar text; the library escapes, folds at 75 octets and ends lines with CRLF."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from functools import lru_cache
from zoneinfo import ZoneInfo

import icalendar

from kutsu.core.calendar.event import Event
from kutsu.core.calendar.zone import ZONES, component
from kutsu.core.model import Status

PROGRAM = "-//Kutsu//Kutsu//EN"
AGAIN = dt.timedelta(hours=1)
"""How often a subscriber is asked to look; more than that and many subscribers are a burden."""

STATUS = {Status.PLANNED: "TENTATIVE", Status.CANCELLED: "CANCELLED"}
"""How sure it is (RFC 5545, 3.8.1.11); all else is CONFIRMED."""

_BEGIN, _END = "BEGIN:VEVENT\r\n", "END:VCALENDAR\r\n"
_UID = re.compile(r"^UID:(\S+)\r\n(?! )", re.MULTILINE)


def attachment(event: Event) -> str:
    """What a mail carries: an open session is published, a cancelled one is taken out of calendars (RFC 5546, 3.2.1 and 3.2.5)."""
    method = "CANCEL" if event.status is Status.CANCELLED else "PUBLISH"
    return _calendar(_begun(_zone(event), method), [event])


def entry(event: Event) -> str:
    """What is hosted beside the session's page: a cancelled one stays, and says so."""
    return _calendar(_begun(_zone(event), "PUBLISH"), [event])


def subscription(name: str, zone: ZoneInfo, events: Iterable[Event]) -> str:
    """A calendar that people subscribe to, under its name there."""
    return gathered(name, zone, map(written, events))


def gathered(name: str, zone: ZoneInfo, entries: Iterable[str]) -> str:
    """The same of entries that are `written`."""
    head = icalendar.Calendar()
    _begin(head, zone, "PUBLISH")
    for key in ("name", "x-wr-calname"):
        head.add(key, icalendar.vText(name))
    head.add("x-wr-timezone", zone.key)
    head.add("refresh-interval", AGAIN, parameters={"VALUE": "DURATION"})
    head.add("x-published-ttl", icalendar.vDuration(AGAIN))
    return _with(_text(head), entries)


@lru_cache
def _begun(zone: ZoneInfo, method: str) -> str:
    """A calendar for one entry, up to its end; the same for thousands of files."""
    head = icalendar.Calendar()
    _begin(head, zone, method)
    return _text(head)


def _begin(head: icalendar.Calendar, zone: ZoneInfo, method: str) -> None:
    """What every calendar begins with, its zone included, without which an empty one would be invalid."""
    head.add("version", "2.0")
    head.add("prodid", PROGRAM)
    head.add("calscale", "GREGORIAN")
    head.add("method", method)
    if found := component(zone):
        head.add_component(found)


def _calendar(head: str, events: Iterable[Event]) -> str:
    """The entries put into a calendar; each is written once however many calendars show it."""
    return _with(head, map(written, events))


def _with(head: str, entries: Iterable[str]) -> str:
    """A calendar with entries that are written."""
    return head.removesuffix(_END) + "".join(entries) + _END


def parted(calendar: str) -> dict[str, str]:
    """The written entries of a calendar that was `gathered`, by their UID; one whose UID is folded is left out."""
    entries = calendar.removesuffix(_END).split(_BEGIN)[1:]
    return {found[1]: _BEGIN + each for each in entries if (found := _UID.search(each))}


@lru_cache(10_000)
def written(event: Event) -> str:
    """One entry as text."""
    made, stamp = icalendar.Event(), event.stamp.astimezone(dt.UTC).replace(microsecond=0)
    language = {"LANGUAGE": event.language} if event.language else {}
    made.add("uid", event.uid)
    made.add("sequence", event.sequence)
    made.add("dtstamp", stamp)
    made.add("last-modified", stamp)
    made.add("dtstart", _time(event.begin))
    made.add("dtend", _time(event.end))
    made.add("status", STATUS.get(event.status, "CONFIRMED"))
    made.add("summary", event.summary, parameters=language)
    made.add("description", event.text, parameters=language)
    if event.place:
        made.add("location", event.place, parameters=language)
    if event.categories:
        made.add("categories", list(event.categories))
    made.add("url", event.page)
    if event.organizer[1]:
        organizer = icalendar.vCalAddress(f"mailto:{event.organizer[1]}")
        organizer.params["CN"] = event.organizer[0].replace('"', "")
        made.add("organizer", organizer)
    return _text(made)


def _time(instant: dt.datetime) -> dt.datetime:
    """In its zone where that has a short form, else in UTC."""
    zone = instant.tzinfo
    return instant if isinstance(zone, ZoneInfo) and zone.key in ZONES else instant.astimezone(dt.UTC)


def _zone(event: Event) -> ZoneInfo:
    """The city's zone."""
    assert isinstance(event.begin.tzinfo, ZoneInfo)
    return event.begin.tzinfo


def _text(part: icalendar.Component) -> str:
    """What the library writes."""
    written: bytes = part.to_ical()
    return written.decode()
