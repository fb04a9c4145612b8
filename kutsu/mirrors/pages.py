"""The site as a mapping from path to text: pure, and the same bytes for the same plan at the same moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kutsu.core.config import Language
from kutsu.core.model import Approved, Pilot, subject_type
from kutsu.core.render import Renderer
from kutsu.mirrors.calendars import Calendars
from kutsu.mirrors.feeds import json_feed, newest
from kutsu.mirrors.places import folder
from kutsu.mirrors.shelf import Shelf
from kutsu.mirrors.told import alternate, rooted, told

STYLE = "style.css"


@dataclass(frozen=True)
class Edition:
    """The same page in another language: its place on the site, and whether search engines may be told of it."""

    language: Language
    folder: str

    @property
    def alternate(self) -> bool:
        """Whether it has a hreflang."""
        return alternate(self.language)


class Pages:
    """All pages of one state of the plan."""

    def __init__(self, renderer: Renderer, approved: Sequence[Approved], now: dt.datetime) -> None:
        self._renderer = renderer
        self._by_language = {
            key: sorted((one for one in approved if one.language == key), key=lambda one: one.content.id)
            for key in renderer.every
        }
        self._ids = {key: frozenset(one.content.id for one in found) for key, found in self._by_language.items()}
        self._spoken = [key for key, found in self._by_language.items() if found]
        self._shelves = {key: Shelf(self._by_language[key], renderer.every[key], now) for key in self._spoken}
        theme_of = {one.content.id: one.content.theme for one in approved if isinstance(one.content, Pilot)}
        self._address = renderer.city.site.rstrip("/")
        self._calendars = {
            key: Calendars(self._by_language[key], renderer.every[key], theme_of, self._address, now)
            for key in self._spoken
        }

    @property
    def over(self) -> list[tuple[str, list[str]]]:
        """All that the present moment decides: which sessions are over, by language."""
        return [(key, [session.id for session in shelf.past]) for key, shelf in self._shelves.items()]

    def all(self) -> Iterator[tuple[str, str]]:
        """Every file of the site: its path and its text."""
        yield STYLE, self._renderer.sources[f"shapes/site/{STYLE}"]
        yield "index.html", self._root()
        yield from rooted(self._renderer, self._spoken, [one for found in self._by_language.values() for one in found])
        for key in self._spoken:
            yield from self._language(key)

    def _root(self) -> str:
        first = next(iter(self._renderer.voices))
        voices = [self._renderer.every[key] for key in self._spoken]
        return self._renderer.page("shapes/site/root.html", first, {"voices": voices, "style": STYLE})

    def _language(self, key: str) -> Iterator[tuple[str, str]]:
        """The index, the feed, the calendars and the subjects' pages of one language."""
        shelf = self._shelves[key]
        items = newest(shelf.approved, shelf.voice)
        index = self._context(shelf, "") | {"items": items}
        yield f"{key}/index.html", self._renderer.page("shapes/site/index.html", key, index)
        yield f"{key}/feed.xml", self._renderer.page("shapes/site/feed.xml", key, index)
        yield f"{key}/feed.json", json_feed(items, shelf.voice, self._address)
        yield from self._calendars[key].files()
        for one in shelf.approved:
            kind = subject_type(one.content)
            context = self._context(shelf, one.content.id) | {
                "approved": one,
                kind: one.content,
                "subject": one.content,
            }
            yield (
                f"{folder(key, one.content.id)}index.html",
                self._renderer.page(f"shapes/site/{kind}.html", key, context),
            )

    def _context(self, shelf: Shelf, subject: str) -> dict[str, object]:
        """What every page knows: where it is, the way to the root, and its editions in other languages."""
        here = folder(shelf.voice.language.key, subject)
        return {
            **told(self._renderer, shelf.voice),
            "site": self._address,
            "calendars": self._calendars[shelf.voice.language.key],
            "shelf": shelf,
            "folder": lambda wanted="": folder(shelf.voice.language.key, wanted),
            "here": here,
            "root": "../" * here.count("/"),
            "style": STYLE,
            "editions": [
                Edition(self._renderer.every[key].language, folder(key, subject)) for key in self._in(subject)
            ],
        }

    def _in(self, subject: str) -> list[str]:
        """The languages in which a subject (or at least something) is approved."""
        if not subject:
            return self._spoken
        return [key for key in self._spoken if subject in self._ids[key]]
