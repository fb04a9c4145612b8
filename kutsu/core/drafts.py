"""Languages that are drafts: previews show them, so that readers can judge them, and nothing that sends knows them.

The sheet has no columns for a draft language. What it tells of stands in `drafts/<language>.toml`: texts by the id of their row.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any, cast

from kutsu.core.config import DraftTexts, Language
from kutsu.core.model import Subject, Texts

NEEDED = frozenset({"title", "name", "street", "district"})
"""What a place, a contact or another subject is named by: said in the first language where a draft has no word for it."""


@dataclasses.dataclass(frozen=True)
class Drafts:
    """The draft languages, and the texts of each by the id of what they are about."""

    languages: Mapping[str, Language] = dataclasses.field(default_factory=dict)
    tables: Mapping[str, DraftTexts] = dataclasses.field(default_factory=dict)

    def contents(self, subject: Subject[Texts], first: str) -> Iterator[tuple[str, Subject[str]]]:
        """The subject in each draft language that has a title for it, by that language."""
        for key in self.languages:
            texts = self.tables[key].texts if key in self.tables else {}
            if "title" in texts.get(subject.id, {}):
                yield key, cast("Subject[str]", _drafted(subject, texts, frozenset(), first))


NO_DRAFTS = Drafts()


def _drafted(value: Any, texts: Mapping[str, Texts], needed: frozenset[str], first: str) -> Any:
    """Walk through dataclasses and tuples: of each text the draft, or what is `needed` in the first language, or nothing."""
    if isinstance(value, tuple):
        return tuple(_drafted(each, texts, NEEDED, first) for each in value)
    if not dataclasses.is_dataclass(value):
        return value
    kind: Any = type(value)
    own, made = texts.get(getattr(value, "id", ""), {}), {}
    for field in dataclasses.fields(value):
        found = getattr(value, field.name)
        if isinstance(found, Mapping):
            made[field.name] = own.get(field.name) or (found.get(first) if field.name in needed else None)
        else:
            made[field.name] = _drafted(found, texts, NEEDED, first)
    return kind(**made)
