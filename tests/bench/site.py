"""The site of a large city: how long it takes as a whole, and when one session changes; without share cards.

`python -m tests.bench.site [PILOTS] [SESSIONS]` shows a plan in six languages. Every step is a process of its own that knows what is
approved, as a pull does by then; all else is measured, from the first fingerprint to the switch.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from kutsu.core.content import digest
from kutsu.core.model import Approved
from kutsu.mirrors.site import Site
from kutsu.tuning import OLDER, YOUNG
from tests.bench.city import NOW, approved, renderer
from tests.bench.pull import memory
from tests.campaign.world import ROOT
from tests.fakes import HandClock

PILOTS, SESSIONS = 500, 2500
STEPS: dict[str, dict[str, Any]] = {
    "the whole site": {},
    "nothing": {},
    "a session moved": {"start": NOW.time().replace(hour=8)},
    "a session renamed in one language": {"title": "Uusi otsikko"},
    "the same again": {"title": "Uusi otsikko"},
}
"""What has changed before each step: the facts of one session."""


def figures(pilots: int = PILOTS, sessions: int = SESSIONS) -> Iterator[dict[str, Any]]:
    """The steps one after the other, on a new folder."""
    with tempfile.TemporaryDirectory(prefix="kutsu-bench-") as folder:
        for step in STEPS:
            words = [sys.executable, "-m", "tests.bench.site", folder, step, str(pilots), str(sessions)]
            ran = subprocess.run(
                words, env=os.environ | {"PYTHONPATH": str(ROOT)}, cwd=ROOT, stdout=subprocess.PIPE, check=True
            )
            size = {"step": step, "pilots": pilots, "sessions": sessions}
            yield {**size, **json.loads(ran.stdout), "load": round(os.getloadavg()[0], 2)}


def line(told: Mapping[str, Any]) -> str:
    """The figures of one step, as they are printed."""
    cost = f"{told['seconds']} s (processor {told['processor']}), {told['memory']} MB, load {told['load']}"
    return f"site {told['pilots']}/{told['sessions']} {told['step']}: {told['files']} files, {cost}"


def _step(folder: Path, step: str, pilots: int, sessions: int) -> dict[str, Any]:
    """Bring the site up to date once, after this change."""
    gc.set_threshold(YOUNG, OLDER)
    plan, templates = list(_changed(approved(pilots, sessions), step)), renderer()
    begun, busy = time.perf_counter(), time.process_time()
    files = Site(folder / "site", templates, HandClock(NOW)).show(plan)
    seconds, processor = time.perf_counter() - begun, time.process_time() - busy
    return {"files": files, "seconds": round(seconds, 2), "processor": round(processor, 2), "memory": memory()}


def _changed(plan: list[Approved], step: str) -> Iterator[Approved]:
    """The plan with the facts of one session as they are by this step; a title is that of one language."""
    facts = {name: value for each in list(STEPS)[: list(STEPS).index(step) + 1] for name, value in STEPS[each].items()}
    session = next(one.content.id for one in plan if one.content.id.startswith("INFO"))
    for one in plan:
        if one.content.id == session:
            its = facts if one.language == "fi" else {name: value for name, value in facts.items() if name != "title"}
            content = replace(one.content, **its)
            yield replace(one, content=content, digest=digest(content))
        else:
            yield one


if __name__ == "__main__":
    if len(sys.argv) == 5:
        sys.stdout.write(json.dumps(_step(Path(sys.argv[1]), sys.argv[2], *map(int, sys.argv[3:]))))
    else:
        for each in figures(*map(int, sys.argv[1:])):
            sys.stdout.write(f"{line(each)}\n")
            sys.stdout.flush()
