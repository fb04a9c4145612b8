"""How a channel says its languages: each in a message of its own, or the required ones together in one.

A joint delivery's language is `fi+sv`, and so is the language in its key (ADR 21).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from kutsu.core.config import ChannelTable
from kutsu.core.publication import JOINT, Delivery, State, spoken

Thing = tuple[str, str, str, str]
"""Subject, kind, channel and edition: what is said, whatever the language."""


def said_as(channel: ChannelTable, required: Collection[str]) -> list[str]:
    """The languages of a channel's deliveries, one message each; together, the required ones come first and are one."""
    joint = [key for key in channel.languages if key in required]
    if channel.layout == "separate" or len(joint) < 2:
        return list(channel.languages)
    return [JOINT.join(joint), *(key for key in channel.languages if key not in required)]


def legal(language: str, required: Collection[str]) -> bool:
    """Whether a delivery's language is, or has in it, one that the law wants."""
    return any(key in required for key in spoken(language))


def retold(deliveries: Iterable[Delivery], states: Mapping[str, State]) -> dict[str, str]:
    """Why, by key, a delivery is never claimed: in another layout the ledger has its language for the same thing already.

    Without this, a city that changes a layout would say again what it has said.
    """
    known: dict[Thing, dict[str, str]] = defaultdict(dict)
    for key in states:
        subject, kind, language, channel, edition = key.split("/")
        known[subject, kind, channel, edition] |= dict.fromkeys(spoken(language), key)
    found = {}
    for each in deliveries:
        there = known.get((each.subject, each.kind, each.channel, each.edition), {})
        others = sorted({there[key] for key in each.languages if key in there} - {each.key})
        if others and each.key not in states:
            found[each.key] = f"said in another layout: {', '.join(others)}"
    return found
