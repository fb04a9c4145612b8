"""What a row lacks and what in it cannot be meant: missing columns per language, equal texts, numbers that contradict."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import combinations

from kutsu.core.cells.normal import folded
from kutsu.core.cells.reading import quoted
from kutsu.core.columns import SESSIONS, Read
from kutsu.core.messages import Remark, remark
from kutsu.core.model import Attendance, Registration
from kutsu.core.plan.row import Row

MOST_ALT = 1000
"""Characters of a text alternative that every network takes: X's limit is the lowest
(docs.x.com, `POST /2/media/metadata`: `alt_text.text`)."""

_WORD = re.compile(r"[^\W\d_]{3,}")


def check_texts(row: Row) -> None:
    """Tell where two languages have the same text: one of them was not translated.

    Names may be the same, and so may what has fewer than two real words ("HelloEspoo", "30 min").
    """
    for base in [column.key for column in row.schema.columns if column.texts and column.read in (Read.TEXT, Read.LONG)]:
        for (first, one), (second, other) in combinations(row.text(base).items(), 2):
            key = f"{base}.{second}"
            if folded(one) == folded(other) and len(_WORD.findall(one)) > 1 and key not in row.failed:
                code = "text-finnish" if (first, second) == ("fi", "sv") else "text-same"
                row.tell(key, Remark(code, {"column": row.header(f"{base}.{first}"), "seen": quoted(other)}))


def check_numbers(row: Row) -> None:
    """Tell where more pilots were chosen than proposed."""
    proposals, chosen = row.values.get("proposals"), row.values.get("chosen")
    if proposals is not None and chosen is not None and chosen > proposals:
        row.tell("chosen", remark("chosen-many", chosen=str(chosen), proposals=str(proposals)))


def check_picture(row: Row) -> None:
    """Tell what is wrong with the picture of a row, as far as its address was looked at, and which of its texts is too long."""
    address, pictures = row.values.get("image"), row.season.pictures
    if address is not None and pictures is not None:
        told = pictures.get(address, remark("picture-pending"))
        if told:
            row.tell("image", told)
    for language, text in row.text("image_alt").items():
        if len(text) > MOST_ALT:
            row.tell(f"image_alt.{language}", remark("alt-long", length=str(len(text)), most=str(MOST_ALT)))


def missing(row: Row) -> Mapping[str, tuple[str, ...]]:
    """The columns without which a language of this row is not complete; what is missing for all stands under each.

    A cell in error is not missing but wrong, and told as that; in an optional language it too keeps that language back.
    """
    common = [key for key in _needed(row) if row.values.get(key) in (None, ()) and key not in row.failed]
    return {language: (*_lacking(row, language), *common) for language in row.season.languages}


def _needed(row: Row) -> Iterator[str]:
    """The language-free columns that this row needs of its editors, in the order of the sheet; its id comes from Kutsu."""
    values = row.values
    on_site = values.get("attendance") in (Attendance.ON_SITE, Attendance.HYBRID)
    online = values.get("attendance") in (Attendance.ONLINE, Attendance.HYBRID)
    by_state = {
        "id": False,
        "venue": on_site,
        "online": online,
        "register": values.get("registration") == Registration.REQUIRED,
        "pilots": row.schema is SESSIONS and not values.get("round"),
        "end": row.schema is SESSIONS and "start" not in row.failed,
    }
    yield from (
        column.key for column in row.schema.columns if not column.texts and by_state.get(column.key, column.needed)
    )


def _lacking(row: Row, language: str) -> Iterator[str]:
    """The text columns of one language that are empty but needed, or wrong; then references without a text in it."""
    required = row.season.languages[language].required
    for key, base in row.text_columns(language):
        gap = not required if key in row.failed else key not in row.values and _wanted(row, base, language)
        if gap:
            yield key
    yield from (key for key, linked in row.links.items() if any(language not in text for text in linked))


def _wanted(row: Row, base: str, language: str) -> bool:
    """A text is wanted if its column is needed, if a picture has to be described, or if another required language has it."""
    if base == "image_alt":
        return "image" in row.values
    required = row.season.required
    also = language in required and any(f"{base}.{other}" in row.values for other in required)
    return row.schema.column(base).needed or also
