"""A subject in one language: what a person's tick approves, what is rendered, and what the ledger keeps."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, cast

from pydantic import TypeAdapter

from kutsu.core.model import Digest, Pilot, Round, Session, Subject, Texts, subject_type

_TYPES: dict[str, TypeAdapter[Any]] = {
    "round": TypeAdapter(Round[str]),
    "pilot": TypeAdapter(Pilot[str]),
    "session": TypeAdapter(Session[str]),
    "digest": TypeAdapter(Digest[str]),
}


def localize(subject: Subject[Texts], language: str) -> Subject[str]:
    """The subject with every text, its venue's and contact's too, in `language` alone; a text that is lacking is None."""
    return cast("Subject[str]", _in_language(subject, language))


def dump(content: Subject[str]) -> str:
    """JSON of a content, the same bytes for the same facts; fields at their defaults are left out.

    A field that a later version adds therefore un-approves nothing that was approved before.
    """
    name = subject_type(content)
    facts = _TYPES[name].dump_json(content, exclude_defaults=True).decode()
    return f'{{"{name}":{facts}}}'


@lru_cache(10_000)
def load(text: str) -> Subject[str]:
    """The content that `dump` wrote; the same one for the same text, since a look asks for it several times."""
    name = text[2 : text.index('"', 2)]
    return cast("Subject[str]", _TYPES[name].validate_json(text[len(name) + 4 : -1]))


def digest(content: Subject[str]) -> str:
    """A short fingerprint of a content: two contents with one digest say the same."""
    return hashlib.sha256(dump(content).encode()).hexdigest()[:32]


def _in_language(value: Any, language: str) -> Any:
    """Walk through dataclasses and tuples and keep of each text the one in `language`."""
    made: Any = type(value)
    if names := _fields(made):
        return made(**{name: _in_language(getattr(value, name), language) for name in names})
    if made is tuple:
        return tuple(_in_language(part, language) for part in value)
    return value.get(language) if _holds_texts(made) else value


@cache
def _fields(made: type) -> tuple[str, ...]:
    """The fields of a dataclass by name; none of any other class. Asked for every value of every row."""
    return tuple(field.name for field in dataclasses.fields(made)) if dataclasses.is_dataclass(made) else ()


@cache
def _holds_texts(made: type) -> bool:
    """Whether values of this class are texts by language."""
    return issubclass(made, Mapping)
