"""`python -m tests.bench.pull CONFIG STATE`: one pull as the pull flow has it, in a process of its own; its figures as JSON on stdout."""

from __future__ import annotations

import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

BEGUN = time.perf_counter()
"""Seconds on some clock when this process had Python and nothing else."""

FOLLOWERS = {
    "Namer": "ids",
    "Adviser": "advice",
    "Answerer": "answer",
    "Previews": "previews",
    "PreviewMail": "mail",
    "Site": "cards",
}
"""Who follows a pull, by the part that they are."""


class Stopwatch:
    """How long each part of a pull takes on the wall, all its calls together; a part within another counts in both.

    Of the last call of each part it knows when it `ended`, and how long this process had been `busy` by then.
    """

    def __init__(self) -> None:
        """Nothing is measured yet."""
        self.seconds: dict[str, float] = defaultdict(float)
        self.ended: dict[str, float] = {}
        self.busy: dict[str, float] = {}

    def watch(self, owner: Any, name: str, part: str) -> None:
        """Measure every call of `owner.name` as this part, to its last item where it gives its answer piece by piece."""
        call: Callable[..., Any] = getattr(owner, name)

        def measured(*given: Any, **named: Any) -> Any:
            begun = time.perf_counter()
            try:
                answer = call(*given, **named)
                return list(answer) if isinstance(answer, Iterator) else answer
            finally:
                self.ended[part], self.busy[part] = time.perf_counter(), time.process_time()
                self.seconds[part] += self.ended[part] - begun

        setattr(owner, name, measured)


def figures(config: Path, state: Path) -> dict[str, Any]:
    """Pull once, and tell seconds by part, the processor's seconds, and the most memory in megabytes."""
    from kutsu.settings import read_clock, read_settings
    from kutsu.wiring import wire

    settings = read_settings(config, state, os.environ)
    works, watch = wire(settings, read_clock(settings)), Stopwatch()
    _watch(watch, works)
    started, busy = time.perf_counter(), time.process_time()
    if works.rests.taken():
        return _resting(started, busy)
    before = works.rests.sign()
    survey, changed = works.surveyor.pull(trusting=True)
    ended = time.perf_counter()
    works.rests.grant(before, survey, changed)
    return {
        "start": round(started - BEGUN, 2),
        "answer": round(watch.ended["answer"] - started, 2),
        "answer_processor": round(watch.busy["answer"] - busy, 2),
        "pull": round(ended - started, 2),
        "processor": round(time.process_time() - busy, 2),
        "parts": {part: round(seconds, 2) for part, seconds in watch.seconds.items()},
        "memory": memory(),
        "rows": len(survey.plan.entries),
        "faults": len(survey.plan.faults),
        "deliveries": len(survey.deliveries),
        "files": changed,
        "answered": survey.answered,
    }


def _resting(started: float, busy: float) -> dict[str, Any]:
    """The figures of a pull at rest."""
    seconds, processor = round(time.perf_counter() - started, 2), round(time.process_time() - busy, 2)
    took = {"answer": seconds, "answer_processor": processor, "pull": seconds, "processor": processor}
    start, parts = round(started - BEGUN, 2), {"rest": seconds}
    return {"start": start, **took, "parts": parts, "memory": memory(), "answered": 0}


def memory() -> int:
    """The most memory that this process has had, in megabytes; `ru_maxrss` begins with that of its parent."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


def _watch(watch: Stopwatch, works: Any) -> None:
    """Measure the parts of a pull."""
    from kutsu import readings, survey
    from kutsu.ledger.memory import Memories

    for sheet in works.sheets.values():
        for name in ("stamp", "read", "write"):
            watch.watch(type(sheet), name, name)
    watch.watch(readings, "read_plan", "plan")
    watch.watch(survey, "standings", "standings")
    watch.watch(survey, "deliveries", "deliveries")
    for name in ("recall", "approved", "snapshot", "said", "subjects"):
        watch.watch(Memories, name, "recall")
    for name in ("remember", "keep"):
        watch.watch(Memories, name, "remember")
    for mirror in works.surveyor.mirrors:
        watch.watch(type(mirror), "show", "site")
    surveyor = works.surveyor
    for follower in (*surveyor.advisers, surveyor.answer, *surveyor.followers):
        watch.watch(type(follower), "__call__", FOLLOWERS[type(follower).__name__])


if __name__ == "__main__":
    sys.stdout.write(json.dumps(figures(*map(Path, sys.argv[1:]))) + "\n")
