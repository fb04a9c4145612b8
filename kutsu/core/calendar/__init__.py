"""A session in people's calendars: what an entry says, as iCalendar (RFC 5545), and as links that add it."""

from kutsu.core.calendar.event import Event, event, joined, mark, themes, uid
from kutsu.core.calendar.text import attachment, entry, gathered, parted, subscription, written

__all__ = [
    "Event",
    "attachment",
    "entry",
    "event",
    "gathered",
    "joined",
    "mark",
    "parted",
    "subscription",
    "themes",
    "uid",
    "written",
]
