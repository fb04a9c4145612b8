"""The city's site of pilots: static pages, a feed and calendars per language, rewritten when the approved plan changes.

It is the origin of every announcement: the copies on other networks link to it. That of a demo has pages of drafts, too.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
from collections.abc import Sequence
from functools import cache
from importlib import metadata
from pathlib import Path

import requests
from markupsafe import escape

from kutsu.core.drafts import NO_DRAFTS, Drafts
from kutsu.core.model import Approved
from kutsu.core.ports import Clock
from kutsu.core.render import Renderer
from kutsu.mirrors.files import bring_up_to_date
from kutsu.mirrors.pages import Pages
from kutsu.mirrors.places import folder
from kutsu.mirrors.record import Record

OWNED = ("*/index.html", "*/feed.xml", "*/feed.json", "*/calendar*.ics", "*/*/index.html", "*/*/*.ics")
"""What this mirror may remove; anything else in its folder belongs to others."""

PACKAGE = Path(__file__).resolve().parent.parent

TIMEOUT = 5
"""Seconds on the wall that the public page may take; a page that is slower is not out."""

_log = logging.getLogger(__name__)


@cache
def program() -> tuple[object, ...]:
    """Which program makes the pages, and all else: Kutsu's own modules as they lie on the disk, and the libraries that write."""
    modules = [(path.name, path.stat().st_size, path.stat().st_mtime_ns) for path in sorted(PACKAGE.rglob("*.py"))]
    return (*modules, *(metadata.version(library) for library in ("jinja2", "markupsafe", "babel", "icalendar")))


class Site:
    """The mirror that writes below `root`; the same files are public at the city's `site` address.

    The `drafts` have pages in it beside those of what they are made of; only a demo gives any.
    """

    name = "site"

    def __init__(self, root: Path, renderer: Renderer, clock: Clock, drafts: Drafts = NO_DRAFTS) -> None:
        self._root = root
        self._renderer = renderer
        self._clock = clock
        self._drafts = drafts
        self.record = Record(root, OWNED)

    def show(self, approved: Sequence[Approved]) -> int:
        """Bring the site up to date; returns how many files changed. Raises `Faulty` before anything is written.

        Where all that it is made of is as it was and nobody touched its files, nothing is made again.
        """
        approved, now = self._with_drafts(approved), self._clock.now()
        pages = Pages(self._renderer, approved, now)
        made_of = self._made_of(approved, pages, now)
        if self.record.holds(made_of):
            return 0
        wanted = dict(pages.all())
        changed = bring_up_to_date(self._root, wanted, OWNED)
        self.record.keep(made_of, wanted)
        return changed

    def _with_drafts(self, approved: Sequence[Approved]) -> list[Approved]:
        """What is approved in the languages that are published, and the drafts that are made of it.

        What a ledger knows in a language that is a draft again is not shown: its words are in doubt.
        """
        voices = self._renderer.voices
        return [
            *(one for one in approved if one.language in voices),
            *self._drafts.approved(approved, next(iter(voices))),
        ]

    def _made_of(self, approved: Sequence[Approved], pages: Pages, now: dt.datetime) -> str:
        """A fingerprint of all that the pages are made of: contents, what is over, templates, config, this program.

        The hour is in it too: whatever this list forgets is shown after that.
        """
        made = self._renderer
        parts = (approved, pages.over, made.sources, made.city, made.every, program(), f"{now:%Y-%m-%d %H}")
        return hashlib.sha256(repr(parts).encode("utf-8", "backslashreplace")).hexdigest()

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
