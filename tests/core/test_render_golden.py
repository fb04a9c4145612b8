"""Every text that Kutsu publishes, as people approved it: kind by language by network."""

from __future__ import annotations

import tomllib
from collections.abc import Callable

import pytest
from twitter_text import parse_tweet

from kutsu.channels import adapters
from kutsu.channels.bluesky import record
from kutsu.core.content import localize
from kutsu.core.publication import Message
from kutsu.core.render import Renderer
from tests import samples
from tests.channels.stages import channel
from tests.channels.worlds import clock
from tests.configs import ROOT
from tests.goldens import assert_golden

RENDERER = Renderer(samples.sources(), samples.CITY, samples.languages())
PARTS = {each.network: each.parts for each in (channel(name, "", clock()) for name in adapters())}
"""Every adapter's network, and the parts that it wants."""

WORDS = sorted(path.stem for path in (ROOT / "templates/words/en").glob("*.toml") if path.stem != "labels")
"""Every kind, and with a dot its variant for an audience."""

SUBJECTS = {
    kind: table["subject"] for kind, table in tomllib.loads((ROOT / "config/kinds.toml").read_text("utf-8")).items()
}

FITS: dict[str, Callable[[str], bool]] = {
    "x": lambda text: bool(parse_tweet(text).valid),
    "bluesky": record.fits,
    "mastodon": lambda text: len(text) <= 500,
}
"""Whether a network takes a text, by its own count (any Mastodon server, with its links in full); the others have more room."""


@pytest.mark.parametrize("network", PARTS)
@pytest.mark.parametrize("language", samples.languages())
@pytest.mark.parametrize("name", WORDS)
def test_golden(name: str, language: str, network: str) -> None:
    """This text is to the byte the one that was approved."""
    kind, _, audience = name.partition(".")
    content = localize(samples.SUBJECTS[SUBJECTS[kind]], language)
    link = f"{samples.SITE}/{language}/{content.id.lower()}/"

    def fits(message: Message) -> bool:
        return network not in FITS or FITS[network](message.parts["status"])

    message = RENDERER.message(kind, content, language, audience or "residents", network, PARTS[network], link, fits)
    for part, text in message.parts.items():
        suffix = "html" if part == "html" else "txt"
        assert_golden(f"{network}/{name}.{language}.{part}.{suffix}", text)
        assert link in text or part == "subject"
