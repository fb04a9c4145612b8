"""Every text that Kutsu publishes, as people approved it: kind by language by network."""

from __future__ import annotations

import pytest
from twitter_text import parse_tweet

from kutsu.core.content import localize
from kutsu.core.publication import Message
from kutsu.core.render import Renderer
from tests import samples
from tests.goldens import assert_golden

RENDERER = Renderer(samples.sources(), samples.CITY, samples.languages())
STATUS = ("status",)
PARTS = {"x": STATUS, "facebook": STATUS, "linkedin": STATUS, "mastodon": STATUS, "email": ("subject", "text", "html")}
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


def _fits(message: Message) -> bool:
    """Whether X takes the text, by its own weighted count."""
    return bool(parse_tweet(message.parts["status"]).valid)


def _short(message: Message) -> bool:
    """Whether any Mastodon server takes the text: 500 characters, with its link in full."""
    return len(message.parts["status"]) <= 500


FITS = {"x": _fits, "mastodon": _short}


@pytest.mark.parametrize("network", PARTS)
@pytest.mark.parametrize("language", samples.languages())
@pytest.mark.parametrize("name", KINDS)
def test_golden(name: str, language: str, network: str) -> None:
    """This text is to the byte the one that was approved."""
    kind, _, audience = name.partition(".")
    content = localize(samples.SUBJECTS[KINDS[name]], language)
    link = f"{samples.SITE}/{language}/{content.id.lower()}/"
    fits = FITS.get(network, lambda _: True)  # the others have room for far more
    message = RENDERER.message(kind, content, language, audience or "residents", network, PARTS[network], link, fits)
    for part, text in message.parts.items():
        suffix = "html" if part == "html" else "txt"
        assert_golden(f"{network}/{name}.{language}.{part}.{suffix}", text)
        assert link in text or part == "subject"
