"""What is said: the words files of every language and kind, read and checked once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from kutsu.core.errors import Faulty

RESIDENTS = "residents"
"""The audience whose words are the plain ones; every other falls back to them."""


@dataclass(frozen=True)
class Words:
    """One words file: texts that are templates, and the names of the facts that are told.

    `facts` is all that is told where there is room; `short` the labelled short form (what, when, where, until when)
    for networks that count characters.
    """

    headline: str
    lead: str
    body: tuple[str, ...]
    action: str
    subject: str
    preheader: str
    facts: tuple[str, ...]
    short: tuple[str, ...]

    def templates(self, path: str) -> Iterator[tuple[str, str]]:
        """Every text under the name by which an error would point at it: `<path>#<key>`."""
        for key in TEXTS:
            yield f"{path}#{key}", getattr(self, key)
        for number, paragraph in enumerate(self.body, 1):
            yield f"{path}#body.{number}", paragraph


TEXTS = ("headline", "lead", "action", "subject", "preheader")
_KEYS = frozenset(field.name for field in fields(Words))


def read_words(sources: Mapping[str, str]) -> tuple[Mapping[str, Words], list[str]]:
    """Every words file by its path, and every fault of these files."""
    found: dict[str, Words] = {}
    faults: list[str] = []
    for path, text in sources.items():
        if path.startswith("words/") and path.endswith(".toml") and not path.endswith("/labels.toml"):
            try:
                found[path] = _parse(tomllib.loads(text))
            except (tomllib.TOMLDecodeError, ValueError) as error:
                faults.append(f"templates/{path}: {error}")
    return found, faults


def words_path(words: Mapping[str, Words], language: str, kind: str, audience: str) -> str:
    """The file that speaks of `kind` to `audience`; raises `Faulty` when the language has no words for the kind."""
    plain = f"words/{language}/{kind}.toml"
    special = f"words/{language}/{kind}.{audience}.toml"
    if audience != RESIDENTS and special in words:
        return special
    if plain not in words:
        raise Faulty([f"templates/{plain}: missing. There are no words for {kind} in {language}."])
    return plain


def _parse(table: Mapping[str, object]) -> Words:
    """One file; raises ValueError naming every key that is missing or unknown."""
    wrong = [f"{key} is missing" for key in sorted(_KEYS - table.keys())]
    wrong += [f"{key} is unknown" for key in sorted(table.keys() - _KEYS)]
    if wrong:
        raise ValueError("; ".join(wrong))
    texts = {key: str(table[key]) for key in TEXTS}
    body, facts, short = (tuple(map(str, _list(table, key))) for key in ("body", "facts", "short"))
    return Words(**texts, body=body, facts=facts, short=short)


def _list(table: Mapping[str, object], key: str) -> list[object]:
    value = table[key]
    if not isinstance(value, list):
        raise ValueError(f"{key} must be a list")  # noqa: TRY004 - all faults of a file are told as one kind of error
    return value
