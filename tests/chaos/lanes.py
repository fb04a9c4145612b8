"""Play trials side by side, each in its own world, until enough publishers were killed."""

from __future__ import annotations

import multiprocessing
import pkgutil
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from pathlib import Path

from kutsu.channels import adapters
from kutsu.sandbox import networks
from tests.chaos.plan import Trial
from tests.chaos.town import build
from tests.chaos.trial import play
from tests.chaos.verdict import Verdict


def played(trials: Iterable[Trial], kills: int, lanes: int, folder: Path) -> Iterator[Verdict]:
    """The verdict of each trial as it ends, until so many kills are counted, or the trials are over.

    Each lane is a process with a single thread, from which the processes of its trials can be forked safely. All that they
    need is imported once, ahead of the lanes.
    """
    build(folder / "quarters")
    lane = multiprocessing.get_context("forkserver")
    played_networks = (module.name for module in pkgutil.iter_modules(networks.__path__, f"{networks.__name__}."))
    lane.set_forkserver_preload(
        ["tests.chaos.trial", *(f"kutsu.channels.{name}" for name in adapters()), *played_networks]
    )
    coming, under_way, killed = iter(trials), dict[Future[Verdict], Trial](), 0
    with ProcessPoolExecutor(lanes, mp_context=lane) as pool:
        while True:
            while killed < kills and len(under_way) < lanes and (trial := next(coming, None)):
                under_way[pool.submit(play, folder / "quarters", folder / f"{trial.number:05}", trial)] = trial
            if not under_way:
                return
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                verdict = _verdict(future, under_way.pop(future))
                killed += len(verdict.kills)
                yield verdict


def _verdict(future: Future[Verdict], trial: Trial) -> Verdict:
    """How a trial ended; one that broke off says nothing of Kutsu, and may not be passed over."""
    try:
        return future.result()
    except Exception as error:
        return Verdict(trial, (), 0, (f"the trial broke off: {error!r}",), (), (), 0, 0)
