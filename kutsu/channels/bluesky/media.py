"""Pictures on Bluesky: blobs, which are named by their own bytes, and the embed that shows them with their alt texts.

As the bytes alone make the name, the embed is known before anything is uploaded, and the record stays the same at every try.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from kutsu.core.errors import Refused
from kutsu.core.publication import Picture

MOST = 4
PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
FRAMES = {bytes([kind]) for kind in {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}}
"""The segments of a JPEG that begin a frame and tell its size (ITU T.81, table B.1)."""
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
    if content.startswith(PNG):
        width, height = content[16:20], content[20:24]
    else:
        frame = _frame(content)
        height, width = frame[5:7], frame[7:9]
    if not any(width) or not any(height):
        raise Refused("a picture for Bluesky is neither PNG nor JPEG: take another one")
    return {"width": int.from_bytes(width, "big"), "height": int.from_bytes(height, "big")}


def _frame(content: bytes) -> bytes:
    """The head of a JPEG's first frame, found from segment to segment, past a thumbnail inside one; nothing when there is none."""
    place = 2 if content.startswith(JPEG) else len(content)
    while content[place : place + 1] == b"\xff" and content[place + 1 : place + 2] not in FRAMES:
        place += 2 + int.from_bytes(content[place + 2 : place + 4], "big")
    return content[place : place + 9] if content[place : place + 1] == b"\xff" else b""
