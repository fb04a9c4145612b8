"""Every text that Kutsu publishes, as people approved it: kind by language by network."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace

import pytest
from twitter_text import parse_tweet

from kutsu.channels import adapters
from kutsu.channels.bluesky import record
from kutsu.core.content import localize
from kutsu.core.model import Digest, Stage, Status, Subject, Texts
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

KINDS = tomllib.loads((ROOT / "config/kinds.toml").read_text("utf-8"))
CASES = [(name, network) for name in WORDS for network in PARTS if name != "digest" or network == "email"]
"""Every kind on every network; a digest is mail."""

LATER: dict[str, Subject[Texts]] = {
    "session-changed": replace(samples.SESSION, status=Status.MOVED, note=samples.MOVED),
    "session-cancelled": replace(samples.SESSION, status=Status.CANCELLED),
    "pilot-results": replace(samples.PILOT, stage=Stage.ENDED, results=f"{samples.SITE}/tulokset/tulkkaussovellus"),
}
"""What kinds tell of that are for another stage or status than that of the samples."""

FITS: dict[str, Callable[[str], bool]] = {
    "x": lambda text: bool(parse_tweet(text).valid),
    "bluesky": record.fits,
    "mastodon": lambda text: len(text) <= 500,
}
"""Whether a network takes a text, by its own count (any Mastodon server, with its links in full); the others have more room."""


@pytest.mark.parametrize("language", samples.languages())
@pytest.mark.parametrize(("name", "network"), CASES)
def test_golden(name: str, language: str, network: str) -> None:
    """This text is to the byte the one that was approved."""
    kind, _, audience = name.partition(".")
    content = localize(LATER.get(kind) or samples.ABOUT[KINDS[kind]["subject"]], language)
    message = _message(kind, content, language, audience or "residents", network)
    for part, text in message.parts.items():
        suffix = "html" if part == "html" else "txt"
        assert_golden(f"{network}/{name}.{language}.{part}.{suffix}", text)
        assert message.link in text or part == "subject"


@pytest.mark.parametrize("network", PARTS)
@pytest.mark.parametrize("language", samples.languages())
@pytest.mark.parametrize("subject", ["round", "pilot"])
def test_a_correction_of_anything(subject: str, language: str, network: str) -> None:
    """What was said wrongly of a round or of a pilot is put right in words that fit it, on every network."""
    message = _message("correction", localize(samples.ABOUT[subject], language), language, "residents", network)
    assert_golden(
        f"{network}/correction-{subject}.{language}.txt",
        "\n\n".join(message.parts[part] for part in message.parts if part != "html"),
    )


def _message(kind: str, content: Subject[str], language: str, audience: str, network: str) -> Message:
    """A message as its network takes it."""

    def fits(message: Message) -> bool:
        return network not in FITS or FITS[network](message.parts["status"])

    page = "" if isinstance(content, Digest) else f"{content.id.lower()}/"
    link = f"{samples.SITE}/{language}/{page}"
    return RENDERER.message(kind, content, language, audience, network, PARTS[network], link, fits)
