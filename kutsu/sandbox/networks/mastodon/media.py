"""Pictures on Mastodon: uploaded with their description, worked on for a while, then attached to one status.

From the facts: 200 when it is ready, 202 while it is worked on, then 206 until 200; 30 uploads in 30 minutes; from Mastodon's own
source: 16 MB, 1,500 characters of description, four to a status; what nobody attached is gone after a day, and what is attached
cannot be read here any more. Chosen here: pictures of more than 10 kB are worked on for three seconds, others are ready at once
(a real server lets people wait for videos only, others of the Fediverse for pictures too).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kutsu.sandbox import media, uploads
from kutsu.sandbox.networks.mastodon import words
from kutsu.sandbox.store import Json
from kutsu.sandbox.world import World

SHELF = "mastodon-media"
TYPES = ("image/jpeg", "image/png", "image/gif")
BYTES, DESCRIPTION, MOST, LIFE_SECONDS = 16 * 1024 * 1024, 1500, 4, 24 * 3600
SMALL, WORK_SECONDS = 10_000, 3.0
LIMITS = {"supported_mime_types": TYPES, "description_limit": DESCRIPTION, "image_size_limit": BYTES}


def upload(world: World, account: str, given: Mapping[str, bytes]) -> Json:
    """POST /api/v2/media: keep the bytes and their description; raises 422 for what Mastodon does not take."""
    if unknown := sorted(given.keys() - {"file", "description"}):
        raise words.invalid(f"{', '.join(unknown)} is not played here")
    content, description = given.get("file", b""), given.get("description", b"").decode(errors="replace")
    if (kind := uploads.sniffed(content)) not in TYPES:
        raise words.invalid("File content type is invalid, File is invalid")
    if len(content) > BYTES:
        raise words.invalid("File file size must be less than 16 MB")
    if len(description) > DESCRIPTION:
        raise words.invalid(f"Description is too long (maximum is {DESCRIPTION} characters)")
    number, digest, now = str(world.store.rise("mastodon-media")), media.keep(world, content, kind), world.now()
    times = {"ready": now + (WORK_SECONDS if len(content) > SMALL else 0), "until": now + LIFE_SECONDS}
    medium: Json = {"id": number, "digest": digest, "description": description, "status": "", **times}
    world.store.put(SHELF, number, medium, account)
    return medium


def unattached(world: World, account: str, number: str) -> Json:
    """A picture of this account that no status has yet; raises 404 for any other."""
    if number not in (free := _free(world, account)):
        raise words.missing()
    return free[number]


def attach(world: World, account: str, numbers: Sequence[Any], status: str) -> list[Json]:
    """The pictures that a status names, which are its own from now on; raises 422 unless all are there and ready."""
    if len(numbers) > MOST:
        raise words.invalid(f"Cannot attach more than {MOST} files")
    free, wanted = _free(world, account), list(map(str, numbers))
    if lacking := sorted({*wanted} - free.keys()):
        raise words.invalid(f"Media {', '.join(lacking)} not found or already attached to another post")
    attached = [free[number] for number in dict.fromkeys(wanted)]
    if not all(ready(medium, world.now()) for medium in attached):
        raise words.invalid("Cannot attach files that have not finished processing. Try again in a moment!")
    for medium in attached:
        world.store.put(SHELF, medium["id"], {**medium, "status": status}, account)
    return attached


def ready(medium: Json, now: float) -> bool:
    """Whether the server has done its work on it."""
    return now >= float(medium["ready"])


def entity(medium: Json, address: str, now: float) -> Json:
    """A picture as Mastodon shows it: without an address while it is worked on."""
    url = f"{address}/_sandbox/pictures/{medium['digest']}" if ready(medium, now) else None
    return {"id": medium["id"], "type": "image", "url": url, "description": medium["description"] or None, "meta": {}}


def _free(world: World, account: str) -> dict[str, Json]:
    """The account's pictures that a status may take, by id."""
    own = world.store.every(SHELF, account)
    return {medium["id"]: medium for medium in own if not medium["status"] and world.now() < medium["until"]}
