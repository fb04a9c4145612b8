"""Words that no dictionary has, and texts in the language of another column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kutsu.core.advice.lexicon import Lexicon, words
from kutsu.core.cells.reading import quoted
from kutsu.core.messages import Remark, remark
from kutsu.core.model import Texts

MOST = 3
"""So many words are told of one cell."""

COLUMNS: dict[str, Texts] = {
    "fi": {"fi": "Suomen", "sv": "finska", "en": "Finnish"},
    "sv": {"fi": "Ruotsin", "sv": "svenska", "en": "Swedish"},
    "en": {"fi": "Englannin", "sv": "engelska", "en": "English"},
}
"""What the column of a language is called; languages that are not here are only spelled."""
TONGUES: dict[str, Texts] = {
    "fi": {"fi": "suomea", "sv": "finska", "en": "Finnish"},
    "sv": {"fi": "ruotsia", "sv": "svenska", "en": "Swedish"},
    "en": {"fi": "englantia", "sv": "engelska", "en": "English"},
}


def check_spelling(text: str, language: str, lexicon: Lexicon) -> Iterator[Remark]:
    """One remark at most: that the text is in another language, or which of its words are unknown."""
    if language not in lexicon.spellers:
        return
    found, own = list(words(text)), lexicon.spellers[language]
    strange = [word for word in found if not own.knows(word)]
    if other := _other_language(strange, len(found), language, lexicon):
        yield remark("text-language", column=COLUMNS[language], other=TONGUES[other], seen=quoted(text))
        return
    unknown = [word for word in dict.fromkeys(strange) if not lexicon.knows(word, language)]
    if unknown:
        told = ", ".join(_told(word, language, lexicon) for word in unknown[:MOST])
        yield remark("spelling", words=told + (" …" if len(unknown) > MOST else ""))


def best(word: str, suggestions: Sequence[str]) -> str:
    """The likeliest of what a dictionary suggests: doubled otherwise, or in another order, else its first."""
    return min(
        suggestions, key=lambda each: (_single(each) != _single(word), _letters(each) != _letters(word)), default=""
    )


def _other_language(strange: Sequence[str], count: int, language: str, lexicon: Lexicon) -> str:
    """The language of another column to which more than half of `count` words belong that are `strange` here; or nothing."""
    if language not in COLUMNS or count < 2 or 2 * len(strange) <= count:
        return ""
    others = [other for other in COLUMNS if other != language and other in lexicon.spellers]
    return next((each for each in others if 2 * sum(map(lexicon.spellers[each].knows, strange)) > count), "")


def _told(word: str, language: str, lexicon: Lexicon) -> str:
    """A word as it is told, with what may be meant."""
    suggestion = best(word, lexicon.spellers[language].suggest(word))
    return f'"{word}" ({suggestion}?)' if suggestion else f'"{word}"'


def _single(word: str) -> str:
    """A word with every doubled letter single: doubling is what Finnish and Swedish are mostly misspelled in."""
    return re.sub(r"(.)\1+", r"\1", word.casefold())


def _letters(word: str) -> list[str]:
    return sorted(word.casefold())
