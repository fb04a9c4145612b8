"""Gives ids to new rows, after a pull: where nobody is typing, and where it is sure which row is meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from kutsu.core.config import Language
from kutsu.core.errors import Faulty, Unavailable
from kutsu.core.grid import Edit, Fault
from kutsu.core.ids import namings
from kutsu.core.ports import Sheet
from kutsu.ledger.memory import Memories
from kutsu.readings import failed
from kutsu.survey import Survey

UNNAMED = {
    "fi": "Uusille riveille ei voitu antaa tunnusta: {reason}",
    "sv": "De nya raderna kunde inte få ett id: {reason}",
    "en": "The new rows could not be given an id: {reason}",
}


@dataclass(frozen=True)
class Namer:
    """The follower of a pull that writes the ids; the next pull finds them in the sheet, or tries again."""

    sheets: Mapping[str, Sheet]
    memories: Memories
    languages: Mapping[str, Language]

    def __call__(self, survey: Survey) -> Iterator[Fault]:
        """Write them, one batch per sheet; while a sheet is not there as it is now nobody knows which ids it has."""
        if len(survey.books) < len(self.sheets):
            return
        due: dict[str, list[Edit]] = defaultdict(list)
        for sheet, edit in namings(survey.books, survey.earlier, self.memories.subjects(), self.languages):
            due[sheet].append(edit)
        for sheet, edits in due.items():
            try:
                self.sheets[sheet].write(edits)
            except (Unavailable, Faulty) as error:
                yield replace(failed("rows-unnamed", sheet, UNNAMED, str(error)), severity="note")
