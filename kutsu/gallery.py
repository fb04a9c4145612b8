"""The pictures of announcements: fetched when a row first names them, kept for ever, and given out with their words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from kutsu.core.errors import Faulty
from kutsu.core.messages import Remark, remark
from kutsu.core.model import Image, Plan, Subject
from kutsu.core.plan import Pictures
from kutsu.core.ports import Artist, Clock
from kutsu.core.publication import Picture
from kutsu.ledger import gallery as ledger
from kutsu.pictures.unfit import Unfit

AGAIN = dt.timedelta(minutes=4)
"""How long an address at which there was no picture is left alone; shorter than the time between two pulls."""

PATIENCE = dt.timedelta(seconds=15)
"""How long a pull waits for all pictures together; what is not there by then is for the next one."""

AT_ONCE = 4
"""Pictures that are opened at the same time, up to 200 MB each."""


@dataclass(frozen=True)
class Gallery:
    """Keeps what `look` finds at the addresses of the sheet (it raises `Unfit`); `artist` draws where staff gave no picture."""

    kept: ledger.Gallery
    look: Callable[[str], Picture]
    clock: Clock
    artist: Artist | None = None
    _own: dict[str, Picture] = field(default_factory=dict, repr=False)

    def known(self) -> Pictures:
        """The addresses that were looked at, each with what is wrong there, if anything is."""
        return self.kept.known()

    def gather(self, plan: Plan) -> bool:
        """Fetch the pictures of the plan that are not kept yet, side by side; gives whether anything was learnt."""
        images = (getattr(entry.subject, "image", None) for entry in plan.entries)
        wanted = self.kept.fresh([image.address for image in images if image], self.clock.now() - AGAIN)
        pool = ThreadPoolExecutor(AT_ONCE)
        looking = {address: pool.submit(self.look, address) for address in wanted}
        wait(looking.values(), self.clock.seconds(PATIENCE))
        pool.shutdown(wait=False, cancel_futures=True)
        begun = {address: look for address, look in looking.items() if not look.cancelled()}
        for address, look in begun.items():
            self.kept.keep(address, _found(address, look), self.clock.now())
        return bool(begun)

    def pictures(self, content: Subject[str], language: str) -> tuple[Picture, ...]:
        """What goes out with a content: its own picture, else its card; raises `Faulty` when there is one that cannot."""
        image: Image[str] | None = getattr(content, "image", None)
        if image:
            return (self._given(content.id, image),)
        return (self.artist.draw(content, language),) if self.artist else ()

    def _given(self, subject: str, image: Image[str]) -> Picture:
        """The picture that staff gave, with its words, which are empty for mere decoration."""
        if image.alt is None:
            raise Faulty([f"{subject}: its picture has no alt text in this language"])
        found = self._own.get(image.address) or self.kept.picture(image.address)
        if found is None:
            raise Faulty([f"{subject}: its picture has not been fetched: {image.address}"])
        self._own[image.address] = found
        return replace(found, alt=image.alt)


def _found(address: str, look: Future[Picture]) -> Picture | Remark:
    """What came of a look: a picture, or why there is none; one that goes on had time enough."""
    if not look.done():
        return remark("picture-unanswered", seen=urlsplit(address).hostname or address)
    error = look.exception()
    return error.remark if isinstance(error, Unfit) else look.result()
