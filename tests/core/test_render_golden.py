"""Every text that Kutsu publishes, as people approved it: kind by language by network."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from twitter_text import parse_tweet

from kutsu.channels.bluesky import record
from kutsu.core.content import localize
from kutsu.core.publication import Message
from kutsu.core.render import Renderer
from tests import samples
from tests.goldens import assert_golden

RENDERER = Renderer(samples.sources(), samples.CITY, samples.languages())
STATUS = ("status",)
PARTS = dict.fromkeys(("x", "facebook", "linkedin", "mastodon", "bluesky"), STATUS) | {
    "email": ("subject", "text", "html")
}
KINDS = {
    "pilots-selected": "round",
    "pilot-chosen": "pilot",
    "testers-wanted": "pilot",
    "testers-wanted.staff": "pilot",
    "testers-wanted.partners": "pilot",
    "session-invitation": "session",
    "session-reminder": "session",
    "pilot-started": "pilot",
}


FITS: dict[str, Callable[[str], bool]] = {
    "x": lambda text: bool(parse_tweet(text).valid),
    "bluesky": record.fits,
    "mastodon": lambda text: len(text) <= 500,
}
"""Whether a network takes a text, by its own count (any Mastodon server, with its links in full); the others have more room."""


@pytest.mark.parametrize("network", PARTS)
@pytest.mark.parametrize("language", samples.languages())
@pytest.mark.parametrize("name", KINDS)
def test_golden(name: str, language: str, network: str) -> None:
    """This text is to the byte the one that was approved."""
    kind, _, audience = name.partition(".")
    content = localize(samples.SUBJECTS[KINDS[name]], language)
    link = f"{samples.SITE}/{language}/{content.id.lower()}/"

    def fits(message: Message) -> bool:
        return network not in FITS or FITS[network](message.parts["status"])

    message = RENDERER.message(kind, content, language, audience or "residents", network, PARTS[network], link, fits)
    for part, text in message.parts.items():
        suffix = "html" if part == "html" else "txt"
        assert_golden(f"{network}/{name}.{language}.{part}.{suffix}", text)
        assert link in text or part == "subject"
