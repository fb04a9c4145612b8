"""What a person would not have planned: several things in one hour on one channel, and the same words twice. Told, never held."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kutsu.core.publication import CALENDAR, Delivery, Message

HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Crowd:
    """An hour (its start on the city's clock) in which these channels say all of these things, each a subject and a kind."""

    hour: dt.datetime
    channels: tuple[str, ...]
    things: tuple[tuple[str, str], ...]

    @property
    def span(self) -> str:
        """The hour as staff read it."""
        return f"{self.hour:%d.%m.%Y %H}–{self.hour + HOUR:%H}"

    def __str__(self) -> str:
        """The crowd in a sentence."""
        things = ", ".join(map(" ".join, self.things))
        return f"{self.span}: {len(self.things)} things in one hour on {', '.join(self.channels)}: {things}"


def crowds(coming: Iterable[Delivery], zone: dt.tzinfo) -> Iterator[Crowd]:
    """The hours of the city's clock in which a channel says more than one thing, with the channels that do."""
    said: dict[tuple[dt.datetime, str], list[tuple[str, str]]] = defaultdict(list)
    for each in coming:
        hour = each.slot.astimezone(zone).replace(minute=0, second=0, microsecond=0)
        if (thing := (each.subject, each.kind)) not in said[hour, each.channel]:
            said[hour, each.channel].append(thing)
    channels: dict[tuple[dt.datetime, tuple[tuple[str, str], ...]], list[str]] = defaultdict(list)
    for (hour, channel), things in said.items():
        if len(things) > 1:
            channels[hour, tuple(sorted(things))].append(channel)
    for (hour, together), names in sorted(channels.items()):
        yield Crowd(hour, tuple(sorted(names)), together)


def fingerprint(message: Message) -> str:
    """The same for two messages that say, but for the link and the calendar entry, the same to the letter."""
    told = [text for name, text in sorted(message.parts.items()) if name != CALENDAR]
    words = "\n".join(text.replace(message.link, "") for text in told)
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:16]


def repeated(coming: Iterable[Delivery], said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The keys that would say on their channel what an earlier one of these says, with that one; `said` are fingerprints by key."""
    first: dict[tuple[str, str], str] = {}
    for each in coming:
        words = said.get(each.key)
        if words and (before := first.setdefault((each.channel, words), each.key)) != each.key:
            yield each.key, before
