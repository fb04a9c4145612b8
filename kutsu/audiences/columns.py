"""The columns of a list: what they are called in the file and in a sheet, in the three languages of the staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kutsu.core.cells.normal import folded

NAMES: Mapping[str, tuple[str, ...]] = {
    "address": (
        "address",
        "email",
        "e-mail",
        "osoite",
        "sähköposti",
        "sähköpostiosoite",
        "adress",
        "e-post",
        "e-postadress",
    ),
    "language": ("language", "kieli", "språk"),
    "consent": ("consent", "suostumus", "samtycke"),
    "topics": ("topics", "themes", "aiheet", "teemat", "ämnen", "teman"),
    "group": ("group", "ryhmä", "grupp"),
}
"""Each column by the name that config and errors know it by."""

NEEDED = ("address", "language", "consent")
HEADER = f"{','.join(NEEDED)}, with topics and group where wanted"

_KEYS = {name: key for key, names in NAMES.items() for name in names}


def places(header: Sequence[str]) -> dict[str, int] | None:
    """Where each column stands (from 0); None for a header that lacks one, has one twice, or has one that no list has."""
    titles = [folded(title) for title in header]
    while titles and not titles[-1]:
        titles.pop()
    found = {_KEYS.get(title, ""): number for number, title in enumerate(titles)}
    whole = len(found) == len(titles) and "" not in found and all(key in found for key in NEEDED)
    return found if whole else None
