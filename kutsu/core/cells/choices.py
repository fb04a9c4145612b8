"""One cell -> one of a closed set: a choice of a drop-down, languages, ids, a whole number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kutsu.core.cells.normal import digits, folded, plain, typed
from kutsu.core.cells.reading import Reading, quoted, seen, wrong
from kutsu.core.grid import Cell
from kutsu.core.messages import either
from kutsu.core.model import Texts

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_TABLE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_:.-]{0,63}")
_NUMBER = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+|[0-9]{1,9}")
_SEPARATOR = re.compile(r"\s*[,;\n]\s*")
_WORD_SEPARATOR = re.compile(r"\s*(?:[,;\n/+&]|\s(?:ja|och|and)\s)\s*")


def forms(names: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Every name as it is compared -> the key that it means; `names` has all names of each key."""
    return {folded(name): key for key, all_names in names.items() for name in all_names}


def choice(cell: Cell, words: Mapping[str, str], labels: Mapping[str, Texts]) -> Reading[str]:
    """The key of the choice whose key or label, in any staff language, stands in the cell; `words` are their `forms`."""
    key = words.get(folded(typed(cell)))
    if key is not None:
        return Reading(key)
    options = {ui: either([label.get(ui, name) for name, label in labels.items()])[ui] for ui in ("fi", "sv", "en")}
    return wrong("choice-unknown", seen=seen(cell), options=options)


def languages(cell: Cell, keys: Mapping[str, str]) -> Reading[tuple[str, ...]]:
    """The languages named in the cell ("suomi, ruotsi", "fi sv", "finska och svenska"), each once; `keys` by their `forms`."""
    text = folded(typed(cell))
    words = _WORD_SEPARATOR.split(text)
    if any(word not in keys for word in words):
        words = text.split() if all(word in keys for word in text.split()) else words
    unknown = [word for word in words if word not in keys]
    if unknown:
        return wrong("language-unknown", seen=quoted(unknown[0]))
    return Reading(tuple(dict.fromkeys(keys[word] for word in words)))


def identity(cell: Cell) -> Reading[str]:
    """The id of a round, pilot or session: letters A to Z, digits, hyphen, underscore; it stands in keys and addresses."""
    return _matching(_ID, cell)


def as_typed(cell: Cell) -> Reading[str]:
    """The id or the name of a row in a table, or the value of a setting: who asks for it decides."""
    return Reading(plain(digits(cell)))


def table_id(cell: Cell) -> Reading[str]:
    """The id of a row in a table, such as `tprek:15321`."""
    return _matching(_TABLE_ID, cell)


def identities(cell: Cell) -> Reading[tuple[str, ...]]:
    """Ids with commas or line breaks between them, each once, in upper case."""
    words = [word for word in _SEPARATOR.split(digits(cell).strip()) if plain(word)]
    found = [plain(word) for word in words]
    for word in found:
        if not _ID.fullmatch(word):
            return wrong("id-unreadable", seen=quoted(word))
    return Reading(tuple(dict.fromkeys(map(str.upper, found))))


def number(cell: Cell) -> Reading[int]:
    """A whole number from 0; thousands may stand apart ("6 500")."""
    text = plain(typed(cell))
    if (
        isinstance(cell.raw, float | int)
        and not isinstance(cell.raw, bool)
        and 0 <= cell.raw < 1e9
        and cell.raw == int(cell.raw)
    ):
        return Reading(int(cell.raw))
    if isinstance(cell.raw, str) and _NUMBER.fullmatch(text):
        return Reading(int(text.replace(" ", "")))
    return wrong("number-unreadable", seen=seen(cell))


def _matching(pattern: re.Pattern[str], cell: Cell) -> Reading[str]:
    """An id in its one form, upper case: who types it otherwise means the same thing, announced once."""
    text = plain(digits(cell))
    return Reading(text.upper()) if pattern.fullmatch(text) else wrong("id-unreadable", seen=quoted(text))
