"""Easy Finnish (selkosuomi): what a machine can hold it to; whether it is good, its readers say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import samples

LONGEST = 15
"""Words in a sentence: more is hard to keep in mind (facts/domain.md, section 8, after Selkokeskus)."""

HARD = re.compile(r"\b(?:klo|esim|mm|ym|jne|ks|puh|krs|nro)\b\.?|\((?!\.ics\))|;|%(?![}])|\b\w+(?:essaan|essään)\b")
"""Abbreviations, brackets, semicolons and "-essaan": each asks more of a reader than another sentence would."""

WORDS = sorted((samples.TEMPLATES / "words/fi-simple").glob("*.toml"))
DEMO = samples.ROOT / "config/demo/drafts/fi-simple.toml"
PLACED = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")


def _texts(value: object) -> Iterator[str]:
    """Every text of a file, without the names of facts."""
    if isinstance(value, str):
        yield PLACED.sub("…", value)
    elif isinstance(value, list):
        yield from (text for each in value for text in _texts(each))
    elif isinstance(value, dict):
        yield from (text for key, each in value.items() if key not in ("facts", "short") for text in _texts(each))


def _long(text: str) -> list[str]:
    return [each for each in re.split(r"(?<=[.!?:])\s", text) if len(each.split()) > LONGEST]


@pytest.mark.parametrize("path", [*WORDS, DEMO], ids=lambda path: path.name)
def test_short_and_plain(path: Path) -> None:
    """No sentence is too long, and none has an abbreviation, brackets or a clause that hides its verb."""
    texts = list(_texts(tomllib.loads(path.read_text("utf-8"))))
    assert [text for text in texts if _long(text) or HARD.search(text)] == []


def test_it_has_all_that_finnish_has() -> None:
    """Every kind and every variant for an audience that Finnish has words for is there in easy Finnish."""
    finnish = {path.name for path in (samples.TEMPLATES / "words/fi").glob("*.toml")}
    assert {path.name for path in WORDS} == finnish
