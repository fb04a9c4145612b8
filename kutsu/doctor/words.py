"""What texts and share cards need of this machine: dictionaries, and fonts for every language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from kutsu.core.checked import Checked, fault, note, ok
from kutsu.core.errors import Faulty
from kutsu.doctor import Check
from kutsu.doctor.patient import Patient
from kutsu.pictures.fonts import FAMILIES, runs
from kutsu.spelling import dictionaries, lacking


def checks(patient: Patient) -> Sequence[Check]:
    """Both."""
    return [("dictionaries", partial(_dictionaries, patient)), ("fonts", partial(_fonts, patient))]


def _dictionaries(patient: Patient) -> Iterator[Checked]:
    languages = patient.settings.languages
    found = dictionaries(languages)
    for told in lacking(languages, found):
        seen, _, do = told.partition(": ")
        yield note("dictionaries", seen, do.capitalize())
    if found:
        yield ok("dictionaries", f"there for {', '.join(sorted(found))}")


def _fonts(patient: Patient) -> Iterator[Checked]:
    gone = [family.name for family in FAMILIES if not Path(family.path).is_file()]
    if gone:
        yield fault(
            "fonts", f"the files of {', '.join(gone)} are missing", "Install Kutsu again from requirements.lock."
        )
        return
    for key, language in patient.settings.languages.items():
        try:
            runs(patient.settings.city.name.get(key, language.name))
        except Faulty as fontless:
            yield fault(
                "fonts", f"{key}: {fontless}", "Add a font to kutsu/pictures/fonts.py, or give every row a picture."
            )
    yield ok("fonts", f"{len(FAMILIES)} families for share cards")
