"""Pictures on Mastodon: uploaded with their description ahead of the status, and awaited until the server has done its work.

Nothing of it can be seen. The ids are kept in the marks, so that a later try names the same ones while the server has them.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import mastodon

from kutsu.core.errors import Refused, Unavailable
from kutsu.core.ports import Clock
from kutsu.core.publication import Claimed, Picture

MARK = "media"
PAUSE = dt.timedelta(seconds=1)
"""Between two questions whether a picture is ready; the deadline of the call ends them."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Allowed:
    """What one server takes of pictures; Mastodon's own figures where it does not tell."""

    pictures: int = 4
    description: int = 1500
    size: int = 16 * 1024 * 1024
    types: tuple[str, ...] = ("image/jpeg", "image/png")

    @classmethod
    def told(cls, instance: Mapping[str, Any]) -> Self:
        """The limits out of `GET /api/v2/instance`."""
        told = instance["configuration"]
        media, usual = told.get("media_attachments") or {}, cls()
        return cls(
            int(told["statuses"].get("max_media_attachments") or usual.pictures),
            int(media.get("description_limit") or usual.description),
            int(media.get("image_size_limit") or usual.size),
            tuple(media.get("supported_mime_types") or usual.types),
        )

    def check(self, who: str, pictures: Sequence[Picture]) -> None:
        """Raise `Refused` for the first thing that this server would not take: nothing goes out without it, nor cut short."""
        if len(pictures) > self.pictures:
            raise Refused(f"{who} takes {self.pictures} pictures at once, and there are {len(pictures)}")
        for picture in pictures:
            if len(picture.alt) > self.description:
                raise Refused(f"{who} takes {self.description} characters of alt text: write it shorter")
            if len(picture.content) > self.size or picture.media_type not in self.types:
                size = f"{len(picture.content)} bytes of {picture.media_type}"
                raise Refused(f"{who} does not take a picture of {size}: take another one")


def ready(client: Any, claimed: Claimed, clock: Clock) -> dict[str, str]:
    """The mark with an id for each picture, described and ready: those of an earlier try if they are there, else new ones."""
    pictures = claimed.message.pictures
    found = _kept(client, pictures, claimed.marks.get(MARK, "").split())
    if found is None:
        found = [client.media_post(each.content, each.media_type, description=each.alt or None) for each in pictures]
    for number, picture in enumerate(pictures):
        while not found[number]["url"]:
            clock.sleep_until(clock.now() + PAUSE)
            found[number] = client.media(found[number])
        if not _described(found[number], picture):
            raise Unavailable("Mastodon did not keep the alt text of a picture; nothing was sent")
    return {MARK: " ".join(str(medium["id"]) for medium in found)}


def ids(claimed: Claimed) -> list[str] | None:
    """The ids to name in the status, None when the message has no picture; raises `Unavailable` when one of them has no id."""
    found = claimed.marks.get(MARK, "").split()
    if len(found) != len(claimed.message.pictures):
        raise Unavailable("the pictures were not uploaded to Mastodon; nothing was sent")
    return found or None


def mind(claimed: Claimed, status: Any) -> None:
    """Tell loudly when a status that is out lacks a picture or its alt text; never fails, as the status is out."""
    try:
        both = zip(status["media_attachments"] or [], claimed.message.pictures, strict=True)
        whole = all(_described(medium, picture) for medium, picture in both)
    except (AttributeError, KeyError, TypeError, ValueError):
        whole = False
    if not whole:
        url = status.get("url")
        log.error("%s: the pictures and alt texts on Mastodon are not as they were sent; look at %s", claimed.key, url)


def _kept(client: Any, pictures: Sequence[Picture], numbers: Sequence[str]) -> list[Any] | None:
    """The pictures of an earlier try as the server has them; None when it lacks one, or some status has it."""
    if len(numbers) != len(pictures):
        return None
    try:
        return [client.media(number) for number in numbers]
    except mastodon.MastodonNotFoundError:
        return None


def _described(medium: Any, picture: Picture) -> bool:
    """Whether the server has the alt text of the picture, blanks around it aside."""
    return (medium.get("description") or "").strip() == picture.alt.strip()
