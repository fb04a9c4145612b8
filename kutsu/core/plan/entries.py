"""A row that was read and linked -> an entry of the plan, or the word why there is none."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from kutsu.core.columns import keys
from kutsu.core.messages import remark
from kutsu.core.model import Entry, Image, Pilot, Round, Session
from kutsu.core.plan.checks import missing
from kutsu.core.plan.references import fields_of
from kutsu.core.plan.row import Row

MODELS: Mapping[str, type[Round[Any] | Pilot[Any] | Session[Any]]] = {
    "round": Round,
    "pilots": Pilot,
    "sessions": Session,
}
DECORATIVE = frozenset({"koristekuva", "dekorativ", "dekorativ bild", "decorative"})
"""An alternative text that says that there is nothing to describe: it becomes the empty one."""


def entry(row: Row, links: Mapping[str, Any]) -> Entry | None:
    """The entry of a row whose references were resolved to `links`; None where too little is known to speak of it.

    An unticked row that is not complete is a draft: quiet, its gaps stand in the entry. A ticked one is told of all gaps.
    """
    gaps = missing(row)
    _tell_gaps(row, gaps)
    facts = {**fields_of(row, MODELS[row.schema.key]), **_image(row), **links}
    needed = {
        field.name for field in dataclasses.fields(MODELS[row.schema.key]) if field.default is dataclasses.MISSING
    }
    if "id" in row.failed or not needed <= facts.keys():
        if not row.failed and not needed - {"id"} <= facts.keys():
            row.tell("id", remark("draft", missing=row.named(_union(row, gaps, row.season.languages))))
        return None
    return Entry(
        subject=MODELS[row.schema.key](**facts),
        place=row.place,
        ticks=row.ticks - row.half,
        half=row.half,
        missing=gaps,
        held=bool(row.values.get("hold")),
        correct=bool(row.values.get("correct")),
        mail=bool(row.values.get("mail")),
        embargo=row.values.get("embargo"),
        faulty=row.held,
    )


def tell_unfinished(row: Row) -> None:
    """Tell a row of a table, which nobody ticks, what it lacks in the required languages."""
    first = row.schema.columns[0].key
    names = _union(row, missing(row), row.season.required)
    if names:
        row.tell(first, remark("row-incomplete", missing=row.named(names)))


def _tell_gaps(row: Row, gaps: Mapping[str, tuple[str, ...]]) -> None:
    """One error for all that is missing in the ticked languages, at the tick that it concerns first.

    At the tick of a required language it holds the row, at that of another only this language.
    """
    ticked = [
        language for language in row.season.languages if language in row.ticks and set(gaps[language]) - row.failed
    ]
    if ticked:
        first = next((language for language in ticked if language in row.season.required), ticked[0])
        names = [key for key in _union(row, gaps, ticked) if key not in row.failed]
        row.tell(f"approve.{first}", remark("incomplete", missing=row.named(names)))


def _union(row: Row, gaps: Mapping[str, tuple[str, ...]], languages: Iterable[str]) -> list[str]:
    """What is missing in any of these languages, in the order of the sheet."""
    found = {key for language in languages for key in gaps[language]}
    return [key for key, _, _ in keys(row.schema, row.season.languages) if key in found]


def _image(row: Row) -> dict[str, Image[Mapping[str, str]]]:
    address = row.values.get("image")
    if address is None:
        return {}
    alt = {language: "" if text.casefold() in DECORATIVE else text for language, text in row.text("image_alt").items()}
    return {"image": Image(address, alt or None, row.values.get("photographer"))}
