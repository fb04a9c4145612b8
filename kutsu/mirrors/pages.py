"""The site as files to be made: pure, and the same bytes for the same plan at the same moment.

What a file is made of stands beside where it is yielded; `Page` says what for. A test changes any one thing of a plan, and
finds the site that only makes anew what is concerned the same as one that is made as a whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kutsu.core.cards import HEIGHT, WIDTH
from kutsu.core.config import Language
from kutsu.core.model import Approved, Pilot, subject_type
from kutsu.core.render import Renderer
from kutsu.mirrors.calendars import Calendars
from kutsu.mirrors.feeds import json_feed, newest
from kutsu.mirrors.page import Nothing, Page, Shown, mark
from kutsu.mirrors.places import card_file, folder
from kutsu.mirrors.related import related
from kutsu.mirrors.shelf import Shelf
from kutsu.mirrors.told import alternate, roots, told

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
    """All pages of one state of the plan.

    `made_of` is a fingerprint of what all of them are made of: templates, config, program. `cards` are the share cards that are
    drawn, by language and subject; `shown` is what the world reads now, of which calendars take what is still right.
    """

    def __init__(
        self,
        renderer: Renderer,
        approved: Sequence[Approved],
        now: dt.datetime,
        made_of: str = "",
        cards: Mapping[tuple[str, str], Path] | None = None,
        shown: Shown | None = None,
    ) -> None:
        self._renderer, self._made_of, self._cards = renderer, made_of, cards or {}
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
            key: Calendars(found, renderer.every[key], theme_of, self._address, now, shown or Nothing())
            for key, found in self._by_language.items()
            if found
        }

    def all(self) -> Iterator[Page]:
        """Every file of the site."""
        yield Page(STYLE, self._made_of, partial(self._renderer.sources.__getitem__, f"shapes/site/{STYLE}"))
        yield Page("index.html", mark(self._made_of, self._spoken), self._root)
        every = [one for found in self._by_language.values() for one in found]
        by_moment = mark(self._made_of, self._spoken, [(one.language, one.content.id, one.at) for one in every])
        for rooted in roots(self._renderer, self._spoken, every):
            yield Page(rooted.path, by_moment if rooted.moves else mark(self._made_of, self._spoken), rooted.make)
        for key in self._spoken:
            yield from self._language(key)

    def _language(self, key: str) -> Iterator[Page]:
        """The index, the feed, the calendars and the subjects' pages of one language."""
        shelf, states = self._shelves[key], self._states(key)
        everything = mark(self._made_of, key, self._spoken, *states.values())
        yield Page(f"{key}/index.html", everything, partial(self._general, "index.html", shelf))
        yield Page(f"{key}/feed.xml", everything, partial(self._general, "feed.xml", shelf))
        yield Page(f"{key}/feed.json", everything, partial(self._json_feed, shelf))
        yield from self._calendars[key].pages(mark(self._made_of, key))
        near = related(one.content for one in shelf.approved)
        for one in shelf.approved:
            subject = one.content.id
            its = mark(
                self._made_of, key, self._in(subject), states[subject], *(states[each] for each in near[subject])
            )
            yield Page(f"{folder(key, subject)}index.html", its, partial(self._subject, shelf, one))
            if card := self._cards.get((key, subject)):
                yield Page(card_file(key, subject), card.name, partial(Path, card))

    def _states(self, key: str) -> dict[str, str]:
        """A fingerprint of each subject of a language as it is now, by its id."""
        past = {session.id for session in self._shelves[key].past}
        topics = self._calendars[key].themes
        return {
            one.content.id: mark(
                *(one.content.id, one.digest, one.at, one.sequence, one.content.id in past, topics(one.content.id)),
                (key, one.content.id) in self._cards,
            )
            for one in self._by_language[key]
        }

    def _root(self) -> str:
        first = next(iter(self._renderer.voices))
        voices = [self._renderer.every[key] for key in self._spoken]
        return self._renderer.page("shapes/site/root.html", first, {"voices": voices, "style": STYLE})

    def _general(self, shape: str, shelf: Shelf) -> str:
        """The index or the feed of a language."""
        context = self._context(shelf, "") | {"items": newest(shelf.approved, shelf.voice)}
        return self._renderer.page(f"shapes/site/{shape}", shelf.voice.language.key, context)

    def _json_feed(self, shelf: Shelf) -> str:
        """The JSON feed of a language."""
        return json_feed(newest(shelf.approved, shelf.voice), shelf.voice, self._address)

    def _subject(self, shelf: Shelf, one: Approved) -> str:
        """The page of one round, pilot or session."""
        kind = subject_type(one.content)
        context = self._context(shelf, one.content.id) | {
            "approved": one,
            kind: one.content,
            "subject": one.content,
        }
        return self._renderer.page(f"shapes/site/{kind}.html", one.language, context)

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
            "card": (shelf.voice.language.key, subject) in self._cards,
            "card_width": WIDTH,
            "card_height": HEIGHT,
            "editions": [
                Edition(self._renderer.every[key].language, folder(key, subject)) for key in self._in(subject)
            ],
        }

    def _in(self, subject: str) -> list[str]:
        """The languages in which a subject (or at least something) is approved."""
        if not subject:
            return self._spoken
        return [key for key in self._spoken if subject in self._ids[key]]
