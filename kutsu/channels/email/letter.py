"""One mail to many as SendGrid's request: a personalization with one `to` for each, nobody sees another's address."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kutsu.channels.email.heads import one_click, own_heads
from kutsu.core.ports import Recipient, WayOut
from kutsu.core.publication import Claimed, Message

MOST = 1_000
"""Personalizations in one request (SendGrid v3 `mail/send`)."""
LONGEST_HTML = 102_000
"""Bytes; a longer mail is clipped by Gmail, and the way out at its end with it."""
LONGEST_SUBJECT = 900
"""Characters; a header line ends at 998 (RFC 5322, 2.1.1)."""
WAY_OUT = "-kutsu-unsub-url-"
"""Here each recipient's own unsubscribe address is put."""
ASM_TAG = "<%asm_group_unsubscribe_raw_url%>"
"""What SendGrid replaces with the address of its own unsubscribe group."""
FILE_NAME = "calendar.ics"
"""ASCII, as SendGrid mangles others; the type must not be text/*, which it relabels as iso-8859-1 (anymail/django-anymail#150)."""
OFF = {"enable": False}
TRACKING = {
    "click_tracking": {**OFF, "enable_text": False},
    "open_tracking": OFF,
    "subscription_tracking": OFF,
    "ganalytics": OFF,
}
"""Nobody is watched, and the way out has one owner: with its own subscription tracking SendGrid would add a second one."""
BAD_ADDRESS = re.compile(r"personalizations\.(\d+)\.to\b.*")


@dataclass(frozen=True)
class Sender:
    """Who writes in one language, and the unsubscribe group that lets people out (0: none)."""

    address: str
    name: str
    group: int


def unsafe(text: str) -> bool:
    """Whether a header's value could smuggle another header in."""
    return any(unicodedata.category(sign) == "Cc" for sign in text)


def faults(message: Message) -> list[str]:
    """Why this mail must not leave: a subject that could smuggle a header in, or no way out."""
    smuggles = unsafe(message.parts["subject"])
    closed = [part for part in ("text", "html") if WAY_OUT not in message.parts[part]]
    return ["its subject holds a control character"] * smuggles + [f"its {part} has no {WAY_OUT}" for part in closed]


def fits(message: Message) -> bool:
    """Whether the mail arrives whole."""
    html, subject = message.parts["html"].encode(), message.parts["subject"]
    return len(html) <= LONGEST_HTML and len(subject) <= LONGEST_SUBJECT


def request(
    claimed: Claimed, sender: Sender, people: Iterable[Recipient], way_out: WayOut | None = None
) -> dict[str, Any]:
    """The body of `mail/send`; with a `way_out` of our own each gets theirs, else SendGrid's group lets them out.

    The delivery is named by the hash of its key, as what SendGrid keeps must not be personal.
    """
    _, kind, *_ = claimed.key.split("/")
    parts = claimed.message.parts
    return {
        "personalizations": list(_personalizations(claimed, sender, people, way_out)),
        "from": {"email": sender.address} | ({"name": sender.name} if sender.name else {}),
        "subject": parts["subject"],
        "content": [_content(kind, parts[part], way_out) for part, kind in (("text", "plain"), ("html", "html"))],
        "categories": [kind, claimed.message.language],
        "tracking_settings": TRACKING,
        **({} if way_out else {"asm": {"group_id": sender.group}}),
        **({"attachments": [_entry(parts["calendar"])]} if parts.get("calendar") else {}),
    }


def _personalizations(
    claimed: Claimed, sender: Sender, people: Iterable[Recipient], way_out: WayOut | None
) -> Iterator[dict[str, Any]]:
    """What differs between recipients. SendGrid lets the headers here stand in for those of the request, so all are here."""
    language, heads = claimed.message.languages[0], own_heads(claimed, sender.name, sender.address)
    own = {"kutsu_delivery": hashlib.sha256(claimed.key.encode()).hexdigest(), "kutsu_share": str(claimed.share)}
    for person in people:
        one = {"to": [{"email": person.address}], "custom_args": own, "headers": heads}
        if way_out:
            address = way_out(person.token, language)
            one |= {"headers": heads | one_click(address), "substitutions": {WAY_OUT: address}}
        yield one


def _content(kind: str, text: str, way_out: WayOut | None) -> dict[str, str]:
    """One body."""
    return {"type": f"text/{kind}", "value": text if way_out else text.replace(WAY_OUT, ASM_TAG)}


def _entry(calendar: str) -> dict[str, str]:
    """The calendar entry as an attached file."""
    content = base64.b64encode(calendar.encode()).decode()
    return {"content": content, "type": "application/ics", "filename": FILE_NAME, "disposition": "attachment"}


def scheduled(batch: str, slot: dt.datetime) -> dict[str, Any]:
    """What makes a request wait until its slot, so that it can be taken back; without the batch it could not be."""
    return {"batch_id": batch, "send_at": int(slot.timestamp())}


def bad_addresses(errors: Sequence[Mapping[str, Any]]) -> set[int]:
    """Which personalizations SendGrid refused, by number, if that is all that it said no to; else nothing."""
    named = [BAD_ADDRESS.fullmatch(str(error.get("field"))) for error in errors]
    return {int(match[1]) for match in named if match} if all(named) else set()
