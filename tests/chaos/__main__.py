"""`make chaos KILLS=1000 SEED=1`: print the figures, write chaos.json, and exit with 1 when anything was wrong."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.chaos import table
from tests.chaos.lanes import played
from tests.chaos.plan import trials
from tests.chaos.verdict import Verdict

LANES_PER_CORE = 8
"""A trial mostly waits."""

STEP = 20
"""Trials from one line of progress to the next."""


def arguments() -> argparse.Namespace:
    """The command line; exits with 2 on wrong use."""
    parser = argparse.ArgumentParser(prog="make chaos", description="Kill publishers at every step, and count.")
    parser.add_argument("--kills", type=int, default=100, help="how many publishers are killed")
    parser.add_argument("--seed", type=int, default=1, help="decides which trials are played, in which order")
    parser.add_argument("--lanes", type=int, default=LANES_PER_CORE * (os.cpu_count() or 1), help="trials side by side")
    parser.add_argument("--json", type=Path, default=Path("chaos.json"), help="where the figures go for machines")
    parser.add_argument("--docs", type=Path, help="a page that has a place for the figures")
    return parser.parse_args()


def main() -> int:
    """Play, and tell; the worlds of trials that went wrong are kept."""
    given, begun, verdicts = arguments(), time.monotonic(), list[Verdict]()
    folder = Path(tempfile.mkdtemp(prefix="chaos-"))
    for verdict in played(trials(given.seed), given.kills, given.lanes, folder):
        verdicts.append(verdict)
        if len(verdicts) % STEP == 0:
            kills, minutes = sum(len(each.kills) for each in verdicts), (time.monotonic() - begun) / 60
            sys.stderr.write(f"{minutes:5.1f} min  {len(verdicts)} trials  {kills} kills\n")
        if verdict.bad:
            sys.stderr.write(f"WRONG in {folder / f'{verdict.trial.number:05}'}: {verdict}\n")
    verdicts.sort(key=lambda each: each.trial.number)
    figures = table.page(verdicts, given.seed, (time.monotonic() - begun) / 60)
    table.keep(given.json, verdicts, given.seed)
    if given.docs:
        table.write_in(given.docs, figures)
    sys.stdout.write(f"\n{figures}")
    return any(verdict.bad for verdict in verdicts)


if __name__ == "__main__":
    sys.exit(main())
