"""Every text that Kutsu publishes or drafts, as people read it: kind by language by network, all found by themselves."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from twitter_text import parse_tweet

from kutsu.channels import adapters
from kutsu.channels.bluesky import record
from kutsu.core.errors import Faulty
from kutsu.core.model import Digest, Stage, Status, Subject, Texts
from kutsu.core.publication import JOINT, Message
from kutsu.core.render import Renderer, Saying
from tests import samples
from tests.channels.stages import channel
from tests.channels.worlds import clock
from tests.configs import ROOT
from tests.drafted import CITY, LANGUAGES, spoken
from tests.goldens import assert_golden, assert_no_others

RENDERER = Renderer(samples.sources(), CITY, LANGUAGES)
PARTS = {each.network: each.parts for each in (channel(name, "", clock()) for name in adapters())}
"""Every adapter's network, and the parts that it wants."""

KINDS = tomllib.loads((ROOT / "config/kinds.toml").read_text("utf-8"))
WORDS = sorted(
    (path.stem, path.parent.name) for path in (ROOT / "templates/words").rglob("*.toml") if path.stem != "labels"
)
"""Every kind, with a dot its variant for an audience, and a language that has words for it."""

CASES = [
    (name, language, network)
    for name, language in WORDS
    for network in PARTS
    if network == "email" or KINDS[name.partition(".")[0]]["subject"] != "digest"
]
"""Every kind in every language on every network; a digest is mail."""

REQUIRED = [key for key, language in LANGUAGES.items() if language.required]
TOGETHER = [(name, network) for name, language, network in CASES if language == REQUIRED[0]]
"""What goes together where a channel says the required languages in one message."""

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


@pytest.mark.parametrize(("name", "language", "network"), CASES)
def test_golden(name: str, language: str, network: str) -> None:
    """This text is to the byte the one that was approved; the link is in every part that residents act upon."""
    message = _message(name, [language], network)
    for part, text in message.parts.items():
        assert_golden(_file(name, language, network, part), text)
        assert message.link in text or part == "subject"


@pytest.mark.parametrize(("name", "network"), TOGETHER)
def test_golden_together(name: str, network: str) -> None:
    """So is the text that says the same in all required languages, or the sentence that says why it cannot."""
    try:
        parts = _message(name, REQUIRED, network).parts
    except Faulty as fault:
        parts = {"fault": str(fault)}
    for part, text in parts.items():
        assert_golden(_file(name, JOINT.join(REQUIRED), network, part), text)


@pytest.mark.parametrize("network", PARTS)
@pytest.mark.parametrize("language", [language for name, language in WORDS if name == "correction"])
@pytest.mark.parametrize("subject", ["round", "pilot"])
def test_a_correction_of_anything(subject: str, language: str, network: str) -> None:
    """What was said wrongly of a round or of a pilot is put right in words that fit it, on every network."""
    message = _message("correction", [language], network, samples.ABOUT[subject])
    assert_golden(
        f"{network}/correction-{subject}.{language}.txt",
        "\n\n".join(message.parts[part] for part in message.parts if part != "html"),
    )


def test_every_kind_and_every_network_has_some() -> None:
    """No kind of config and no adapter is without golden files, and no words file is of a kind that there is not."""
    assert {name.partition(".")[0] for name, _, _ in CASES} == KINDS.keys()
    assert {network for _, _, network in CASES} == PARTS.keys()


@pytest.mark.parametrize("network", PARTS)
def test_nothing_is_left_over(network: str) -> None:
    """Every golden file of a network is of a kind and a language that there are; `UPDATE_GOLDEN=1` takes the others away."""
    held = {f"{name}.{language}" for name, language, where in CASES if where == network}
    held |= {f"{name}.{JOINT.join(REQUIRED)}" for name, where in TOGETHER if where == network}
    held |= {f"correction-{subject}.{language}" for subject in ("round", "pilot") for _, language in WORDS}
    assert_no_others(network, held)


def _file(name: str, language: str, network: str, part: str) -> str:
    """Where the golden text of a part is."""
    return f"{network}/{name}.{language}.{part}.{'html' if part == 'html' else 'txt'}"


def _message(name: str, languages: Sequence[str], network: str, about: Subject[Texts] | None = None) -> Message:
    """A message in one language or several as its network takes it."""
    kind, _, audience = name.partition(".")
    subject = about or LATER.get(kind) or samples.ABOUT[KINDS[kind]["subject"]]

    def fits(message: Message) -> bool:
        return network not in FITS or FITS[network](message.parts["status"])

    page = "" if isinstance(subject, Digest) else f"{subject.id.lower()}/"
    said = [Saying(spoken(subject, each), each, f"{samples.SITE}/{each}/{page}") for each in languages]
    return RENDERER.together(kind, said, audience or "residents", network, PARTS[network], fits)
