"""Pictures that a network was given: kept by the digest of their bytes, shown with their text alternative."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from kutsu.sandbox.world import World

SHELF = "picture"


@dataclass(frozen=True)
class Shown:
    """A picture of a publication: the digest by which `/_sandbox/pictures/<digest>` gives it, and its alt text, perhaps empty."""

    digest: str
    alt: str


def keep(world: World, content: bytes, media_type: str) -> str:
    """Keep the bytes; gives their digest (SHA-256, hexadecimal)."""
    digest = hashlib.sha256(content).hexdigest()
    world.store.put(SHELF, digest, {"type": media_type, "content": base64.b64encode(content).decode()})
    return digest


def read(world: World, digest: str) -> tuple[bytes, str] | None:
    """The bytes and their media type, or None."""
    kept = world.store.get(SHELF, digest)
    return None if kept is None else (base64.b64decode(kept["content"]), kept["type"])
