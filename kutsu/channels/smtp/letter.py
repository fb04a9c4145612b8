"""One mail to one person as it goes over the wire: headers that a list must have, text, HTML and calendar, and a way out."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from email.header import Header
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy, Policy
from email.utils import format_datetime, formataddr, parseaddr, quote

from kutsu.channels.common.credentials import ADDRESS
from kutsu.core.publication import Claimed, Message

LONGEST_HTML = 102_000
"""Bytes; a longer mail is clipped by Gmail, and the way out at its end with it."""
LONGEST_SUBJECT = 900
"""Characters; a header line ends at 998 (RFC 5322, 2.1.1)."""
WAYS_OUT = ("-kutsu-unsub-url-", "<%asm_group_unsubscribe_raw_url%>")
"""What stands in a rendered mail where each recipient's own unsubscribe address belongs."""
METHOD = re.compile(r"^METHOD:([A-Z]+)\s*$", re.MULTILINE)


class AsItIs(UnstructuredHeader):
    """A header of an address on the web: the library encodes a word that is longer than a line, and nobody could follow it."""

    name: str

    def fold(self, *, policy: Policy) -> str:
        """The header on one line (RFC 5322 allows 998 characters)."""
        return f"{self.name}: {self}{policy.linesep}"


class Words(UnstructuredHeader):
    """A header of words: the library's newer way to encode them loses blanks where a line ends (Python 3.11), its older does not."""

    name: str

    def fold(self, *, policy: Policy) -> str:
        """The header in as many lines as it needs (RFC 2047)."""
        return f"{self.name}: {_encoded(str(self), self.name, policy)}{policy.linesep}"


class Writer(UnstructuredHeader):
    """Who writes, as `name <address>`: its name is encoded as `Words` are."""

    name: str

    def fold(self, *, policy: Policy) -> str:
        """The header in as many lines as it needs."""
        name, address = parseaddr(str(self))
        told = formataddr((name, address)) if name.isascii() else f"{_encoded(name, self.name, policy)} <{address}>"
        return f"{self.name}: {told}{policy.linesep}"


def _encoded(text: str, header: str, policy: Policy) -> str:
    """The text as a header carries it."""
    return Header(text, None if text.isascii() else "utf-8", header_name=header).encode(linesep=policy.linesep)


def _policy() -> EmailPolicy[EmailMessage]:
    """Lines that every server takes: CRLF, ASCII, short, headers encoded by RFC 2047."""
    registry = HeaderRegistry()
    for name, way in {"list-unsubscribe": AsItIs, "subject": Words, "from": Writer}.items():
        registry.map_to_type(name, way)  # type: ignore[arg-type]  # the library makes the class itself
    return SMTP.clone(cte_type="7bit", header_factory=registry)


POLICY = _policy()


@dataclass(frozen=True)
class Sender:
    """Who writes in one language."""

    address: str
    name: str

    @property
    def domain(self) -> str:
        """What stands after the address's @."""
        return self.address.rpartition("@")[2]


def faults(message: Message) -> list[str]:
    """Why this mail must not leave: a subject that could smuggle a header in, or no way out."""
    unsafe = any(unicodedata.category(sign) == "Cc" for sign in message.parts["subject"])
    closed = [part for part in ("text", "html") if not any(each in message.parts[part] for each in WAYS_OUT)]
    return ["its subject holds a control character"] * unsafe + [f"its {part} has no {WAYS_OUT[0]}" for part in closed]


def fits(message: Message) -> bool:
    """Whether the mail arrives whole."""
    return len(message.parts["html"].encode()) <= LONGEST_HTML and len(message.parts["subject"]) <= LONGEST_SUBJECT


def takes(address: str) -> bool:
    """Whether this can be written to without UTF-8 in the envelope, which many servers do not take, and without smuggling."""
    return bool(ADDRESS.fullmatch(address)) and address.isascii() and address.isprintable()


def message_id(claimed: Claimed, sender: Sender) -> str:
    """The same at every attempt for the same person, with nothing personal in it: by it a receiver can drop a repeat."""
    key = hashlib.sha256(f"{claimed.key}\n{claimed.share}".encode()).hexdigest()
    return f"<{key}@{sender.domain}>"


def letter(claimed: Claimed, sender: Sender, address: str, way_out: str, scope: str) -> EmailMessage:
    """The whole mail to `address`, who leaves the list named by `scope` at `way_out`; dated by its claim, as it is repeatable."""
    parts, mail = claimed.message.parts, EmailMessage(policy=POLICY)
    for name, value in _headers(claimed, sender, way_out, scope).items():
        mail[name] = value
    mail["To"] = Address(addr_spec=address)
    mail.set_content(_with(parts["text"], way_out))
    mail.add_alternative(_with(parts["html"], html.escape(way_out)), subtype="html")
    if calendar := parts.get("calendar"):
        named = METHOD.search(calendar)
        mail.add_alternative(calendar, subtype="calendar", params={"method": named[1] if named else "PUBLISH"})
        mail.add_attachment(calendar.encode(), maintype="application", subtype="ics", filename="invite.ics")
    mail["Content-Language"] = ", ".join(claimed.message.languages)  # whatever makes a part takes such headers away
    return mail


def _headers(claimed: Claimed, sender: Sender, way_out: str, scope: str) -> Mapping[str, str]:
    """The headers that are not about the recipient (RFC 5322, 2369, 2919, 3282, 3834, 8058)."""
    return {
        "From": f'"{quote(sender.name)}" <{sender.address}>' if sender.name else sender.address,
        "Subject": claimed.message.parts["subject"],
        "Date": format_datetime(claimed.claimed_at),
        "Message-ID": message_id(claimed, sender),
        "List-Id": f"<{'.'.join((scope, *claimed.message.languages, sender.domain))}>",
        "List-Unsubscribe": f"<{way_out}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }


def _with(part: str, way_out: str) -> str:
    """The part with the recipient's own way out."""
    for each in WAYS_OUT:
        part = part.replace(each, way_out)
    return part
