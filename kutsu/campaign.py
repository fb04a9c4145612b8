"""One round of publishing without Prefect: settle what is in doubt, claim and send what is due, until nothing is left to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from kutsu.core.publication import Delivery, State
from kutsu.missing import sound
from kutsu.publish import AT_ONCE, by_release
from kutsu.wiring import Works

STAY = dt.timedelta(minutes=4)
"""How long a publisher stays with its own doubts, so that no process is started for each of the first readings.

Networks lag by seconds, then minutes: the third reading, at three minutes, is within it, and what a second try leaves in
doubt is read twice. It is over before the pull of five minutes later, and short enough that a stop seldom cuts it off.
"""


def publish_due(works: Works, patience: dt.timedelta) -> Mapping[str, str]:
    """Publish all that is due; gives, by key, why the rest of it was held.

    Stays for `patience` (of the works' clock) at the most to settle doubt and to try again what was unavailable. Where one
    required language was refused and another is out, the short form goes at once.
    """
    until = works.clock.now() + patience
    while True:
        survey, _ = works.surveyor.pull()
        works.reconciler.run(survey.deliveries)
        works.recaller.run(survey)
        ready = works.gate.ready(survey, survey.now)
        mine = works.publisher.claim(ready.works)
        send(works, mine)
        works.recaller.run(survey)
        if works.gate.to_shorten() & {each.key for each in mine}:
            continue
        again = works.views.next(works.clock.now())
        if again is None or again > until:
            sound(works.views, works.rules.required, works.clock.now())
            return ready.held
        works.clock.sleep_until(again)


def follow(works: Works, planned: Sequence[Delivery], mine: Sequence[Delivery], until: dt.datetime) -> int:
    """Stay with what was just sent: look it up when that is due, try again what is surely not out, and nothing else's sends.

    `planned` is what the plan wanted at the sends. Leaves, without waiting, when nothing of it is to be done by `until`;
    gives how often it woke.
    """
    keys, woken = {each.key for each in mine}, 0
    while (again := works.views.next(works.clock.now(), keys)) and again <= until:
        works.clock.sleep_until(again)
        works.reconciler.run(planned)
        try_again(works, keys)
        woken += 1
    return woken


def try_again(works: Works, keys: Collection[str]) -> None:
    """Send once more, under their keys, those of `keys` that are surely not out and may go: due, approved, not paused."""
    states = works.views.states(works.clock.now())
    if any(states.get(key) is State.PLANNED for key in keys):
        survey, _ = works.surveyor.pull(whole=False)
        ready = works.gate.ready(survey, survey.now)
        send(works, works.publisher.claim([work for work in ready.works if work.delivery.key in keys]))


def send(works: Works, mine: Sequence[Delivery]) -> None:
    """Prepare and send claimed deliveries, all releases at once."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda release: _send(works, release), by_release(mine)))


def _send(works: Works, release: Sequence[Delivery]) -> None:
    """Prepare and send one release, all its deliveries at once."""
    required, publisher = works.rules.required, works.publisher
    with ThreadPoolExecutor(AT_ONCE) as pool:
        ready = publisher.ready(release, required)
        list(pool.map(lambda delivery: publisher.send(delivery, delivery.begins, required), ready))
