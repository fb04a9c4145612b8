"""Words and labels: every language says the same things out of the same facts."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator

import pytest
import regex
from jinja2 import Environment, nodes

from kutsu.core.voice import voices
from kutsu.core.words import Words, read_words
from tests import samples

SOURCES, LANGUAGES, DRAFTS = samples.sources(), samples.languages(), samples.drafts()
WORDS, FAULTS = read_words(SOURCES)
KINDS = tuple(tomllib.loads((samples.ROOT / "config/kinds.toml").read_text(encoding="utf-8")))
VOICES, LABEL_FAULTS = voices(SOURCES, samples.CITY, {**LANGUAGES, **DRAFTS})


def _by_file() -> dict[str, dict[str, Words]]:
    """The words of each file name, by language."""
    found: dict[str, dict[str, Words]] = defaultdict(dict)
    for path, words in WORDS.items():
        _, language, name = path.split("/")
        found[name][language] = words
    return found


def _variables(words: Words) -> set[str]:
    """Every variable that a file uses, with its attributes: `pilot.title`."""
    trees = (Environment().parse(text) for _, text in words.templates(""))
    return {name for tree in trees for name in _names(tree)}


def _names(node: nodes.Node) -> Iterator[str]:
    for found in node.find_all((nodes.Name, nodes.Getattr)):
        yield _dotted(found)


def _dotted(node: nodes.Node) -> str:
    return f"{_dotted(node.node)}.{node.attr}" if isinstance(node, nodes.Getattr) else str(getattr(node, "name", ""))


def test_every_file_reads() -> None:
    """No words or labels file of the project is broken, incomplete or has a key that nothing reads."""
    assert FAULTS + LABEL_FAULTS == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_words_in_every_language(kind: str) -> None:
    """Each kind of config/kinds.toml can be said in each language of config/languages.toml; in a draft it may be missing."""
    assert _by_file()[f"{kind}.toml"].keys() - DRAFTS.keys() == LANGUAGES.keys()


@pytest.mark.parametrize("name", sorted(_by_file()))
def test_languages_use_the_same_variables_and_facts(name: str) -> None:
    """No language of a file tells more or less than another."""
    found = _by_file()[name]
    assert found.keys() - DRAFTS.keys() == LANGUAGES.keys()
    first, *others = found.values()
    for other in others:
        assert _variables(other) == _variables(first)
        assert (other.facts, other.short, len(other.body)) == (first.facts, first.short, len(first.body))


def test_every_label_exists_in_every_language() -> None:
    """The languages have the same labels, and none is empty."""
    first, *others = VOICES.values()
    assert all(other.labels.keys() == first.labels.keys() for other in others)
    assert all(text.strip() for voice in VOICES.values() for text in voice.labels.values())


def test_every_fact_has_a_label() -> None:
    """A fact that a words file names is one that the labels know; a misspelt name would tell nothing."""
    told = {name for words in WORDS.values() for name in (*words.facts, *words.short)}
    assert {f"fact.{name}" for name in told} <= VOICES["fi"].labels.keys()


def test_every_label_is_used() -> None:
    """No label is left over from an earlier version."""
    choices = ("stage.", "goal.", "status.", "attendance.", "registration.", "language.", "fact.")
    notices = ("leave.of.", "leave.void", "leave.often", "leave.broken", "leave.odd")  # kutsu/web/pages.py
    files = (path for name in ("core", "mirrors") for path in (samples.ROOT / "kutsu" / name).glob("*.py"))
    code = "".join(path.read_text(encoding="utf-8") for path in files)
    used = set(re.findall(r'label\("([a-z._]+)"\)', code + "".join(SOURCES.values())))
    told, asked = (
        {name for name in each if not name.startswith(choices + notices)} for each in (VOICES["fi"].labels, used)
    )
    assert told == asked


def test_nothing_is_inflected() -> None:
    """No text adds an ending to a value or a beginning before it: "{{ title }}ssa" would be wrong for most titles."""
    labels = {f"{key} {name}": text for key, voice in VOICES.items() for name, text in voice.labels.items()}
    texts = labels | dict(name for path, words in WORDS.items() for name in words.templates(path))
    glued = re.compile(r"\}\}?(?:[^\W\d_]|[:’'-][^\W\d_])|[^\W\d_]\{\{?(?!%)")
    assert {where: text for where, text in texts.items() if glued.search(text)} == {}


def test_hashtags_read_aloud_well() -> None:
    """Tags are CamelCase words (where a script has capitals) without hyphen, and at most three (as screen readers need them)."""
    tables = tomllib.loads((samples.ROOT / "config/city.toml").read_text(encoding="utf-8"))["hashtags"]
    for tags in tables.values():
        assert len(tags) <= 3
        assert all(regex.fullmatch(r"#(?:(?:\p{Lu}\p{Ll}+)+|\p{Lo}+(?:_\p{Lo}+)*)", tag) for tag in tags)
