"""The samples in every language of config: their own texts, else those of `drafted.toml`, else those of the first language."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

from kutsu.core.config import Language
from kutsu.core.content import localize
from kutsu.core.model import Subject, Texts
from tests import samples

CONFIG = tomllib.loads((samples.ROOT / "config/city.toml").read_text("utf-8"))
LANGUAGES: dict[str, Language] = {**samples.languages(), **samples.drafts()}
"""Every language of config, the drafts last."""

CITY = dataclasses.replace(
    samples.CITY,
    name={**CONFIG["name"], **samples.CITY.name},
    themes={key: {**CONFIG["themes"].get(key, {}), **names} for key, names in samples.CITY.themes.items()},
    hashtags={**{key: tuple(tags) for key, tags in CONFIG["hashtags"].items()}, **samples.CITY.hashtags},
)
"""The city of the samples, with what config calls it in the other languages."""

FIRST = next(iter(LANGUAGES))
TABLES: Mapping[str, Mapping[str, Texts]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def spoken(subject: Subject[Texts], language: str) -> Subject[str]:
    """A sample in any language of config, with all its texts."""
    return localize(cast("Subject[Texts]", _with(subject, language, TABLES.get(language, {}))), language)


def _with(value: Any, language: str, table: Mapping[str, Texts]) -> Any:
    """Walk through dataclasses and tuples, and leave of every text the one in this language, or what stands for it."""
    if isinstance(value, tuple):
        return tuple(_with(each, language, table) for each in value)
    if not dataclasses.is_dataclass(value):
        return value
    own, made = table.get(getattr(value, "id", ""), {}), {}
    for field in dataclasses.fields(value):
        found = getattr(value, field.name)
        if isinstance(found, Mapping):
            text = found.get(language) or own.get(field.name) or found.get(FIRST)
            made[field.name] = {language: text} if text else {}
        else:
            made[field.name] = _with(found, language, table)
    return cast(Any, type(value))(**made)
