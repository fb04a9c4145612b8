"""Pictures on Bluesky: blobs of a repository, and the embed by which a record shows them.

From the facts and the lexicons: a blob's id is the CID of its bytes, so the same bytes have the same id; at most four images of
1,000,000 bytes, each with its `alt`, which may be empty; limits count when a record refers to the blob, not at the upload.
"Within minutes", says the lexicon, is a blob deleted that no record refers to: ten are chosen here.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from kutsu.sandbox import media, uploads
from kutsu.sandbox.media import Shown
from kutsu.sandbox.networks.bluesky import words
from kutsu.sandbox.store import Json
from kutsu.sandbox.world import World

SHELF = "bluesky-blob"
MOST, BYTES, LIFE_SECONDS = 4, 1_000_000, 600


class Object(BaseModel):
    """An object of a lexicon; a field that it does not have is an error."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Reference(Object):
    """A link to content by its CID."""

    link: str = Field(alias="$link", pattern=r"^b[a-z2-7]{58}$")


class Blob(Object):
    """What a record says of a blob."""

    type: Literal["blob"] = Field(alias="$type")
    ref: Reference
    media_type: str = Field(alias="mimeType", pattern=r"^image/")
    size: int = Field(ge=1, le=BYTES)


class Ratio(Object):
    """The shape of a picture."""

    width: int = Field(ge=1)
    height: int = Field(ge=1)


class Image(Object):
    """A picture with its text alternative."""

    image: Blob
    alt: str
    ratio: Ratio | None = Field(None, alias="aspectRatio")


class Images(Object):
    """app.bsky.embed.images."""

    type: Literal["app.bsky.embed.images"] = Field(alias="$type")
    images: list[Image] = Field(max_length=MOST)


def upload(world: World, did: str, content: bytes, given: str) -> Json:
    """Keep the bytes for a while; the type is what they look like, else what the client says."""
    if not content:
        raise words.invalid("Request body is empty")
    kind, number = uploads.sniffed(content) or given or "application/octet-stream", cid(content)
    blob: Json = {"$type": "blob", "ref": {"$link": number}, "mimeType": kind, "size": len(content)}
    digest = media.keep(world, content, kind)
    row = {"blob": blob, "digest": digest, "until": world.now() + LIFE_SECONDS}
    kept = world.store.get(SHELF, _name(did, number))
    if kept is None or kept["until"] is not None:
        world.store.put(SHELF, _name(did, number), row, did)
    return {"blob": blob}


def refer(world: World, did: str, record: Json) -> None:
    """Keep what the record shows for good; raises 400 for a blob that is not there or is another than the record says."""
    for image in record.get("embed", {}).get("images", []):
        name = _name(did, image["image"]["ref"]["$link"])
        kept = world.store.get(SHELF, name)
        if kept is None or (kept["until"] is not None and world.now() >= kept["until"]):
            raise words.no(400, "BlobNotFound", f"Could not find blob: {image['image']['ref']['$link']}")
        if kept["blob"] != image["image"]:
            raise words.no(400, "InvalidMimeType", f"Referenced blob is not as it is stored: {kept['blob']}")
        world.store.put(SHELF, name, {**kept, "until": None}, did)


def shown(world: World, did: str, record: Json) -> Sequence[Shown]:
    """The pictures of a record."""
    images = record.get("embed", {}).get("images", [])
    rows = [(world.store.get(SHELF, _name(did, image["image"]["ref"]["$link"])), image["alt"]) for image in images]
    return [Shown(row["digest"], alt) for row, alt in rows if row is not None]


def cid(content: bytes) -> str:
    """The CID of raw bytes (version 1, codec raw, SHA-256, base32), as the AT Protocol has it for blobs."""
    digest = b"\x01\x55\x12\x20" + hashlib.sha256(content).digest()
    return "b" + base64.b32encode(digest).decode().rstrip("=").lower()


def _name(did: str, number: str) -> str:
    return f"{did}/{number}"
