"""Which words are right: the dictionaries of this machine, and the names that the sheet and the city use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass

from kutsu.core.config import City
from kutsu.core.model import Contact, Entry, Venue
from kutsu.core.ports import Speller

STEM = 4
"""From so many letters on, a name may have an ending: Sello, Sellossa."""
ENDING = 6

_WORD = re.compile(r"[^\W\d_]+(?:[’'\-\u2010\u2011][^\W\d_]+)*")
_SKIPPED = re.compile(r"[@#/\\_0-9]|[^\W\d_]\.[^\W\d_]|[^\W\d_]:[^\W\d_]")
_CAMEL = re.compile(r"[^\W\d_][’']?[A-ZÅÄÖ]")
_NAMES = ("partner", "unit", "places", "funding", "room")
"""The fields of a subject that are proper names."""


@dataclass(frozen=True)
class Lexicon:
    """Dictionaries by language, and words that are right without them: `names` in every language, `listed` in one.

    Both may have an ending.
    """

    spellers: Mapping[str, Speller]
    names: frozenset[str] = frozenset()
    listed: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def knows(self, word: str, language: str) -> bool:
        """Whether a word is right in a language that has a dictionary."""
        if self.spellers[language].knows(word):
            return True
        folded, listed = word.casefold(), self.listed.get(language, frozenset())
        if folded in self.names or any(each in listed for each in _stems(folded)):
            return True
        parts = re.split(r"[\-\u2010\u2011]", word)
        if len(parts) > 1:
            return all(len(part) < 2 or self.knows(part, language) for part in parts)
        return self._is_name(word, language)

    def _is_name(self, word: str, language: str) -> bool:
        """Whether a capitalised word is a name: one of the sheet's with an ending, or a word of another dictionary."""
        if not word[:1].isupper():
            return False
        if any(other != language and speller.knows(word) for other, speller in self.spellers.items()):
            return True
        own, stems = self.spellers[language], _stems(word.casefold())
        return any(stem in self.names and not own.knows(stem.capitalize()) for stem in stems)


def _stems(folded: str) -> Iterator[str]:
    """A word, and what is left of it without an ending."""
    return (folded[:length] for length in range(len(folded), max(STEM, len(folded) - ENDING) - 1, -1))


def words(text: str) -> Iterator[str]:
    """The words of a text that a dictionary can judge: no addresses, hashtags, numbers, abbreviations or product names."""
    tokens = [each for each in text.split() if not _SKIPPED.search(each)] if _SKIPPED.search(text) else [text]
    for token in tokens:
        for match in _WORD.finditer(token):
            word = match[0].replace("’", "'").removesuffix("'s")
            if len(word) > 2 and not _CAMEL.search(word):
                yield word


def names_of(entries: Iterable[Entry], city: City) -> frozenset[str]:
    """The words of every proper name: the city, its themes and hashtags; the venues, contacts, partners and units of the plan."""
    texts = [*city.name.values(), *(name for names in city.themes.values() for name in names.values())]
    texts += [tag.removeprefix("#") for tags in city.hashtags.values() for tag in tags]
    for entry in entries:
        texts += _names(entry)
    return frozenset(word.casefold() for text in texts for word in _WORD.findall(text))


def _names(entry: Entry) -> Iterator[str]:
    """The proper names of one row and of what it refers to."""
    subject = entry.subject
    for name in _NAMES:
        yield from _strings(getattr(subject, name, None))
    for linked in (getattr(subject, "venue", None), subject.contact):
        if isinstance(linked, Venue):
            yield from _strings((linked.name, linked.street, linked.district))
        if isinstance(linked, Contact):
            yield from _strings((linked.title, linked.name))
    image = getattr(subject, "image", None)
    yield from _strings(image.photographer if image else None)


def _strings(value: object) -> Iterator[str]:
    """Every text within a value of the model."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from _strings(part)
    elif is_dataclass(value):
        for each in fields(value):
            yield from _strings(getattr(value, each.name))
