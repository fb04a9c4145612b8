"""The city's zone in a calendar file: a rule of 400 bytes where the library would write 2.3 kB of single days until 2038."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Summer:
    """A zone that changes its clock on the last Sundays of March and October, and the names of its two times.

    `spring` and `autumn` are the first such Sundays by today's rule, on the clock as it was until that moment.
    """

    standard: dt.timedelta
    names: tuple[str, str]
    spring: dt.datetime
    autumn: dt.datetime


ZONES = {
    "Europe/Helsinki": Summer(
        2 * HOUR,
        ("EET", "EEST"),
        dt.datetime(1981, 3, 29, 3),  # noqa: DTZ001  RFC 5545, 3.6.5: these are without a zone, as they define one
        dt.datetime(1996, 10, 27, 4),  # noqa: DTZ001  as above
    )
}
"""The zones that can be told shortly; a test holds each against the zone database."""


def component(zone: ZoneInfo) -> Timezone | None:
    """The zone as a component; None for one that has no short form: its times are written in UTC."""
    rule = ZONES.get(zone.key)
    if rule is None:
        return None
    made = Timezone()
    made.add("tzid", zone.key)
    for part, begin, month, from_, to in (
        (TimezoneDaylight(), rule.spring, 3, rule.standard, rule.standard + HOUR),
        (TimezoneStandard(), rule.autumn, 10, rule.standard + HOUR, rule.standard),
    ):
        part.add("dtstart", begin)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzoffsetfrom", from_)
        part.add("tzoffsetto", to)
        part.add("tzname", rule.names[to > rule.standard])
        made.add_component(part)
    return made
