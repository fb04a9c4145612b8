"""Pictures on Bluesky: blobs, which are named by their own bytes, and the embed that shows them with their alt texts.

As the bytes alone make the name, the embed is known before anything is uploaded, and the record stays the same at every try.
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Mapping, Sequence
from typing import Any

from PIL import Image

from kutsu.core.errors import Refused
from kutsu.core.publication import Picture

MOST = 4
UPLOAD = "com.atproto.repo.uploadBlob"


def upload(client: Any, pictures: Sequence[Picture]) -> None:
    """Upload each picture (again), as Bluesky forgets soon what no record shows.

    Raises as `embed` does, and ValueError when Bluesky keeps other bytes than ours.
    """
    embed(pictures)
    for picture in pictures:
        headers = {"Content-Type": picture.media_type}
        answer = client.invoke_procedure(UPLOAD, content=picture.content, headers=headers)
        if answer.content["blob"] != blob(picture):
            raise ValueError("Bluesky keeps other bytes than were uploaded")


def embed(pictures: Sequence[Picture]) -> Mapping[str, Any]:
    """What a record says of its pictures, nothing when it has none; raises `Refused` for what Bluesky would not show."""
    if len(pictures) > MOST:
        raise Refused(f"Bluesky takes {MOST} pictures at once, and there are {len(pictures)}")
    images = [{"alt": each.alt, "image": blob(each), "aspectRatio": ratio(each.content)} for each in pictures]
    return {"embed": {"$type": "app.bsky.embed.images", "images": images}} if images else {}


def blob(picture: Picture) -> dict[str, Any]:
    """A picture as a record names it: by the CID of its bytes (version 1, codec raw, SHA-256, in base32)."""
    digest = b"\x01\x55\x12\x20" + hashlib.sha256(picture.content).digest()
    cid = "b" + base64.b32encode(digest).decode().rstrip("=").lower()
    return {
        "$type": "blob",
        "ref": {"$link": cid},
        "mimeType": picture.media_type,
        "size": len(picture.content),
    }


def ratio(content: bytes) -> dict[str, int]:
    """Width and height of a PNG or a JPEG in pixels, by which a place is kept for it; raises `Refused` for anything else."""
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image:
            return {"width": image.width, "height": image.height}
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Refused("a picture for Bluesky is neither PNG nor JPEG: take another one") from None
