"""Photos on a page: uploaded with `published=false`, so that nobody sees them, each with its alt text; then a draft has them.

An upload whose answer is lost leaves at worst a photo that nobody sees.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kutsu.core.errors import Held, Refused
from kutsu.core.publication import Claimed, Message, Picture

Name = tuple[str, int, str, str]
"""A photo of a delivery: key, place, digest, alt text."""
File = tuple[str, bytes, str]
"""Name, bytes and media type, as requests takes them."""
Json = Mapping[str, Any]
Upload = Callable[[Picture], str]
Draft = Callable[[Mapping[str, str]], Json]


class Photos:
    """The photos that were uploaded and that no draft has yet, so that a repeated `prepare` uploads none of them twice."""

    def __init__(self) -> None:
        self._kept: dict[Name, str] = {}

    def drafted(self, claimed: Claimed, upload: Upload, draft: Draft) -> Json:
        """Make the draft with all pictures attached; gives what Facebook answered.

        Facebook may refuse it for the sake of an older photo, which it has forgotten or given to a draft whose answer was
        lost; so after such a no all of them are uploaded anew, once.
        """
        older = any(name in self._kept for name in _names(claimed))
        try:
            return self._attempt(claimed, upload, draft)
        except Refused as reason:
            if not older or isinstance(reason, Held):
                raise
            return self._attempt(claimed, upload, draft)

    def _attempt(self, claimed: Claimed, upload: Upload, draft: Draft) -> Json:
        """Upload what is missing, then draft. After a yes the draft has the photos, after a no they are suspect: forget them."""
        names = _names(claimed)
        for name, picture in names.items():
            if name not in self._kept:
                self._kept[name] = upload(picture)
        attached = [json.dumps({"media_fbid": self._kept[name]}) for name in names]
        try:
            answer = draft({f"attached_media[{place}]": photo for place, photo in enumerate(attached)})
        except Held:
            raise
        except Refused:
            self._forget(names)
            raise
        self._forget(names)
        return answer

    def _forget(self, names: Iterable[Name]) -> None:
        for name in names:
            self._kept.pop(name, None)


def form(picture: Picture) -> tuple[Mapping[str, str], Mapping[str, File]]:
    """The fields and the file of one upload."""
    name = f"picture.{picture.media_type.partition('/')[2]}"
    fields = {"published": "false", "alt_text_custom": picture.alt}
    return fields, {"source": (name, picture.content, picture.media_type)}


def shared(who: str, message: Message) -> Mapping[str, str]:
    """The link as Facebook previews it, or nothing beside pictures, which take that place: then it has to stand in the text."""
    if not message.pictures:
        return {"link": message.link} if message.link else {}
    if message.link not in message.parts["status"]:
        raise Refused(f"{who} shows no link beside pictures: it has to stand in the text (templates/shapes/facebook)")
    return {}


def _names(claimed: Claimed) -> Mapping[Name, Picture]:
    """The pictures of a delivery by their names."""
    pictures = enumerate(claimed.message.pictures)
    return {(claimed.key, place, one.digest, one.alt): one for place, one in pictures}
