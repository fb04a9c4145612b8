"""A session in people's calendars: what an entry says, as iCalendar (RFC 5545), and as links that add it."""

from kutsu.core.calendar.event import Event, event, joined, mark, themes
from kutsu.core.calendar.text import attachment, entry, subscription

__all__ = ["Event", "attachment", "entry", "event", "joined", "mark", "subscription", "themes"]
