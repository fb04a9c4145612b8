"""The clock: slots are met to the second, so this machine's time must be right, and the zones known as they are now."""

from __future__ import annotations

import ctypes
import datetime as dt
import statistics
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from functools import partial
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import requests

from kutsu.clock import TickingClock
from kutsu.core.checked import Checked, fault, note, ok
from kutsu.doctor import Check
from kutsu.doctor.patient import Patient
from kutsu.doctor.reach import answer

HOSTS = {
    "x": "https://api.x.com",
    "facebook": "https://graph.facebook.com",
    "bluesky": "https://bsky.social",
    "linkedin": "https://api.linkedin.com",
    "email": "https://api.sendgrid.com",
}
GOOGLE = "https://www.googleapis.com"
DOUBT = 1.0
"""Seconds that a Date header, which has whole ones, leaves in doubt."""
WRONG = 2.0
TIME_DAEMON = "Have this machine's time kept by chrony or systemd-timesyncd (`timedatectl set-ntp true`)."
UNSYNCHRONISED = 0x0040
"""STA_UNSYNC, adjtimex(2)."""
BUFFER, STATUS_AT = 512, 40
"""More than struct timex has, and where its `status` stands where a long has eight bytes."""

RULES = (
    ("Europe/Helsinki", dt.datetime(2027, 3, 28, 1, tzinfo=dt.UTC), dt.timedelta(hours=3)),
    ("Europe/Helsinki", dt.datetime(2027, 10, 31, 1, tzinfo=dt.UTC), dt.timedelta(hours=2)),
)
"""Summer begins and ends in Finland, as the directive 2000/84/EC has it."""
FRESH = ("America/Asuncion", dt.datetime(2026, 7, 1, tzinfo=dt.UTC), dt.timedelta(hours=-3))
"""Paraguay kept its summer time from October 2024 on, which zone data know since release 2025a (data.iana.org/time-zones/tzdb/NEWS)."""


def checks(patient: Patient) -> Sequence[Check]:
    """Everything to look at."""
    return [
        ("time of day", partial(_time, patient)),
        ("time service", _service),
        ("time zones", _zones),
    ]


def _time(patient: Patient) -> Iterator[Checked]:
    """The median of what several hosts say, each between the moments of asking and of answering."""
    hosts = _hosts(patient)
    with ThreadPoolExecutor(8) as pool:
        found = [ahead for ahead in pool.map(_ahead, hosts) if ahead is not None]
    if not found:
        told = f"none of {len(hosts)} hosts told the time"
        yield note("time of day", told, "Look at `timedatectl`; without any network nothing can be published either.")
        return
    ahead = statistics.median(found)
    seen = f"{abs(ahead):.1f} s {'ahead of' if ahead > 0 else 'behind'} {len(found)} hosts (their median, ±{DOUBT:g} s)"
    if abs(ahead) > WRONG + DOUBT:
        yield fault("time of day", f"this machine is {seen}", TIME_DAEMON)
    elif abs(ahead) > DOUBT:
        yield note("time of day", f"this machine is {seen}", TIME_DAEMON)
    else:
        yield ok("time of day", f"right to the second; asked: {len(found)} of {len(hosts)} hosts")


def _hosts(patient: Patient) -> list[tuple[str, str]]:
    """The hosts of the networks in use, each with what stands in its place, once."""
    tables = [patient.settings.channels[name] for name in patient.channels]
    found = {HOSTS.get(table.adapter, str(table.options.get("server", ""))): table.base for table in tables}
    google = [table for table in patient.settings.sheets.values() if table.adapter == "google"]
    found |= {GOOGLE: google[0].base} if google else {}
    once = {urlsplit(base or host).netloc: (host, base) for host, base in found.items() if host.startswith("https://")}
    return list(once.values())


def _ahead(host: tuple[str, str]) -> float | None:
    """How many seconds this machine is ahead of a host; None where it does not tell."""
    wall = TickingClock.real(ZoneInfo("UTC"))
    before = wall.now()
    try:
        told = answer(host[0], wall, host[1]).headers["Date"]
        there = parsedate_to_datetime(told).replace(tzinfo=dt.UTC) + dt.timedelta(seconds=0.5)
    except (requests.RequestException, KeyError, ValueError):
        return None
    return (before + (wall.now() - before) / 2 - there).total_seconds()


def _service() -> Iterator[Checked]:
    """What the kernel says of the time service, where it is Linux."""
    synchronised = _synchronised()
    if synchronised is None:
        yield note("time service", "this system does not tell whether its time is kept", TIME_DAEMON)
    elif synchronised:
        yield ok("time service", "the kernel says that a time service keeps the clock")
    else:
        yield note("time service", "the kernel knows of no time service that keeps the clock", TIME_DAEMON)


def _synchronised() -> bool | None:
    """Whether adjtimex(2), which is only asked, calls the clock synchronised; None where it cannot be asked."""
    if sys.platform != "linux" or ctypes.sizeof(ctypes.c_long) != 8:
        return None
    asked = ctypes.create_string_buffer(BUFFER)
    if ctypes.CDLL(None, use_errno=True).adjtimex(asked) < 0:
        return None
    return not ctypes.c_int.from_buffer(asked, STATUS_AT).value & UNSYNCHRONISED


def _zones() -> Iterator[Checked]:
    """Rules that must be there, and one that only newer data have."""
    wrong = [zone for zone, at, offset in RULES if at.astimezone(ZoneInfo(zone)).utcoffset() != offset]
    zone, at, offset = FRESH
    if wrong:
        yield fault(
            "time zones", f"the data of {wrong[0]} are wrong", "Update the packages tzdata of system and Python."
        )
    elif at.astimezone(ZoneInfo(zone)).utcoffset() != offset:
        yield note("time zones", "the data are older than 2025", "Update the packages tzdata of system and Python.")
    else:
        yield ok("time zones", "Europe/Helsinki is as it should be; the data are of 2025 or newer")
