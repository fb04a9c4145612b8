"""Limits that were counted wrongly, or written down once and for all: each channel counts as its network does."""

from __future__ import annotations

import json

import pytest

from kutsu.core.errors import Refused
from tests.channels.stages import STAGES, Answer, channel, server
from tests.channels.worlds import LINK, claim, message
from tests.incidents.desk import Desk

BLUESKY = STAGES["bluesky"]
SHOWN_AS = 23
"""What X and Mastodon count for a link; Bluesky counts every letter of it."""


@pytest.mark.parametrize("characters", [300, 500, 5000])
def test_postiz_1083_mastodon_500_hard_coded(characters: int, desk: Desk) -> None:
    """500 characters were hard-coded; here each server's own number counts, as it tells it."""
    me = Answer(200, json.dumps({"id": "2001", "acct": "espoo_fi"}).encode())
    statuses = {"max_characters": characters, "characters_reserved_per_url": SHOWN_AS}
    limits = Answer(200, json.dumps({"configuration": {"statuses": statuses}}).encode())
    with server(me, limits) as (base, _):
        sender = channel("mastodon", base, desk.clock)
        assert sender.check() == []
    assert sender.fits(message("ä" * characters))
    assert not sender.fits(message("ä" * (characters + 1)))
    assert sender.fits(message("ä" * (characters - SHOWN_AS - 1) + " " + LINK + "/" + "b" * 200))


def test_mixpost_154_postiz_1356_bluesky_links_counted_short(desk: Desk) -> None:
    """Links were counted as 23 and posts refused for months; here each letter counts: what fits is taken, and one more by neither."""
    sender, link = desk.channels["bluesky"], LINK + "/" + "b" * 100
    text = f"{desk.words} {link} "
    fits = message(text + "ä" * (300 - len(text)))
    longer = message(fits.parts["status"] + "ä")
    assert len(longer.parts["status"]) - len(link) + SHOWN_AS < 300
    assert sender.fits(fits)
    assert not sender.fits(longer)
    ready = claim(fits, desk.world.now())
    assert sender.send(claim(fits, desk.world.now(), marks=sender.prepare(ready))).remote_id
    with pytest.raises(Refused):
        sender.send(claim(longer, desk.world.now(), marks={**BLUESKY.marks, "rkey": "3mkxyzabcd777"}))
    assert desk.out() == 1
