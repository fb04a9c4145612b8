"""What Kutsu tells the editors of the sheet: one sentence per fault in Finnish, Swedish and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kutsu.core.messages import advice, cells, pictures, sheets
from kutsu.core.model import Texts

Word = str | Texts
"""What is put into a sentence: the same in every language, or a text per language."""

SENTENCES = {**cells.SENTENCES, **sheets.SENTENCES, **pictures.SENTENCES, **advice.SENTENCES}
NOTES = cells.NOTES | sheets.NOTES | advice.NOTES
"""The codes of what is accepted, with its reader told what was understood; all other codes are errors."""


@dataclass(frozen=True)
class Remark:
    """One fault by its code, with what was seen; not yet bound to a place."""

    code: str
    words: Mapping[str, Word] = field(default_factory=dict)

    @property
    def error(self) -> bool:
        """Whether the cell cannot be taken as it is."""
        return self.code not in NOTES

    @property
    def message(self) -> dict[str, str]:
        """The sentence in fi, sv and en; what staff typed is only ever put in, never a template."""
        return {
            language: sentence.format(**{name: _in(language, word) for name, word in self.words.items()})
            for language, sentence in zip(("fi", "sv", "en"), SENTENCES[self.code], strict=True)
        }


def remark(code: str, **words: Word) -> Remark:
    """A remark with its words by name."""
    return Remark(code, words)


def listed(words: Sequence[str]) -> Texts:
    """Words in a row, the last two joined by "and" ("D ja G")."""
    return _joined(words, {"fi": " ja ", "sv": " och ", "en": " and "})


def either(words: Sequence[str]) -> Texts:
    """Words to choose from, the last two joined by "or"."""
    return _joined(words, {"fi": " tai ", "sv": " eller ", "en": " or "})


def _joined(words: Sequence[str], joiners: Texts) -> Texts:
    last = words[-2:]
    return {ui: ", ".join([*words[:-2], joiner.join(last)]) for ui, joiner in joiners.items()}


def _in(language: str, word: Word) -> str:
    return word if isinstance(word, str) else word[language]
