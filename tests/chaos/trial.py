"""Play one trial to its end."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Mapping
from pathlib import Path

from kutsu.core.errors import Refused
from tests.channels.stages import STAGES
from tests.chaos.kills import kill
from tests.chaos.plan import LISTS, Trial
from tests.chaos.town import Town, town
from tests.chaos.verdict import TOGETHER, Verdict, judge, pending

RUNS = 8
"""Publishers that are run after the last kill, at most, until all is settled; each stays for 15 minutes of the city's."""

ENDS = 300.0
"""Seconds of the wall in which a publisher has ended by itself, on however busy a machine."""

SOON = 0.2
"""Seconds of the wall between two of them."""


CHECKS = 4
"""Readings that a dead token leaves alone, so that the first publisher gets as far as sending."""


def play(quarters: Path, folder: Path, trial: Trial) -> Verdict:
    """Play a trial in a new folder, which is kept only when something is wrong."""
    with town(quarters, trial.adapter, folder) as here:
        for rule in rules(trial):
            here.control("POST", "faults", **rule)
        since, chance = here.clock.now(), random.Random(trial.seed)
        kills = [hit for phase in trial.phases if (hit := kill(here, phase, chance))]
        settle(here)
        works, published = here.works(), here.control("GET", "published")
        verdict = judge(trial, kills, works.views.rows(), published, works.publisher.channels, since)
    if not verdict.bad:
        shutil.rmtree(folder)
    return verdict


def rules(trial: Trial) -> list[Mapping[str, str | int]]:
    """The rules of a trial's fault, as the sandbox takes them."""
    stage = STAGES[trial.adapter]
    acts: dict[str, str | int] = {"network": stage.network, "path": stage.acts, "method": "POST", "times": trial.times}
    match trial.fault:
        case "none":
            return []
        case "stale":
            lists = {"network": stage.network, "path": LISTS[trial.adapter], "method": "GET", "fault": "stale"}
            return [acts | {"fault": "lost"}, lists]
        case "401":
            return [acts | {"fault": "401"}, {**acts, "path": "*", "method": "GET", "after": CHECKS, "fault": "401"}]
        case "refused" if stage.says_no is Refused:
            del acts["times"]  # a definite no stays one
    return [acts | {"fault": trial.fault}]


def settle(here: Town) -> None:
    """Run publishers until nothing is pending any more, or for long enough."""
    for _ in range(RUNS):
        run(here)
        rows = here.works().views.rows()
        if len(rows) == TOGETHER and not pending(rows):
            return
        time.sleep(SOON)


def run(here: Town) -> None:
    """Run a publisher to its end; raises RuntimeError when it does not come to one."""
    publisher = here.publisher()
    publisher.join(ENDS)
    if publisher.is_alive():
        publisher.kill()
        raise RuntimeError(f"a publisher of 15 minutes had not ended after {ENDS:.0f} s of the wall")
