"""Who reads a machine's words is told so, on every network and page, however little room there is."""

from __future__ import annotations

import dataclasses

import pytest

from kutsu.core.content import localize
from kutsu.core.errors import Faulty
from kutsu.core.model import Pilot
from kutsu.core.publication import Message
from kutsu.core.render import Renderer, Saying
from tests import samples

RENDERER = Renderer(samples.sources(), samples.CITY, samples.languages())
NOTICE = "Machine translation, checked by a person."
LINK = f"{samples.SITE}/en/pilot-01/"
PARTS = {"email": ("subject", "text", "html")} | dict.fromkeys(
    ("x", "facebook", "mastodon", "bluesky", "linkedin"), ("status",)
)


def pilot(translation: str | None) -> Pilot[str]:
    """The English pilot, by a machine or not."""
    made = dataclasses.replace(samples.PILOT, translation={"en": translation} if translation else None)
    content = localize(made, "en")
    assert isinstance(content, Pilot)
    return content


def message(network: str, translation: str | None, longest: int = 10**6) -> Message:
    """The pilot's message on a network that has this much room."""
    saying = [Saying(pilot(translation), "en", LINK)]
    return RENDERER.together(
        "testers-wanted",
        saying,
        "residents",
        network,
        PARTS[network],
        lambda each: sum(map(len, each.parts.values())) <= longest,
    )


@pytest.mark.parametrize("network", PARTS)
def test_the_notice_is_there_and_only_there(network: str) -> None:
    """A machine's text carries the notice once in every body; a person's text never does."""
    bodies = [text for part, text in message(network, "machine").parts.items() if part != "subject"]
    assert all(text.count(NOTICE) == 1 for text in bodies)
    assert not any(NOTICE in text for text in message(network, None).parts.values())


@pytest.mark.parametrize("network", ["x", "bluesky", "mastodon"])
def test_it_is_never_what_is_left_out(network: str) -> None:
    """In the shortest form too, the notice stays."""
    whole = len(message(network, "machine").parts["status"])
    shortest = next(found for room in range(40, whole, 5) if (found := fitting(network, room)) is not None)
    assert len(shortest.parts["status"]) < whole
    assert NOTICE in shortest.parts["status"]


def fitting(network: str, room: int) -> Message | None:
    """The message within this room, if there is one."""
    try:
        return message(network, "machine", room)
    except Faulty:
        return None


def test_with_other_languages_in_one_message() -> None:
    """In a message of several languages only the machine's has the notice, in its own language."""
    finnish = localize(dataclasses.replace(samples.PILOT, translation={"en": "machine"}), "fi")
    sayings = [Saying(finnish, "fi", LINK), Saying(pilot("machine"), "en", LINK)]
    made = RENDERER.together("testers-wanted", sayings, "residents", "facebook", ("status",), lambda _: True)
    assert made.parts["status"].count("Machine translation") == 1
    assert "Konekäännös" not in made.parts["status"]
