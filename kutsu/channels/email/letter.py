"""One mail to many as SendGrid's request: a personalization with one `to` for each, nobody sees another's address."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kutsu.core.publication import Claimed, Message

MOST = 1_000
"""Personalizations in one request (SendGrid v3 `mail/send`)."""
LONGEST_HTML = 102_000
"""Bytes; a longer mail is clipped by Gmail, and the way out at its end with it."""
LONGEST_SUBJECT = 900
"""Characters; a header line ends at 998 (RFC 5322, 2.1.1)."""
WAY_OUT = "-kutsu-unsub-url-"
"""SendGrid puts each recipient's own unsubscribe address here."""
OFF = {"enable": False}
TRACKING = {
    "click_tracking": {**OFF, "enable_text": False},
    "open_tracking": OFF,
    "subscription_tracking": OFF,
    "ganalytics": OFF,
}
BAD_ADDRESS = re.compile(r"personalizations\.(\d+)\.to\b.*")


@dataclass(frozen=True)
class Sender:
    """Who writes in one language, and the unsubscribe group that lets people out (0: none)."""

    address: str
    name: str
    group: int


def faults(message: Message) -> list[str]:
    """Why this mail must not leave: a subject that could smuggle a header in, or no way out."""
    unsafe = any(unicodedata.category(sign) == "Cc" for sign in message.parts["subject"])
    closed = [part for part in ("text", "html") if WAY_OUT not in message.parts[part]]
    return ["its subject holds a control character"] * unsafe + [f"its {part} has no {WAY_OUT}" for part in closed]


def fits(message: Message) -> bool:
    """Whether the mail arrives whole."""
    html, subject = message.parts["html"].encode(), message.parts["subject"]
    return len(html) <= LONGEST_HTML and len(subject) <= LONGEST_SUBJECT


def request(claimed: Claimed, sender: Sender, addresses: Sequence[str]) -> dict[str, Any]:
    """The body of `mail/send`; the delivery is named by the hash of its key, as what SendGrid keeps must not be personal."""
    _, kind, *_ = claimed.key.split("/")
    parts = claimed.message.parts
    own = {"kutsu_delivery": hashlib.sha256(claimed.key.encode()).hexdigest()}
    return {
        "personalizations": [{"to": [{"email": address}], "custom_args": own} for address in addresses],
        "from": {"email": sender.address} | ({"name": sender.name} if sender.name else {}),
        "subject": parts["subject"],
        "content": [{"type": "text/plain", "value": parts["text"]}, {"type": "text/html", "value": parts["html"]}],
        "asm": {"group_id": sender.group},
        "categories": [kind, claimed.message.language],
        "tracking_settings": TRACKING,
    }


def bad_addresses(errors: Sequence[Mapping[str, Any]]) -> set[int]:
    """Which personalizations SendGrid refused, by number, if that is all that it said no to; else nothing."""
    named = [BAD_ADDRESS.fullmatch(str(error.get("field"))) for error in errors]
    return {int(match[1]) for match in named if match} if all(named) else set()
