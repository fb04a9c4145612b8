"""The statuses of pages: drafts, what is public, and what the page's list shows of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kutsu.sandbox.accounts import Page
from kutsu.sandbox.networks.facebook import graph
from kutsu.sandbox.store import Json
from kutsu.sandbox.world import World, chance, lag

SHELF = "facebook"
LONGEST = 63_206
LAG_SECONDS = (10.0, 60.0)
OMITTED = 0.25
DUPLICATE_SUBCODE = 1455006


class Statuses:
    """All statuses of all pages."""

    def __init__(self, world: World) -> None:
        """Keep them in this world's store."""
        self.world = world

    def get(self, name: str) -> Json | None:
        """A status by its id, drafts too."""
        return self.world.store.get(SHELF, name)

    def drop(self, status: Json) -> None:
        """Delete it for good."""
        self.world.store.drop(SHELF, status["id"])

    def public(self, page: str | None = None) -> list[Json]:
        """What residents can see, in the order in which it was published."""
        published = (status for status in self.world.store.every(SHELF, page) if status["published_at"] is not None)
        return sorted(published, key=lambda status: (status["published_at"], status["order"]))

    def listed(self, status: Json) -> bool:
        """Whether `published_posts` shows it now: after its lag, and never when the ranking leaves it out."""
        shown_from = status["published_at"] + lag(status["id"], *LAG_SECONDS)
        return bool(self.world.now() >= shown_from and chance("omitted", status["id"]) >= OMITTED)

    def create(self, page: str, message: str, link: str, photos: Sequence[str], *, published: bool) -> Json:
        """Write a status with the photos of these ids down, and publish it when it is no draft."""
        if not message.strip() and not link and not photos:
            raise graph.error(197, "(#197) The post is empty. Please enter a message to share.")
        if len(message) > LONGEST:
            raise graph.error(100, f"(#100) Param message must be at most {LONGEST} characters")
        number = self.world.store.rise("facebook-status", 122_100_000_000_001)
        status: Json = {
            "id": f"{page}_{number}",
            "page": page,
            "message": message,
            "link": link,
            "photos": list(photos),
            "created_at": self.world.now(),
        }
        status |= {"published_at": None, "order": 0}
        if published:
            self._go_out(status)
        self.world.store.put(SHELF, status["id"], status, page)
        return status

    def publish(self, status: Json) -> None:
        """Publish a draft; one that is out already stays as it is."""
        if status["published_at"] is None:
            self._go_out(status)
            self.world.store.put(SHELF, status["id"], status, status["page"])

    def _go_out(self, status: Json) -> None:
        """Mark it as published now, unless it repeats the page's last status."""
        last = self.public(status["page"])[-1:]
        if any((other["message"], other["link"]) == (status["message"], status["link"]) for other in last):
            raise graph.error(506, "(#506) Duplicate status message", subcode=DUPLICATE_SUBCODE)
        status |= {"published_at": self.world.now(), "order": self.world.store.rise("facebook-order")}


def node(status: Json, page: Page, address: str) -> Json:
    """A status as a Graph node. Reading `link` was taken out of Graph with v3.3: it stands in `attachments`."""
    photos = [{"type": "photo", "target": {"id": name}} for name in status.get("photos", ())]
    shared = [{"type": "share", "unshimmed_url": status["link"]}] if status["link"] else photos
    instant = dt.datetime.fromtimestamp(status["published_at"] or status["created_at"], dt.UTC)
    created = instant.strftime("%Y-%m-%dT%H:%M:%S+0000")
    return {
        "id": status["id"],
        "message": status["message"],
        "created_time": created,
        "updated_time": created,
        "permalink_url": address,
        "is_published": status["published_at"] is not None,
        "from": {"name": page.name, "id": page.id},
        "attachments": {"data": shared},
    }
