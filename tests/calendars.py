"""The calendars of residents: three parsers that did not write our files, and what a calendar makes of one entry after another."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from typing import Any

import icalendar
import ics  # type: ignore[import-untyped]  # it ships no types
import vobject  # type: ignore[import-untyped]  # it ships no types


@dataclass(frozen=True)
class Shown:
    """What a parser has read of one entry; `begin` and `end` are in UTC."""

    method: str
    uid: str
    sequence: int
    status: str
    begin: dt.datetime
    end: dt.datetime
    summary: str
    place: str
    text: str


def by_icalendar(text: str) -> Iterator[Shown]:
    """As the library that Home Assistant and many servers use."""
    calendar = icalendar.Calendar.from_ical(text)
    for each in calendar.walk("VEVENT"):
        uid, status, summary, place, told = (
            str(each.get(name, "")) for name in ("UID", "STATUS", "SUMMARY", "LOCATION", "DESCRIPTION")
        )
        begin, end = (_utc(each.decoded(name)) for name in ("DTSTART", "DTEND"))
        number = int(each.decoded("SEQUENCE"))
        yield Shown(str(calendar["METHOD"]), uid, number, status, begin, end, summary, place, told)


def by_vobject(text: str) -> Iterator[Shown]:
    """As Radicale and other CalDAV servers."""
    calendar = vobject.readOne(text)
    for each in getattr(calendar, "vevent_list", ()):
        values = {name: line.value for name, (line, *_) in each.contents.items()}
        uid, status = values["uid"], values["status"]
        summary, place, told = (values.get(name, "") for name in ("summary", "location", "description"))
        begin, end = (_utc(values[name]) for name in ("dtstart", "dtend"))
        yield Shown(calendar.method.value, uid, int(values["sequence"]), status, begin, end, summary, place, told)


def by_ics(text: str) -> Iterator[Shown]:
    """As small programs in Python."""
    with (
        redirect_stdout(sys.stdout),
        redirect_stderr(sys.stderr),
    ):  # its grammar wraps them anew with every line that it reads
        calendar = ics.Calendar(text)
    for each in calendar.events:
        (number,) = (int(line.value) for line in each.extra if line.name == "SEQUENCE")
        summary, place, told = (value or "" for value in (each.name, each.location, each.description))
        begin, end = (_utc(moment.datetime) for moment in (each.begin, each.end))
        yield Shown(calendar.method, each.uid, number, each.status, begin, end, summary, place, told)


PARSERS: Mapping[str, Callable[[str], Iterator[Shown]]] = {
    "icalendar": by_icalendar,
    "vobject": by_vobject,
    "ics": by_ics,
}


@dataclass
class Subscriber:
    """A resident's calendar (RFC 5546, 3.2): of each UID the entry with the highest SEQUENCE; CANCEL takes it out for good."""

    read: Callable[[str], Iterator[Shown]]
    entries: dict[str, Shown] = field(default_factory=dict)
    cancelled: dict[str, int] = field(default_factory=dict)

    def open(self, text: str) -> None:
        """Take in a file that came by mail or was downloaded."""
        for each in self.read(text):
            known = self.entries.get(each.uid)
            if each.sequence < max(known.sequence if known else 0, self.cancelled.get(each.uid, 0)):
                continue
            self.entries[each.uid] = each
            if each.method == "CANCEL":
                self.cancelled[each.uid] = self.entries.pop(each.uid).sequence

    def refresh(self, text: str) -> None:
        """Look at a calendar again to which one has subscribed: what is there is all there is."""
        found = list(self.read(text))
        assert len({each.uid for each in found}) == len(found)
        self.entries = {each.uid: each for each in found}


def lines(text: str) -> list[str]:
    """The lines of a file as they go over the wire, held against RFC 5545, 3.1: CRLF, at most 75 octets, no control characters."""
    assert text.endswith("\r\n")
    found = text.removesuffix("\r\n").split("\r\n")
    assert all(len(line.encode()) <= 75 for line in found)
    assert not any(sign < " " and sign != "\t" for line in found for sign in line)
    return found


def agreed(text: str) -> list[Shown]:
    """What all parsers read of a file, which must be the same."""
    lines(text)
    first, *others = (list(read(text)) for read in PARSERS.values())
    for other in others:
        assert _sorted(other) == _sorted(first)
    return first


def _sorted(found: Iterable[Shown]) -> list[Shown]:
    return sorted(found, key=lambda each: (each.begin, each.uid))


def _utc(moment: Any) -> dt.datetime:
    """An instant; a time without a zone would be shown to people abroad at another hour."""
    assert isinstance(moment, dt.datetime)
    assert moment.tzinfo is not None
    return moment.astimezone(dt.UTC)
