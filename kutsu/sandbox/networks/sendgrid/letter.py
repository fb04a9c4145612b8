"""The body of `POST /v3/mail/send`: its fields, and the rules that hold across them (facts: mail.md, section 2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

MOST = 1000
CUSTOM_BYTES = 10_000
SUBJECT_NEEDED = (
    "The subject is required. You can get around this requirement if you use a template with a subject defined or if"
    " every personalization has a subject defined."
)
RESERVED = (
    "x-sg-id x-sg-eid received dkim-signature content-type content-transfer-encoding to from subject reply-to cc bcc"
)
OWN_HEADERS = frozenset(RESERVED.split())

Email = Annotated[str, StringConstraints(pattern=r"^[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+$", max_length=320)]
Plain = Annotated[str, StringConstraints(pattern=r"^[^\r\n]*$")]
Name = Annotated[str, StringConstraints(pattern=r"^[^\r\n;,]*$")]
Words = Annotated[dict[str, Plain], Field(default_factory=dict)]
Own = Annotated[dict[str, str], Field(default_factory=dict)]
Instant = Annotated[int, Field(ge=0)]


class Strict(BaseModel):
    """An object of the body; a field that SendGrid does not know is an error."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Sender(Strict):
    """From or reply-to: an address with a name."""

    email: Email
    name: Plain | None = None


class Person(Strict):
    """A recipient; names with `;` or `,` are refused."""

    email: Email
    name: Name | None = None


class Personalization(Strict):
    """What differs from one recipient to the next; a thousand of them are read often, so no default here is copied each time."""

    to: Annotated[list[Person], Field(min_length=1, max_length=MOST)]
    cc: tuple[Person, ...] = ()
    bcc: tuple[Person, ...] = ()
    sender: Annotated[Sender | None, Field(alias="from")] = None
    subject: Plain | None = None
    headers: Words
    substitutions: Own
    custom_args: Own
    send_at: Instant | None = None


class Content(Strict):
    """One body, by MIME type."""

    type: Annotated[str, StringConstraints(min_length=1)]
    value: Annotated[str, StringConstraints(min_length=1)]


class Attachment(Strict):
    """One attached file, in base64."""

    content: Annotated[str, StringConstraints(min_length=1)]
    filename: Annotated[str, StringConstraints(min_length=1)]
    type: str = "application/octet-stream"
    disposition: str = "attachment"
    content_id: str | None = None


class Asm(Strict):
    """The unsubscribe group of the mail."""

    group_id: int
    groups_to_display: Annotated[list[int], Field(max_length=25)] = []


class Letter(Strict):
    """The whole request."""

    personalizations: Annotated[list[Personalization], Field(min_length=1, max_length=MOST)]
    sender: Annotated[Sender, Field(alias="from")]
    content: Annotated[list[Content], Field(min_length=1)]
    subject: Plain | None = None
    reply_to: Sender | None = None
    reply_to_list: Annotated[list[Sender], Field(max_length=MOST)] = []
    attachments: list[Attachment] = []
    headers: Words
    categories: Annotated[list[Annotated[str, StringConstraints(max_length=255)]], Field(max_length=10)] = []
    custom_args: Own
    send_at: Instant | None = None
    batch_id: str | None = None
    asm: Asm | None = None
    mail_settings: dict[str, Any] = {}
    tracking_settings: dict[str, Any] = {}


def wrongs(error: ValidationError) -> list[tuple[str, str]]:
    """Each thing that is wrong with the fields, as SendGrid names it: field and message."""
    return [
        (_field(wrong["loc"]), _message(_field(wrong["loc"][-1:]), wrong["type"], wrong["msg"]))
        for wrong in error.errors()
    ]


def _field(place: tuple[int | str, ...]) -> str:
    """Where a fault stands: `personalizations.7.to.0.email`."""
    return ".".join(map(str, place))


def _message(name: str, kind: str, told: str) -> str:
    """SendGrid's words for the commonest faults, else the validator's."""
    if kind == "extra_forbidden":
        return f"Additional property {name} is not allowed"
    if name == "email":
        return "Does not contain a valid address."
    return f"The {name} parameter is required." if kind == "missing" else told


def broken_rules(letter: Letter, now: float) -> Iterator[tuple[str, str]]:
    """Every rule across fields that the letter breaks, as field and message; `now` in epoch seconds."""
    if not letter.subject and not all(person.subject for person in letter.personalizations):
        yield "subject", SUBJECT_NEEDED
    if letter.reply_to and letter.reply_to_list:
        yield "reply_to", "Either reply_to or reply_to_list may be given, not both."
    if len(set(letter.categories)) < len(letter.categories):
        yield "categories", "Categories must be unique."
    types = [content.type for content in letter.content]
    if len(set(types)) < len(types) or "text/plain" in types[1:]:
        yield "content", "If present, text/plain and text/html may only be provided once, text/plain first."
    yield from _bad_headers("headers", letter.headers)
    for number, person in enumerate(letter.personalizations):
        yield from _bad_headers(f"personalizations.{number}.headers", person.headers)
        if (
            sum(len(name) + len(value) for name, value in (letter.custom_args | person.custom_args).items())
            >= CUSTOM_BYTES
        ):
            yield f"personalizations.{number}.custom_args", f"custom_args must be under {CUSTOM_BYTES} bytes."
    for instant in (letter.send_at, *(person.send_at for person in letter.personalizations)):
        if instant is not None and instant > now + 72 * 3600:
            yield "send_at", "The send_at parameter must be within 72 hours."
    yield from _crowd(letter)


def _bad_headers(where: str, headers: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Headers that are SendGrid's own."""
    for name in headers:
        if name.lower() in OWN_HEADERS:
            yield where, f"The header {name} is reserved and may not be set."


def _crowd(letter: Letter) -> Iterator[tuple[str, str]]:
    """Too many recipients, or one of them twice. Whether case counts is not documented: the sandbox says that it does not."""
    seen: set[str] = set()
    for number, personalization in enumerate(letter.personalizations):
        for part in ("to", "cc", "bcc"):
            for person in getattr(personalization, part):
                if person.email.casefold() in seen:
                    yield "personalizations", _twice(person.email, f"personalizations.{number}.{part}")
                    return
                seen.add(person.email.casefold())
    if len(seen) > MOST:
        yield "personalizations", f"There may be at most {MOST} recipients in one request."


def _twice(address: str, where: str) -> str:
    """SendGrid's words for an address that comes twice."""
    return (
        "Each email address in the personalization block should be unique between to, cc, and bcc."
        f" We found the first duplicate instance of [{address}] in the {where} field."
    )
