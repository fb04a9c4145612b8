"""The dictionaries of this machine: Voikko for Finnish, hunspell for the rest, both through Enchant, where they are installed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from kutsu.core.config import Language

log = logging.getLogger(__name__)

PACKAGES = {"fi": "libenchant-2-voikko, voikko-fi", "sv": "hunspell-sv", "en": "hunspell-en-gb"}
"""What to install on Debian for a language, beside libenchant-2-2."""

AT_ONCE = 10
"""So many words of a language are looked up for suggestions between two `rest`s: hunspell thinks 50 ms about each."""


LOCK = threading.Lock()
"""Enchant takes one caller at a time."""


@dataclass
class Dictionary:
    """One language of Enchant, opened at its first word, as it takes tens of megabytes; what it said is kept."""

    opened: Callable[[], Any]  # Enchant ships no types
    lock: threading.Lock
    _known: dict[str, bool] = field(default_factory=dict)
    _suggested: dict[str, Sequence[str]] = field(default_factory=dict)
    _left: int = AT_ONCE

    @property
    def words(self) -> Any:
        """Enchant's own dictionary."""
        return self.opened()

    def knows(self, word: str) -> bool:
        """Whether a single word is right."""
        if word not in self._known:
            self._known[word] = bool(self._asked(lambda asked: self.words.check(asked), word, True))
        return self._known[word]

    def suggest(self, word: str) -> Sequence[str]:
        """What may be meant, the likeliest first; nothing for a new word once the time for such is used up."""
        if word not in self._suggested:
            if not self._left:
                return ()
            self._left -= 1
            self._suggested[word] = tuple(self._asked(lambda asked: self.words.suggest(asked), word, ()))
        return self._suggested[word]

    def _asked(self, question: Callable[[str], Any], word: str, otherwise: object) -> Any:
        """What Enchant answers, or `otherwise` where it fails: a broken dictionary is told in the log, and stops no pull."""
        try:
            with self.lock:
                return question(word)
        except Exception:
            log.exception("the dictionary failed on a word of %d letters", len(word))
            return otherwise

    def rest(self) -> None:
        """From here on there is time for new words again."""
        self._left = AT_ONCE


def dictionaries(languages: Mapping[str, Language]) -> dict[str, Dictionary]:
    """The dictionaries that this machine has of these languages; none where Enchant itself is not installed."""
    broker = _broker()
    if broker is None:
        return {}
    tags = sorted(tag for tag, _ in broker.list_dicts())
    found = {key: _tag(language.locale, tags) for key, language in languages.items()}
    return {key: Dictionary(partial(_opened, broker, tag), LOCK) for key, tag in found.items() if tag}


def lacking(languages: Mapping[str, Language], found: Mapping[str, object]) -> list[str]:
    """A sentence for every language that could have a dictionary here and has none."""
    return [
        f"There is no dictionary for {language.name} here, so its spelling is not checked: install {PACKAGES[key]}"
        " and libenchant-2-2."
        for key, language in languages.items()
        if key in PACKAGES and key not in found
    ]


@cache
def _broker() -> Any:
    """Who opens dictionaries, one for the process; None where the machine lacks the native part: without it importing fails."""
    try:
        import enchant
    except ImportError:
        return None
    return enchant.Broker()


@cache
def _opened(broker: Any, tag: str) -> Any:
    """A dictionary of a broker, opened once: hunspell reads for 50 ms, and a process composes its works more than once."""
    return broker.request_dict(tag)


def _tag(locale: str, tags: Sequence[str]) -> str:
    """The dictionary of a locale, else one of the same language in another country."""
    base = locale.partition("_")[0]
    return next((tag for tag in (locale, *tags) if tag in tags and tag.partition("_")[0] == base), "")
