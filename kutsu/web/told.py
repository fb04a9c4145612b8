"""SendGrid's events in our words: which mail, which person by token, what became of it, and who must not be written to any more."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from kutsu.core.tokens import token
from kutsu.ledger.events import Event

OUTCOMES = {
    "processed": "processed",
    "deferred": "deferred",
    "delivered": "delivered",
    "bounce": "bounced",
    "blocked": "blocked",
    "dropped": "dropped",
    "spamreport": "complained",
}
REASONS = {"bounce": "bounced", "spamreport": "complained", "unsubscribe": "left", "group_unsubscribe": "left"}
DROPPED = {
    "Invalid": "invalid",
    "Bounced Address": "bounced",
    "Spam Reporting Address": "complained",
    "Unsubscribed Address": "left",
}
"""Why SendGrid drops a mail before it tries; its other reasons are about the mail, and say nothing of the person."""

WATCHING = frozenset({"open", "click"})
"""What people do with their mail is nobody's business; it is switched off in our mails, and would not be kept."""

_MARK = re.compile(r"[0-9a-f]{64}")
_SHARE = re.compile(r"[0-9]{1,6}")
LONGEST_ID, LONGEST_TYPE, LONGEST_MESSAGE = 120, 30, 200


def read(told: list[Any], secret: str, now: dt.datetime) -> Iterator[tuple[Event, str | None]]:
    """Every event about a mail of ours, with why its person must not be written to any more, if that is what it means.

    What other senders of the same account did is not ours to keep.
    """
    for each in told:
        if isinstance(each, dict) and _MARK.fullmatch(_text(each, "kutsu_delivery")):
            kind = _kind(each)
            if kind not in WATCHING:
                yield _event(each, kind, secret, now), _reason(each, kind)


def _event(each: Mapping[str, Any], kind: str, secret: str, now: dt.datetime) -> Event:
    """One event without its address."""
    share, address = _text(each, "kutsu_share"), _text(each, "email")
    return Event(
        id=_id(each),
        type=kind[:LONGEST_TYPE],
        delivery=_text(each, "kutsu_delivery"),
        share=int(share) if _SHARE.fullmatch(share) else None,
        token=token(secret, address) if address else None,
        message=_text(each, "sg_message_id")[:LONGEST_MESSAGE],
        at=_at(each, now),
        outcome=OUTCOMES.get(kind),
    )


def _kind(each: Mapping[str, Any]) -> str:
    """What happened; a bounce that says `blocked` is about that one mail, not about the address."""
    kind = _text(each, "event")
    return "blocked" if kind == "bounce" and _text(each, "type") == "blocked" else kind


def _reason(each: Mapping[str, Any], kind: str) -> str | None:
    """Why nothing may go to this person any more."""
    return DROPPED.get(_text(each, "reason")) if kind == "dropped" else REASONS.get(kind)


def _id(each: Mapping[str, Any]) -> str:
    """SendGrid's id; one that is missing or oddly long is made of the event itself, which is the same at every repeat."""
    given = _text(each, "sg_event_id")
    plain = json.dumps(each, sort_keys=True)
    return given if 0 < len(given) <= LONGEST_ID else hashlib.sha256(plain.encode()).hexdigest()


def _at(each: Mapping[str, Any], now: dt.datetime) -> dt.datetime:
    """When it happened; now, where that is not said."""
    try:
        return dt.datetime.fromtimestamp(int(each.get("timestamp", "")), dt.UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return now


def _text(each: Mapping[str, Any], name: str) -> str:
    """A value as text that every database takes; nothing for what is no text."""
    value = each.get(name)
    return value.replace("\0", "?").encode("utf-8", "replace").decode() if isinstance(value, str) else ""
