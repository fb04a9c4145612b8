"""What is new, for those who follow: the newest pages of a language as Atom (RFC 4287) and as JSON Feed 1.1."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from kutsu.core.facts import facts
from kutsu.core.model import Approved, Pilot, Session, Status
from kutsu.core.voice import Voice
from kutsu.mirrors.places import folder
from kutsu.mirrors.plain import as_json

NEWEST = 100
"""A feed has this many entries; who follows it asks often enough, and who does not finds all on the site."""


@dataclass(frozen=True)
class Item:
    """One entry: its page, which is its id too, what it says, when that was approved (aware), and its theme."""

    page: str
    title: str
    text: str
    at: dt.datetime
    theme: str


def newest(approved: Sequence[Approved], voice: Voice) -> list[Item]:
    """The entries of a feed, the latest approval first."""
    latest_first = sorted(approved, key=lambda one: (-one.at.timestamp(), one.content.id))
    return [_item(one, voice) for one in latest_first[:NEWEST]]


def json_feed(items: Sequence[Item], voice: Voice, site: str) -> str:
    """The entries as JSON Feed 1.1 (jsonfeed.org)."""
    home = f"{site}/{folder(voice.language.key)}"
    city = voice.city.name[voice.language.key]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"{voice.label('site.name')} – {city}",
        "home_page_url": home,
        "feed_url": f"{home}feed.json",
        "description": voice.label("site.draft" if voice.language.draft else "site.intro"),
        "favicon": f"{site}/favicon.svg",
        "language": voice.language.tag,
        "authors": [{"name": city, "url": home}],
        "items": [_told(item) for item in items],
    }
    return as_json(feed, indent=1) + "\n"


def _told(item: Item) -> dict[str, object]:
    """One entry of the JSON feed; tags are left out where there is none."""
    tags: dict[str, object] = {"tags": [item.theme]} if item.theme else {}
    told = {"id": item.page, "url": item.page, "title": item.title, "content_text": item.text}
    return {**told, "date_modified": item.at.isoformat(), **tags}


def _item(one: Approved, voice: Voice) -> Item:
    """The entry of one page; a session that moved or was cancelled says so before its name."""
    content, title = one.content, one.content.title
    if isinstance(content, Session) and content.status in (Status.MOVED, Status.CANCELLED):
        title = f"{voice.label(f'status.{content.status}')}: {title}"
    theme = voice.theme(content.theme) if isinstance(content, Pilot) else ""
    site = voice.city.site.rstrip("/")
    return Item(f"{site}/{folder(voice.language.key, content.id)}", title, _text(one, voice), one.at, theme)


def _text(one: Approved, voice: Voice) -> str:
    """What it is in a sentence or two; of a session its note, when and where."""
    if not isinstance(one.content, Session):
        return str(getattr(one.content, "what", "") or "")
    told = [f"{fact.label}: {fact.text}" for fact in facts(one.content, voice, ("when", "place"))]
    return "\n".join([*filter(None, [one.content.note]), ". ".join(told)])
