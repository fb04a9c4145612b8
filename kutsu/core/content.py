"""A subject in one language: what a person's tick approves, what is rendered, and what the ledger keeps."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Mapping
from typing import Any, cast

from pydantic import TypeAdapter

from kutsu.core.model import Pilot, Round, Session, Subject, Texts, subject_type

_TYPES: dict[str, TypeAdapter[Any]] = {
    "round": TypeAdapter(Round[str]),
    "pilot": TypeAdapter(Pilot[str]),
    "session": TypeAdapter(Session[str]),
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


def load(text: str) -> Subject[str]:
    """The content that `dump` wrote."""
    name = text[2 : text.index('"', 2)]
    return cast("Subject[str]", _TYPES[name].validate_json(text[len(name) + 4 : -1]))


def digest(content: Subject[str]) -> str:
    """A short fingerprint of a content: two contents with one digest say the same."""
    return hashlib.sha256(dump(content).encode()).hexdigest()[:32]


def _in_language(value: Any, language: str) -> Any:
    """Walk through dataclasses and tuples and keep of each text the one in `language`."""
    if isinstance(value, Mapping):
        return value.get(language)
    if isinstance(value, tuple):
        return tuple(_in_language(part, language) for part in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: _in_language(getattr(value, f.name), language) for f in dataclasses.fields(value)}
        return dataclasses.replace(value, **fields)
    return value
