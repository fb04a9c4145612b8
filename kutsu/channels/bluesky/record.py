"""A post on Bluesky as a record: its own key, its facets, and how long it may be. The same input gives the same record."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

import regex

from kutsu.channels.bluesky import media
from kutsu.core.publication import Claimed, Message
from kutsu.later import Later

models = Later("atproto_client.models.utils")
facet_detection = Later("atproto_client.utils.facet_detection")

COLLECTION = "app.bsky.feed.post"
GRAPHEMES, BYTES = 300, 3000
"""Both limits of a post's text; links count in full."""
DIGITS = "234567abcdefghijklmnopqrstuvwxyz"


def fits(text: str) -> bool:
    """Whether Bluesky takes a text of this length: graphemes as people see them, and bytes in UTF-8."""
    return len(text.encode()) <= BYTES and graphemes(text) <= GRAPHEMES


def graphemes(text: str) -> int:
    """What a reader takes for characters."""
    return len(regex.findall(r"\X", text))


def key(claimed: Claimed) -> str:
    """The record's key: a TID (13 digits of microseconds and a clock's number) that is a function of what was claimed when.

    Bluesky sorts by it, so it begins with the second of the claim; the rest of it is drawn from the delivery's key.
    """
    intent = f"{claimed.key}#{claimed.share}@{claimed.claimed_at.astimezone(dt.UTC).isoformat()}"
    salt = int.from_bytes(hashlib.sha256(intent.encode()).digest()[:8], "big")
    micros = int(claimed.claimed_at.timestamp()) * 1_000_000 + salt % 1_000_000
    value = micros << 10 | (salt >> 32) % 1024
    return "".join(DIGITS[value >> shift & 31] for shift in range(60, -1, -5))


def created(instant: dt.datetime) -> str:
    """An instant as records have it, in UTC."""
    return instant.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def record(message: Message, created_at: str) -> Mapping[str, Any]:
    """The record, with links and hashtags as facets, whose offsets are in bytes, and with its pictures."""
    text = message.parts["status"]
    facets = [models.get_model_as_dict(facet) for facet in facet_detection.detect_facets(text)]
    return {
        "$type": COLLECTION,
        "text": text,
        "createdAt": created_at,
        "langs": list(message.languages),
        "facets": facets,
        **media.embed(message.pictures),
    }
