"""What a person would not have planned: several things in one hour on one channel, and the same words twice. Told, never held."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kutsu.core.publication import Delivery, Message

HOUR = dt.timedelta(hours=1)


def crowded(coming: Iterable[Delivery], zone: dt.tzinfo) -> Iterator[str]:
    """The hours of the city's clock in which a channel says more than one thing, with the channels that do."""
    said: dict[tuple[dt.datetime, str], list[str]] = defaultdict(list)
    for each in coming:
        hour = each.slot.astimezone(zone).replace(minute=0, second=0, microsecond=0)
        if (thing := f"{each.subject} {each.kind}") not in said[hour, each.channel]:
            said[hour, each.channel].append(thing)
    channels: dict[tuple[dt.datetime, tuple[str, ...]], list[str]] = defaultdict(list)
    for (hour, channel), things in said.items():
        if len(things) > 1:
            channels[hour, tuple(sorted(things))].append(channel)
    for (hour, together), names in sorted(channels.items()):
        span = f"{hour:%d.%m.%Y %H}–{hour + HOUR:%H}"
        yield f"{span}: {len(together)} things in one hour on {', '.join(sorted(names))}: {', '.join(together)}"


def repeated(coming: Iterable[Delivery], messages: Mapping[str, Message]) -> Iterator[str]:
    """The deliveries that would say on their channel, but for the link, to the letter what an earlier one of these says."""
    first: dict[tuple[str, str], str] = {}
    for each in coming:
        if message := messages.get(each.key):
            words = "\n".join(text.replace(message.link, "") for _, text in sorted(message.parts.items()))
            if (before := first.setdefault((each.channel, words), each.key)) != each.key:
                yield f"{each.key} has the same words as {before}"
