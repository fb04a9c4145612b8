"""The bare loop beside a slot: the same clients send as many messages at one instant, without Prefect, ledger or plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from kutsu.core.publication import Claimed, Delivery, Receipt
from kutsu.publish import AT_ONCE, composed
from kutsu.settings import read_clock, read_settings
from kutsu.survey import Survey
from kutsu.wiring import Works, wire
from tests.bench.slot import Figures
from tests.system.house import House

AGAIN = " (2)"
"""What tells the bare loop's titles from those that went out at the slot: no network takes the same twice."""

AHEAD = dt.timedelta(seconds=1)
"""All threads wait for an instant by then."""


def figures(house: House) -> Figures:
    """Send once more, in other words, what has gone out in this house; seconds from their instant to the networks' own.

    All that residents cannot see is prepared before, as Kutsu does it before a slot.
    """
    settings = read_settings(house.config, house.state)
    works = wire(settings, read_clock(settings))
    requests = [_ready(works, each) for each in _messages(works)]
    instant = works.clock.now() + AHEAD

    def send(request: Callable[[], Receipt]) -> str:
        works.clock.sleep_until(instant)
        return request().remote_id

    with ThreadPoolExecutor(AT_ONCE) as pool:
        sent = {*pool.map(send, requests)}
    out = [each["published_at"] for each in house.published() if each["id"] in sent]
    assert len(out) == len(requests)
    return Figures.of([(dt.datetime.fromisoformat(each) - instant).total_seconds() for each in out])


def _messages(works: Works) -> Sequence[tuple[Delivery, Claimed]]:
    """What went out, under other titles and keys."""
    survey, keys = _retitled(works.surveyor.recollect()), {row.key for row in works.views.rows()}
    mine = [each for each in survey.deliveries if each.key in keys]
    for name in sorted({each.channel for each in mine}):
        assert not works.gate.channels[name].check()
    now = works.clock.now()
    return [(each, Claimed(f"{each.key}bare", works.gate.message(survey, each), now)) for each in mine]


def _retitled(survey: Survey) -> Survey:
    """The survey with a longer title of everything."""
    standings = {
        key: replace(each, content=replace(each.content, title=f"{each.content.title}{AGAIN}"))
        if each.content
        else each
        for key, each in survey.standings.items()
    }
    return replace(survey, standings=standings)


def _ready(works: Works, one: tuple[Delivery, Claimed]) -> Callable[[], Receipt]:
    """The one visible request, all before it done."""
    delivery, claimed = one
    channel = works.gate.channels[delivery.channel]
    return composed(channel, replace(claimed, marks=channel.prepare(claimed)))
