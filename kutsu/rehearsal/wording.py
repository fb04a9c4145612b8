"""The calendar's own words in the languages of staff."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WORDS: Mapping[str, Mapping[str, Any]] = {
    "fi": {
        "tag": "fi",
        "title": "Harjoitus: mitä sanottaisiin ja milloin",
        "sum": "{said} julkaisua, {edits} muokkausta.",
        "unreal": "Tämä on harjoitus. Mitään ei ole julkaistu, eikä taulukkoa ole muutettu.",
        "edits": "Mitä tehtiin",
        "told": "Kutsu huomautti",
        "said": "Julkaistaisiin",
        "when": "Aika ja aihe",
        "none": "ei mitään",
        "held": "Lopussa odottamassa",
        "lost": "ei mennyt läpi",
        "taken": "poistettu",
        "marks": {"moved": "Siirretty", "cancelled": "Peruttu", "corrected": "Oikaistu"},
    },
    "sv": {
        "tag": "sv",
        "title": "Repetition: vad som skulle sägas och när",
        "sum": "{said} publiceringar, {edits} redigeringar.",
        "unreal": "Det här är en repetition. Ingenting har publicerats, och arket har inte ändrats.",
        "edits": "Vad som gjordes",
        "told": "Kutsu påpekade",
        "said": "Skulle publiceras",
        "when": "Tid och ämne",
        "none": "ingenting",
        "held": "Väntar i slutet",
        "lost": "gick inte fram",
        "taken": "borttagen",
        "marks": {"moved": "Flyttat", "cancelled": "Inställt", "corrected": "Rättat"},
    },
    "en": {
        "tag": "en",
        "title": "Rehearsal: what would be said, and when",
        "sum": "{said} publications, {edits} edits.",
        "unreal": "This is a rehearsal. Nothing was published, and the sheet was not changed.",
        "edits": "What was done",
        "told": "Kutsu remarked",
        "said": "Would be published",
        "when": "Time and subject",
        "none": "nothing",
        "held": "Waiting at the end",
        "lost": "did not go out",
        "taken": "taken back",
        "marks": {"moved": "Moved", "cancelled": "Cancelled", "corrected": "Corrected"},
    },
}
