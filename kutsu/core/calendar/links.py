"""Links that add a session to calendars on the web, for those who would not know what to do with a file."""

from __future__ import annotations

import datetime as dt
from urllib.parse import quote, urlencode

from kutsu.core.calendar.event import Event

GOOGLE = "https://calendar.google.com/calendar/render"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose"


def google(event: Event) -> str:
    """Google Calendar with the entry filled in; the entry links to the page, which stays right when the session moves."""
    dates = "/".join(f"{_utc(instant):%Y%m%dT%H%M%SZ}" for instant in (event.begin, event.end))
    asked = {
        "action": "TEMPLATE",
        "text": event.summary,
        "dates": dates,
        "location": event.place,
        "details": event.page,
    }
    return _link(GOOGLE, asked)


def outlook(event: Event) -> str:
    """Outlook.com with the entry filled in."""
    begin, end = (f"{_utc(instant):%Y-%m-%dT%H:%M:%SZ}" for instant in (event.begin, event.end))
    return _link(
        OUTLOOK,
        {
            "path": "/calendar/action/compose",
            "rru": "addevent",
            "subject": event.summary,
            "startdt": begin,
            "enddt": end,
            "location": event.place,
            "body": event.page,
        },
    )


def webcal(address: str) -> str:
    """The address of a calendar as programs open it to subscribe, rather than to copy it once."""
    return f"webcal://{address.partition('://')[2]}"


def _utc(instant: dt.datetime) -> dt.datetime:
    return instant.astimezone(dt.UTC)


def _link(base: str, asked: dict[str, str]) -> str:
    """An address with everything in it escaped; a blank as %20, since Outlook.com shows a plus sign as one."""
    return f"{base}?{urlencode(asked, quote_via=quote)}"
