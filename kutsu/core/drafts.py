"""Languages that are drafts: previews and a demo's site show them, so that readers can judge them; nothing that sends knows them.

The sheet has no columns for a draft language. What it tells of stands in `drafts/<language>.toml`: texts by the id of their row.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, cast, get_type_hints

from kutsu.core.config import DraftTexts, Language
from kutsu.core.content import digest
from kutsu.core.model import Approved, Subject, T, Texts


@dataclasses.dataclass(frozen=True)
class Drafts:
    """The draft languages, and the texts of each by the id of what they are about."""

    languages: Mapping[str, Language] = dataclasses.field(default_factory=dict)
    tables: Mapping[str, DraftTexts] = dataclasses.field(default_factory=dict)

    def contents(self, content: Subject[str]) -> Iterator[tuple[str, Subject[str]]]:
        """What the city's first language says, in each draft language that has every needed text of it, by that language.

        Days, times, links and numbers are those of `content`, and so are the names of what a draft has no word for. A text of
        which `content` has none, such as a note on a change that is over, is not told.
        """
        for key in self.languages:
            texts = self.tables[key].texts if key in self.tables else {}
            if needed(type(content)) <= texts.get(content.id, {}).keys():
                yield key, cast("Subject[str]", _drafted(content, texts, named=False))

    def approved(self, approved: Iterable[Approved], first: str) -> Iterator[Approved]:
        """What is approved in the city's `first` language, in the draft languages: nobody approved their texts, only its facts."""
        for one in approved:
            if one.language == first:
                for key, content in self.contents(one.content):
                    yield dataclasses.replace(one, language=key, content=content, digest=digest(content))


NO_DRAFTS = Drafts()


def needed(kind: type) -> set[str]:
    """The texts without which there is nothing to say, such as a title and what it is about; of a place, its name and address."""
    return {name for name, optional in _texts(kind).items() if not optional}


@cache
def _texts(kind: type) -> Mapping[str, bool]:
    """The fields of a class that hold a text, by its type parameter, and whether they may be empty."""
    hints = get_type_hints(kind)
    found = {field.name: hints[field.name] for field in dataclasses.fields(kind)}
    return {name: hint is not T for name, hint in found.items() if hint in (T, T | None)}


def _drafted(value: Any, texts: Mapping[str, Texts], *, named: bool) -> Any:
    """Walk through dataclasses and tuples: of each text the draft, else nothing, or where it is `named` what it needs as it was."""
    if isinstance(value, tuple):
        return tuple(_drafted(each, texts, named=named) for each in value)
    if not dataclasses.is_dataclass(value):
        return value
    kind: Any = type(value)
    own, held = texts.get(getattr(value, "id", ""), {}), _texts(kind)
    made = {}
    for field in dataclasses.fields(value):
        found = getattr(value, field.name)
        if field.name in held:
            kept = found if named and not held[field.name] else None
            made[field.name] = (own.get(field.name) or kept) if found else None
        else:
            made[field.name] = _drafted(found, texts, named=True)
    return kind(**made)
