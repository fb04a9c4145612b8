"""The photos of pages: uploaded without being seen by anyone, with their alt text, then attached to a status.

From the facts: `published=false` gives an id, which `attached_media[n]={"media_fbid": id}` puts into a status; less than 10 MB.
Not documented, so chosen here, each the harder rule: a photo serves one status only, a draft counts, and its id is of no use
when the status is gone; at most ten in a status; `link` beside photos is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence

from kutsu.sandbox import media, uploads
from kutsu.sandbox.media import Shown
from kutsu.sandbox.networks.facebook import graph
from kutsu.sandbox.store import Json
from kutsu.sandbox.world import World

SHELF = "facebook-photo"
LARGEST = 10_000_000
"""Bytes of one photo."""
MOST = 10
"""Photos in one status."""
ATTACHED = re.compile(r"attached_media\[(\d+)\]")
SPENT = 1366051


class Photos:
    """All photos of all pages."""

    def __init__(self, world: World) -> None:
        """Keep them in this world's store."""
        self.world = world

    def upload(self, page: str, source: bytes, alt: str) -> Json:
        """Take a photo that nobody sees."""
        if not source:
            raise graph.error(324, "(#324) Requires upload file")
        kind = uploads.sniffed(source)
        if not kind or len(source) >= LARGEST:
            raise graph.error(324, "(#324) Missing or invalid image file", subcode=2069019)
        photo: Json = {"id": str(self.world.store.rise("facebook-photo", 122_200_000_000_001)), "page": page}
        photo |= {"digest": media.keep(self.world, source, kind), "alt": alt, "status": ""}
        self.world.store.put(SHELF, photo["id"], photo, page)
        return photo

    def named(self, page: str, given: Mapping[str, str]) -> list[Json]:
        """The photos that `attached_media[0]` and on name, each the page's own and in no other status."""
        numbered = sorted((int(found[1]), name) for name in given if (found := ATTACHED.fullmatch(name)))
        if len(numbered) > MOST:
            raise graph.error(100, f"(#100) Param attached_media must have at most {MOST} elements")
        if numbered and given.get("link"):
            raise graph.error(100, "(#100) Param link cannot be combined with attached_media")
        return [self._free(page, given[name]) for _, name in numbered]

    def bind(self, photos: Sequence[Json], status: str) -> None:
        """From now on they belong to this status."""
        for photo in photos:
            self.world.store.put(SHELF, photo["id"], photo | {"status": status}, photo["page"])

    def shown(self, names: Sequence[str]) -> list[Shown]:
        """The photos of these ids, as residents see them."""
        kept = (self.world.store.get(SHELF, name) for name in names)
        return [Shown(photo["digest"], photo["alt"]) for photo in kept if photo]

    def _free(self, page: str, element: str) -> Json:
        """The photo that one element names."""
        try:
            name = str(json.loads(element)["media_fbid"])
        except (ValueError, KeyError, TypeError):
            raise graph.error(100, "(#100) Param attached_media must be an array of objects with media_fbid") from None
        photo = self.world.store.get(SHELF, name)
        if photo is None or photo["page"] != page:
            raise graph.unknown_node(name)
        if photo["status"]:
            raise graph.error(100, "Invalid parameter: these photos were already posted", subcode=SPENT)
        return photo


def names(given: Collection[str]) -> set[str]:
    """The parameters among the given ones that attach photos."""
    return {name for name in given if ATTACHED.fullmatch(name)}
