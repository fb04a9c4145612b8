"""A record of app.bsky.feed.post as its lexicon has it, its key and its content's id; what the sandbox does not play is refused."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import Annotated, Any, Literal

import regex
from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from kutsu.sandbox.networks.bluesky import words
from kutsu.sandbox.networks.bluesky.media import Images
from kutsu.sandbox.store import Json

COLLECTION = "app.bsky.feed.post"
GRAPHEMES, BYTES, TAG_GRAPHEMES, LANGUAGES = 300, 3000, 64, 3
KEY = re.compile(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}")
"""A TID, as the AT Protocol specifies it."""
INSTANT = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,20})?(Z|[+-]\d\d:\d\d)$"
TONGUE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$"


class Lexicon(BaseModel):
    """An object of a lexicon; a field that it does not have is an error."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Link(Lexicon):
    """A stretch of text that leads somewhere."""

    type: Literal["app.bsky.richtext.facet#link"] = Field(alias="$type")
    uri: str = Field(pattern=r"^[a-z][a-z0-9+.-]*:\S+$")


class Tag(Lexicon):
    """A hashtag; its words stand without the sign."""

    type: Literal["app.bsky.richtext.facet#tag"] = Field(alias="$type")
    tag: str

    @field_validator("tag")
    @classmethod
    def short(cls, tag: str) -> str:
        """Within its graphemes."""
        return within(tag, TAG_GRAPHEMES, TAG_GRAPHEMES * 10)


class Stretch(Lexicon):
    """Where a facet lies, in bytes of the text in UTF-8."""

    type: Literal["app.bsky.richtext.facet#byteSlice"] = Field("app.bsky.richtext.facet#byteSlice", alias="$type")
    start: int = Field(alias="byteStart", ge=0)
    end: int = Field(alias="byteEnd", ge=0)


class Facet(Lexicon):
    """What a stretch of the text is."""

    type: Literal["app.bsky.richtext.facet"] = Field("app.bsky.richtext.facet", alias="$type")
    index: Stretch
    features: list[Annotated[Link | Tag, Field(discriminator="type")]]


class Record(Lexicon):
    """A post."""

    type: Literal["app.bsky.feed.post"] = Field(alias="$type")
    text: str
    created: str = Field(alias="createdAt", pattern=INSTANT)
    langs: list[Annotated[str, Field(pattern=TONGUE)]] = Field([], max_length=LANGUAGES)
    facets: list[Facet] = []
    embed: Images | None = None

    @field_validator("text")
    @classmethod
    def short(cls, text: str) -> str:
        """Within both limits of a post."""
        return within(text, GRAPHEMES, BYTES)

    @field_validator("facets")
    @classmethod
    def inside(cls, facets: list[Facet], known: ValidationInfo) -> list[Facet]:
        """Every stretch lies within the text."""
        size = len(known.data.get("text", "").encode())
        if any(not facet.index.start < facet.index.end <= size for facet in facets):
            raise ValueError("a facet must lie within the text")
        return facets


def within(text: str, graphemes: int, most: int) -> str:
    """The text, when it keeps to both limits; raises ValueError in the lexicon's words."""
    if len(text.encode()) > most:
        raise ValueError(f"must not be longer than {most} bytes")
    if len(regex.findall(r"\X", text)) > graphemes:
        raise ValueError(f"must not be longer than {graphemes} graphemes")
    return text


def check(record: Any) -> Json:
    """The record as it was given, when it is a valid post."""
    try:
        Record.model_validate(record)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False, include_context=False, include_input=False)[0]
        place = "/".join(["Record", *map(str, first["loc"])])
        raise words.invalid(f"Invalid {COLLECTION} record: {place} {first['msg']}") from None
    given: Json = record
    return given


def content_id(record: Json) -> str:
    """A CID that is the same for the same content. Real ones hash DAG-CBOR; nobody outside computes them."""
    digest = hashlib.sha256(json.dumps(record, sort_keys=True).encode()).digest()
    return "b" + base64.b32encode(b"\x01\x71\x12\x20" + digest).decode().rstrip("=").lower()
