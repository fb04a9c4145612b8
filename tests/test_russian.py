"""The Russian draft: it tells all that the demo tells in Finnish, on every network, and lets no value from the sheet decline."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import replace

import pytest

from kutsu.channels.bluesky import record
from kutsu.channels.x import wording
from kutsu.core.content import localize
from kutsu.core.model import Subject, Texts, subject_type
from kutsu.core.publication import Message
from kutsu.core.render import Renderer
from kutsu.core.words import read_words
from kutsu.settings import read_settings
from tests import samples

DEMO = samples.ROOT / "config/demo"
SETTINGS = read_settings(DEMO, samples.ROOT / "nowhere", {"KUTSU_SITE": samples.SITE, "KUTSU_SANDBOX": samples.SITE})
RENDERER = Renderer(samples.sources(), SETTINGS.city, {**SETTINGS.languages, **SETTINGS.drafts.languages})
TOLD = SETTINGS.drafts.tables["ru"].texts
UNFINISHED = {"PILOT-11", "INFO-13", "INFO-14"}
SIGNS = {"street", "district"}
"""What stands on signs, in Finnish and in Swedish alone."""

FITS: dict[str, Callable[[str], bool]] = {
    "x": wording.fits,
    "bluesky": record.fits,
    "mastodon": lambda text: len(text) <= 500,
}
"""Networks that count, each by its own way."""

SORTS = {"ROUND": "round", "PILOT": "pilot", "INFO": "session"}


def test_all_of_the_demo() -> None:
    """Each complete row, venue and contact has in Russian each text that it has in Finnish, save the names on street signs."""
    finnish = {
        name: {field for field, texts in row.items() if isinstance(texts, dict) and "fi" in texts} - SIGNS
        for path in (DEMO / "plan").rglob("*.toml")
        for name, row in tomllib.loads(path.read_text("utf-8")).items()
        if isinstance(row, dict) and name not in UNFINISHED
    }
    assert {name: set(texts) for name, texts in TOLD.items()} == finnish


@pytest.mark.parametrize("network", FITS)
@pytest.mark.parametrize("kind", [name for name, kind in SETTINGS.kinds.items() if kind.subject != "digest"])
def test_short_networks(kind: str, network: str) -> None:
    """Every row of the demo can be told in Russian where characters are counted: Cyrillic words are longer than English ones."""
    for name, texts in TOLD.items():
        sort = SORTS.get(name.partition("-")[0])
        if sort and SETTINGS.kinds[kind].subject in (sort, "any"):
            text = _message(kind, _content(sort, texts), network).parts["status"]
            assert re.search("[а-яё]", text)
            assert "  " not in text


def _content(sort: str, texts: Texts) -> Subject[str]:
    """A subject of the samples with these texts."""
    return replace(localize(samples.SUBJECTS[sort], "fi"), **texts)  # type: ignore[arg-type] # texts of any subject


def _message(kind: str, content: Subject[str], network: str) -> Message:
    """The message as its network takes it; raises `Faulty` where it is too long."""
    link = f"{samples.SITE}/ru/{subject_type(content)}-99/"
    fits = FITS[network]
    return RENDERER.message(
        kind, content, "ru", "residents", network, ("status",), link, lambda made: fits(made.parts["status"])
    )


def test_no_value_declines() -> None:
    """No Russian words go on after a value: a number or a title there would want its noun or itself in another case."""
    words, faults = read_words(samples.sources())
    texts = [text for path, each in words.items() if path.startswith("words/ru/") for _, text in each.templates(path)]
    assert faults == []
    assert len(texts) > 80
    assert [text for text in texts if re.search(r"\}\}\s*[а-яёА-ЯЁ]", text)] == []
