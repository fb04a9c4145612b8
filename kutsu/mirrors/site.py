"""The city's site of pilots: static pages, a feed and calendars per language, rewritten when the approved plan changes.

It is the origin of every announcement: the copies on other networks link to it. That of a demo has pages of drafts, too.
"""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path

import requests
from markupsafe import escape

from kutsu.core.drafts import NO_DRAFTS, Drafts
from kutsu.core.grid import Fault
from kutsu.core.model import Approved
from kutsu.core.ports import Artist, Clock
from kutsu.core.render import Renderer
from kutsu.mirrors.deck import Deck
from kutsu.mirrors.page import mark
from kutsu.mirrors.pages import Pages
from kutsu.mirrors.places import folder
from kutsu.mirrors.writing import writing

OWNED = re.compile(
    r"[^/]+/(index\.html|feed\.xml|feed\.json|calendar[^/]*\.ics|[^/]+/(index\.html|card\.png|[^/]+\.ics))"
)
"""What this mirror may remove without having written it; anything else in its folder belongs to others."""

PACKAGE = Path(__file__).resolve().parent.parent

TIMEOUT = 5
"""Seconds on the wall that the public page may take; a page that is slower is not out."""

_log = logging.getLogger(__name__)


@cache
def program() -> tuple[object, ...]:
    """Which program makes the pages, and all else: Kutsu's own modules as they lie on the disk, and the libraries that write."""
    modules = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in sorted(PACKAGE.rglob("*.py"))]
    return (*modules, *(metadata.version(library) for library in ("jinja2", "markupsafe", "babel", "icalendar")))


@cache
def pencil() -> str:
    """What draws share cards, by what it says: an upgrade that changes none of it draws none anew."""
    modules = [PACKAGE / "core/cards.py", *sorted((PACKAGE / "pictures").glob("*.py"))]
    return mark(*(path.read_bytes() for path in modules), metadata.version("resvg_py"))


class Site:
    """The mirror that shows at `root`; the same files are public at the city's `site` address.

    With an artist its pages have share cards. `record` is the file in which it keeps what it last wrote. The `drafts` have pages
    beside those of what they are made of; only a demo gives any.
    """

    name = "site"

    def __init__(
        self, root: Path, renderer: Renderer, clock: Clock, artist: Artist | None = None, drafts: Drafts = NO_DRAFTS
    ) -> None:
        self._root = root
        self._renderer = renderer
        self._clock = clock
        self._drafts = drafts
        self._shared = mark(program(), renderer.sources, renderer.city, renderer.every)
        cards = root.with_name(f"{root.name}.cards")
        self.deck = Deck(cards, renderer, artist, pencil(), mark(program())) if artist else None
        self._approved: Sequence[Approved] = ()
        self.record = root.with_name(f"{root.name}.shown")

    def show(self, approved: Sequence[Approved]) -> int:
        """Bring the site up to date, all of it at one instant or nothing of it; returns how many files changed.

        Only what is made of something else than before is made again, and what somebody touched. Raises `Faulty` or OSError
        with the old site as it was.
        """
        now = self._clock.now()
        self._approved = approved = self._with_drafts(approved)
        cards = self.deck.drawn(approved) if self.deck else {}
        with writing(self._root, self.record) as folder:
            wanted = set()
            for page in Pages(self._renderer, approved, now, self._made_of(now), cards, folder).all():
                wanted.add(page.path)
                folder.put(page)
            strays = {path for path in folder.found if OWNED.fullmatch(path) and self._ours(path)}
            for path in sorted((folder.ours | strays) - wanted):
                folder.drop(path)
        return len(folder.changed)

    def _with_drafts(self, approved: Sequence[Approved]) -> list[Approved]:
        """What is approved in the languages that are published, and the drafts that are made of it.

        What a ledger knows in a language that is a draft again is not shown: its words are in doubt.
        """
        voices = self._renderer.voices
        return [
            *(one for one in approved if one.language in voices),
            *self._drafts.approved(approved, next(iter(voices))),
        ]

    def _ours(self, path: str) -> bool:
        """Whether a path lies in the folder of a language; any other folder is its maker's, whatever is in it."""
        return path.partition("/")[0] in self._renderer.every

    def __call__(self, _: object) -> Iterator[Fault]:
        """What follows a pull: draw some of the share cards that are lacking, and show them."""
        if self.deck and self.deck.draw(self._approved):
            self.show(self._approved)
        yield from ()

    def _made_of(self, now: dt.datetime) -> str:
        """A fingerprint of what all pages are made of: templates, config, this program.

        The week is in it too: whatever the fingerprint of a page should forget is shown by then.
        """
        return mark(self._shared, f"{now:%G-W%V}")

    def address(self, subject: str, language: str) -> str:
        """The public address of the page of `subject` in `language`."""
        return f"{self._renderer.city.site.rstrip('/')}/{folder(language, subject)}"

    def out(self, approved: Approved) -> bool:
        """Whether the public page, fetched now and past any cache, names the digest of `approved`."""
        address = self.address(approved.content.id, approved.language)
        try:
            answer = requests.get(address, timeout=TIMEOUT, headers={"Cache-Control": "no-cache"})
        except requests.RequestException as error:
            _log.warning("%s did not answer: %s", address, error)
            return False
        return answer.status_code == requests.codes.ok and f'content="{escape(approved.digest)}"' in answer.text
