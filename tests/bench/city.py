"""A large city for the site's figures: its approved plan in six languages, three of which say in English what the others say."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from kutsu.core.config import City, Language
from kutsu.core.content import digest, localize
from kutsu.core.model import Approved, Texts
from kutsu.core.plan import read_plan
from kutsu.core.render import Renderer
from kutsu.settings import Settings, read_settings
from kutsu.wiring import sources
from tests.bench.plans import large
from tests.campaign.world import ROOT, TODAY
from tests.factories import ZONE

SPOKEN = ("fi", "sv", "en")
COPIES = ("en-one", "en-two", "en-three")
"""Languages that borrow the words of English: as much work for the site as others, with nothing to translate."""

NOW = dt.datetime.combine(TODAY, dt.time(9), ZONE)


def renderer() -> Renderer:
    """The templates, with the words of English under the keys of its copies too."""
    settings, words = read_settings(ROOT / "config" / "demo"), sources()
    english = {path: text for path, text in words.items() if path.startswith("words/en/")}
    copied = {path.replace("/en/", f"/{copy}/", 1): text for copy in COPIES for path, text in english.items()}
    return Renderer({**words, **copied}, _named(settings.city), languages(settings))


def languages(settings: Settings) -> dict[str, Language]:
    """Six of them."""
    english = settings.languages["en"]
    copied = {key: replace(english, key=key, tag=key, name=key) for key in COPIES}
    return {**{key: settings.languages[key] for key in SPOKEN}, **copied}


def approved(pilots: int, sessions: int) -> list[Approved]:
    """Every row without a fault, in every language; all of one morning."""
    settings = read_settings(ROOT / "config" / "demo")
    book = large(pilots, sessions, settings.languages, ticked=False)
    plan = read_plan([book], settings.languages, settings.city, NOW)
    subjects = [entry.subject for entry in plan.entries if not entry.faulty]
    spoken = {key: [localize(subject, key) for subject in subjects] for key in SPOKEN}
    spoken |= dict.fromkeys(COPIES, spoken["en"])
    return [Approved(key, content, digest(content), NOW) for key, contents in spoken.items() for content in contents]


def _named(city: City) -> City:
    """The city with its names, and those of its themes, in the copies too."""
    themes = {key: _copied(names) for key, names in city.themes.items()}
    return replace(city, name=_copied(city.name), themes=themes, statement=_copied(city.statement))


def _copied(texts: Texts) -> Texts:
    return {**texts, **{key: texts["en"] for key in COPIES if "en" in texts}}
