"""Advice on the texts of the sheets as they were read just now: told beside the faults, and in nobody's way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kutsu.core.advice import Lexicon, advise
from kutsu.core.advice.lexicon import names_of
from kutsu.core.config import WordList
from kutsu.core.grid import Fault
from kutsu.core.schedule import Rules
from kutsu.spelling import Dictionary, lacking
from kutsu.survey import Survey


@dataclass(frozen=True)
class Adviser:
    """Advises on whole pulls, by the dictionaries of this machine and the city's own lists of words."""

    rules: Rules
    dictionaries: Mapping[str, Dictionary]
    lists: Mapping[str, WordList]

    def __call__(self, survey: Survey) -> list[Fault]:
        """Notes at the cells of every row that was read just now; what comes of them never holds anything."""
        for dictionary in self.dictionaries.values():
            dictionary.rest()
        listed = {key: frozenset(word.casefold() for word in each.words) for key, each in self.lists.items()}
        lexicon = Lexicon(self.dictionaries, names_of(survey.plan.entries, self.rules.city), listed)
        return list(advise(survey.plan.entries, survey.books, self.rules.languages, lexicon))

    @property
    def lacks(self) -> list[str]:
        """The dictionaries that this machine has not, with what to install."""
        return lacking(self.rules.languages, self.dictionaries)
