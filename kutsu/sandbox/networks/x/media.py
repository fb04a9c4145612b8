"""Pictures on X: uploaded, given an alt text, then attached to one post.

From the facts: `media` and `media_category` are required; an image has at most 5 MB, an alt text at most 1,000 characters, a post
at most four images. A media id lives 24 hours, and X itself says no more of an unknown one than that it is invalid.
Not documented, so chosen here: an id is attached once, by the account that uploaded it; an alt text cannot be set any more then;
500 uploads and 500 alt texts in 15 minutes; the upload as base64 in JSON is not played.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kutsu.sandbox import media, uploads
from kutsu.sandbox.networks.x import words
from kutsu.sandbox.store import Json
from kutsu.sandbox.world import World

SHELF = "x-media"
CATEGORY = "tweet_image"
TYPES = ("image/jpeg", "image/png", "image/gif")
BYTES, ALT, MOST, LIFE_SECONDS = 5 * 1024 * 1024, 1000, 4, 24 * 3600
ADDRESS = "https://pbs.twimg.com/media/"


def upload(world: World, account: str, given: Mapping[str, bytes], snowflake: int) -> Json:
    """POST /2/media/upload: keep the bytes, and give the id by which a post takes them."""
    if unknown := sorted(given.keys() - {"media", "media_category", "media_type"}):
        raise words.invalid(unknown[0], "", f"[$.{unknown[0]}: is not defined in the schema]")
    content, category = given.get("media", b""), given.get("media_category", b"").decode(errors="replace")
    if category != CATEGORY:
        raise words.invalid("media_category", category, f"[$.media_category: is not {CATEGORY}]")
    if not content or len(content) > BYTES:
        raise words.invalid("media", str(len(content)), "[$.media: file size is 0 or exceeds 5 MB]")
    if (kind := uploads.sniffed(content)) not in TYPES:
        raise words.invalid("media", kind, "[$.media: media type unrecognized]")
    medium: Json = {"id": str(snowflake), "alt": "", "until": world.now() + LIFE_SECONDS, "post": ""}
    medium |= {"digest": media.keep(world, content, kind)}
    world.store.put(SHELF, medium["id"], medium, account)
    told = {"id": medium["id"], "media_key": key(medium), "size": len(content)}
    return {"data": {**told, "expires_after_secs": LIFE_SECONDS}}


def describe(world: World, account: str, body: Json | None) -> Json:
    """POST /2/media/metadata: set the alt text of a picture that is not attached yet."""
    match body:
        case {"id": str(number), "metadata": {"alt_text": {"text": str(text)}}} if 0 < len(text) <= ALT:
            (medium,) = _free(world, account, [number])
        case _:
            raise words.invalid(
                "alt_text", str(body), f"[$.metadata.alt_text.text: 1 to {ALT} characters are required]"
            )
    world.store.put(SHELF, number, {**medium, "alt": text}, account)
    return {"data": {"id": number, "associated_metadata": {"alt_text": {"text": text}}}}


def attach(world: World, account: str, given: Any, post: str) -> Sequence[Json]:
    """The pictures that a post names, which are used up by it."""
    match given:
        case None:
            return []
        case {"media_ids": [*numbers], **rest} if not rest and 0 < len(numbers) <= MOST:
            found = _free(world, account, numbers)
        case _:
            raise words.invalid("media", str(given), f"[$.media.media_ids: an array of 1 to {MOST} ids is required]")
    for medium in found:
        world.store.put(SHELF, medium["id"], {**medium, "post": post}, account)
    return found


def _free(world: World, account: str, numbers: Sequence[Any]) -> list[Json]:
    """The account's pictures of these ids; raises X's one answer for whatever is wrong with any of them."""
    own = {
        one["id"]: one for one in world.store.every(SHELF, account) if world.now() < one["until"] and not one["post"]
    }
    if not set(map(str, numbers)) <= own.keys() or len(set(numbers)) < len(numbers):
        raise words.invalid("media.media_ids", str(numbers), "Your media IDs are invalid.")
    return [own[str(number)] for number in numbers]


def key(medium: Json) -> str:
    """The media key of an image."""
    return f"3_{medium['id']}"


def included(posts: Sequence[Json], given: Mapping[str, str]) -> Json:
    """The `includes` of an answer, when the pictures are asked for: their keys, types and the fields that are named."""
    if "attachments.media_keys" not in given.get("expansions", "").split(","):
        return {}
    fields = set(filter(None, given.get("media.fields", "").split(",")))
    if unknown := sorted(fields - {"alt_text", "media_key", "type", "url"}):
        raise words.invalid("media.fields", unknown[0], f"The `media.fields` value [{unknown[0]}] is not played here")
    rows = [_shown(medium, fields) for post in posts for medium in post.get("media", [])]
    return {"includes": {"media": rows}} if rows else {}


def _shown(medium: Json, fields: set[str]) -> Json:
    """A picture as X describes it; an alt text that is not there is left out."""
    asked = {"alt_text": medium["alt"], "url": ADDRESS + medium["digest"]}
    named = {name: value for name, value in asked.items() if name in fields and value}
    return {"media_key": key(medium), "type": "photo", **named}
