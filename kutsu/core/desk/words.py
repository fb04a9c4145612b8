"""The words of Kutsu's answers: sentences by their code, instants, kinds, languages and channels as staff call them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping

from kutsu.core.cells.names import day_words, time_words
from kutsu.core.columns import STAFF_LANGUAGES
from kutsu.core.config import Kind
from kutsu.core.messages.desk import SENTENCES
from kutsu.core.publication import spoken
from kutsu.core.schedule import Rules

AT = {"fi": " klo ", "sv": " kl. ", "en": " at "}
FEW = 3
"""So many channels are named; of more, only their number is told."""


def say(code: str, ui: str, words: Mapping[str, object] | None = None) -> str:
    """A sentence in a staff language; what staff typed is only ever put in, never a template."""
    return chosen(SENTENCES[code], ui).format(**(words or {}))


def chosen(texts: tuple[str, str, str], ui: str) -> str:
    """The one of three texts that is in this staff language."""
    return texts[STAFF_LANGUAGES.index(ui)]


def when(at: dt.datetime, ui: str) -> str:
    """An instant (aware, in the city's zone) as staff read it: "24.11.2026 klo 10.00"."""
    return f"{day_words(at.date())[ui]}{AT[ui]}{time_words(at.time())[ui]}"


def kind_name(kind: str, kinds: Mapping[str, Kind], ui: str) -> str:
    """What staff call a kind; its key where config has no name for it, or no longer knows it."""
    table = kinds.get(kind)
    return table.called.get(ui, kind) if table else kind


def languages_of(joint: Iterable[str], rules: Rules) -> list[str]:
    """The languages of several deliveries, each once, in the order of config."""
    found = {language for each in joint for language in spoken(each)}
    known = [language for language in rules.languages if language in found]
    return [*known, *sorted(found - set(known))]


def channels_of(names: Collection[str], ui: str) -> str:
    """A few channels by their names, many by their number."""
    found = sorted(set(names))
    return ", ".join(found) if len(found) <= FEW else say("channels", ui, {"count": len(found)})
