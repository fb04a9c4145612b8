"""What the pages tell machines and networks: gathered here, so that a page asks for it by one name each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit

from kutsu.core.config import Language
from kutsu.core.model import Approved
from kutsu.core.render import Renderer
from kutsu.core.voice import Voice
from kutsu.mirrors.linked import Linked
from kutsu.mirrors.places import folder
from kutsu.mirrors.sharing import mailto, shares, territory
from kutsu.mirrors.sitemap import Found, robots, sitemap

ICON = "favicon.svg"
LOST = "404.html"


def hidden(language: Language) -> bool:
    """Whether search engines are to leave the pages of a language alone: a draft is there to be judged, not to be found."""
    return language.draft


def alternate(language: Language) -> bool:
    """Whether a page may be told to search engines as the edition in another language of the same page.

    `fi-simple` is written `lang="fi"` and must not compete with Finnish, so it has no hreflang.
    """
    return language.key == language.tag and not hidden(language)


def told(renderer: Renderer, voice: Voice) -> Mapping[str, object]:
    """What shapes of the site may ask for beside the facts."""
    site = renderer.city.site.rstrip("/")
    tags = {key: each.language.tag for key, each in renderer.every.items()}
    return {
        "linked": Linked(voice, site, tags),
        "shares": shares,
        "mailto": mailto,
        "territory": territory,
        "hidden": hidden(voice.language),
        "icon": ICON,
    }


@dataclass(frozen=True)
class Rooted:
    """A file at the root that belongs to no language; one that `moves` changes with every subject."""

    path: str
    make: Callable[[], str]
    moves: bool = False


def roots(renderer: Renderer, spoken: Iterable[str], approved: Sequence[Approved]) -> list[Rooted]:
    """The files at the root that belong to no language."""
    site, first = renderer.city.site.rstrip("/"), next(iter(renderer.voices))
    voices = [renderer.every[key] for key in spoken]
    lost = {"voices": voices or [renderer.voices[first]], "home": f"{urlsplit(site).path}/"}
    return [
        Rooted(ICON, partial(renderer.sources.__getitem__, f"shapes/site/{ICON}")),
        Rooted(LOST, partial(renderer.page, f"shapes/site/{LOST}", first, lost)),
        Rooted("robots.txt", partial(robots, site)),
        Rooted("sitemap.xml", lambda: sitemap(site, _found([each.language for each in voices], approved)), moves=True),
    ]


def _found(languages: Iterable[Language], approved: Iterable[Approved]) -> Iterator[Found]:
    """The index and the subjects of every language that is to be found."""
    at: dict[str, dict[str, datetime]] = {each.key: {} for each in languages if not hidden(each)}
    named = [each for each in languages if alternate(each)]
    for one in sorted(approved, key=lambda one: one.content.id):
        if one.language in at:
            at[one.language][one.content.id] = one.at
    for key, subjects in at.items():
        index = {"": max(subjects.values())} if subjects else {}
        for subject, when in {**index, **subjects}.items():
            beside = [(each.tag, folder(each.key, subject)) for each in named if not subject or subject in at[each.key]]
            yield Found(folder(key, subject), when, beside if any(each.key == key for each in named) else ())
