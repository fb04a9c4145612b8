"""The city's site of pilots: static pages and a feed per language, rewritten when the approved plan changes.

It is the origin of every announcement: the copies on other networks link to it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

import requests
from markupsafe import escape

from kutsu.core.model import Approved
from kutsu.core.ports import Clock
from kutsu.core.render import Renderer
from kutsu.mirrors.files import bring_up_to_date
from kutsu.mirrors.pages import Pages, folder

OWNED = ("*/index.html", "*/feed.xml", "*/*/index.html")
"""What this mirror may remove; anything else in its folder belongs to others."""

TIMEOUT = 5
"""Seconds on the wall that the public page may take; a page that is slower is not out."""

_log = logging.getLogger(__name__)


class Site:
    """The mirror that writes below `root`; the same files are public at the city's `site` address."""

    name = "site"

    def __init__(self, root: Path, renderer: Renderer, clock: Clock) -> None:
        self._root = root
        self._renderer = renderer
        self._clock = clock

    def show(self, approved: Sequence[Approved]) -> int:
        """Bring the site up to date; returns how many files changed. Raises `Faulty` before anything is written."""
        pages = dict(Pages(self._renderer, approved, self._clock.now()).all())
        return bring_up_to_date(self._root, pages, OWNED)

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
