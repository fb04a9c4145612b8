"""Several languages in one message: which deliveries follow, what holds them, and that a changed layout says nothing again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kutsu.core.layout import legal, retold, said_as
from kutsu.core.model import Stage
from kutsu.core.publication import Delivery, State
from kutsu.core.schedule import deliveries, due, together
from tests.factories import NOW, approved, channel, delivery, entry, kind, pilot, rules

REQUIRED = ("fi", "sv")
CHOSEN = kind("pilot-chosen", "pilot", "announce", stages=(Stage.CHOSEN, Stage.RECRUITING))
PAGE = channel("facebook", "fi", "sv", "en", adapter="facebook", layout="together")
JOINT, EN = "PILOT-1/pilot-chosen/fi+sv/facebook/", "PILOT-1/pilot-chosen/en/facebook/"


def planned(ticks: str = "fi sv en", page: object = PAGE) -> dict[str, Delivery]:
    """What a pilot with these ticks leads to on one page."""
    found = deliveries(approved(entry(pilot(), ticks)), rules(CHOSEN, channels=(page,)), NOW)  # type: ignore[arg-type]  # a table
    return {each.key: each for each in found}


@pytest.mark.parametrize(
    ("languages", "layout", "said"),
    [
        (("fi", "sv", "en"), "separate", ["fi", "sv", "en"]),
        (("fi", "sv", "en"), "together", ["fi+sv", "en"]),
        (("en", "sv", "fi"), "together", ["sv+fi", "en"]),
        (("fi", "en"), "together", ["fi", "en"]),
    ],
)
def test_what_one_channel_says(languages: tuple[str, ...], layout: str, said: list[str]) -> None:
    """Together, the required languages are one message in the channel's own order, and each other one is its own."""
    table = replace(PAGE, languages=languages, layout=layout)  # type: ignore[arg-type]  # one of the two
    assert said_as(table, REQUIRED) == said


def test_one_delivery_carries_both() -> None:
    """One delivery is planned for both languages, its key names both, and English has its own."""
    assert {key: each.held_because for key, each in planned().items()} == {JOINT: None, EN: None}
    assert planned()[JOINT].languages == REQUIRED


def test_approved_only_if_every_language_is() -> None:
    """Without the Swedish tick the joint message waits, and says for which language; so does English with it."""
    found = planned("fi en")
    assert found[JOINT].held_because == "sv: waits for approval"
    assert found[EN].held_because == "goes together with sv: waits for approval"
    assert planned("en")[JOINT].held_because == "fi: waits for approval; sv: waits for approval"


def test_it_counts_as_required() -> None:
    """A joint delivery that cannot go holds the rest of its release, before and after it was claimed."""
    both, english = planned().values()
    both, english = sorted((both, english), key=lambda each: each.language, reverse=True)
    assert legal(both.language, REQUIRED)
    assert not legal(english.language, REQUIRED)
    assert together([both, english], {both.key: "too long"}, REQUIRED)[EN] == "goes together with fi+sv: too long"
    assert due([both, english], {both.key: State.REFUSED}, NOW, REQUIRED) == []


@pytest.mark.parametrize("state", [State.SENT, State.UNCONFIRMED, State.REFUSED, State.EXPIRED])
def test_a_changed_layout_says_nothing_again(state: State) -> None:
    """What was claimed in one layout is never claimed in another one, whichever way the city changes it."""
    fi = delivery("PILOT-1/pilot-chosen/fi/facebook/")
    joint = delivery(JOINT)
    assert due([joint], {fi.key: state}, NOW, REQUIRED) == []
    assert due([fi], {joint.key: state}, NOW, REQUIRED) == []
    assert retold([joint], {fi.key: state}) == {JOINT: f"said in another layout: {fi.key}"}


def test_a_layout_is_the_same_layout() -> None:
    """A delivery is not kept by itself, nor by another thing, channel, edition or language."""
    joint = delivery(JOINT)
    others = (
        "PILOT-2/pilot-chosen/fi/facebook/",
        "PILOT-1/pilot-started/fi/facebook/",
        "PILOT-1/pilot-chosen/fi/x-fi/",
    )
    states = dict.fromkeys((*others, EN, "PILOT-1/pilot-chosen/fi/facebook/again"), State.SENT)
    assert retold([joint], {**states, JOINT: State.UNAVAILABLE}) == retold([joint], states) == {}
