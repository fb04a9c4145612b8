"""Text alternatives that were lost on the way, and more pictures than a network takes."""

from __future__ import annotations

import pytest

from kutsu.core.publication import State
from tests.channels.stages import STAGES
from tests.incidents.desk import Desk

UPLOADS = {name: stage.uploads for name, stage in STAGES.items() if stage.uploads}
OF_FOUR = ("x", "mastodon", "bluesky")
"""Networks that take four pictures."""


@pytest.mark.parametrize("adapter", UPLOADS)
def test_postiz_695_653_1105_alt_text_lost(adapter: str, desk: Desk) -> None:
    """Pictures went out without their alt texts; here each is out with its own, to the letter."""
    desk.alts = ("Kaksi ihmistä & tulkki tiskillä", "Bussi 'P-1' Otaniemessä 🚌")
    assert desk.run(adapter).state is State.SENT
    (shown,) = desk.sandbox.out(desk.words)
    assert tuple(picture["alt"] for picture in shown["pictures"]) == desk.alts


@pytest.mark.parametrize("adapter", UPLOADS)
def test_postiz_695_653_1105_never_without_it(adapter: str, desk: Desk) -> None:
    """Where the last step of an upload fails, nothing goes out; once it works, the picture is out with its alt text, once."""
    desk.alts = ("Kaksi ihmistä tiskillä",)
    with desk.sandbox.rule(adapter, UPLOADS[adapter][-1], "500-before"):
        assert desk.run(adapter).state is State.UNAVAILABLE
    assert desk.out() == 0
    desk.clock.move(minutes=6)
    assert desk.run(adapter).state is State.SENT
    (shown,) = desk.sandbox.out(desk.words)
    assert [picture["alt"] for picture in shown["pictures"]] == list(desk.alts)


@pytest.mark.parametrize("adapter", OF_FOUR)
def test_postiz_695_653_1105_five_pictures_for_four(adapter: str, desk: Desk) -> None:
    """Five pictures were sent to a network of four; here they are refused before one of them is uploaded."""
    desk.alts = tuple(f"Kuva {number}" for number in range(5))
    with desk.sandbox.rule(adapter, UPLOADS[adapter][0], after=10**6):
        row = desk.run(adapter)
        assert desk.sandbox.seen() == 0
    assert row.state is State.REFUSED
    assert "4" in (row.reason or "")
    assert desk.out() == 0
