"""`python -m tests.chaos.slots --kills N --seed S`: flows, server or both are killed around a slot of a real house; then all is counted.

`kutsu up` starts again what died; where it ended with it, it is started again itself, on a clock that goes on.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import requests

from kutsu.clock import TickingClock
from kutsu.core.alarms import LATE
from kutsu.core.publication import State
from kutsu.ledger.views import Row
from kutsu.settings import read_settings
from kutsu.watch import EVERY
from kutsu.wiring import wire
from tests.bench.slot import PER_PILOT, SLOT, arranged
from tests.campaign.world import ROOT
from tests.chaos.programs import commands, read
from tests.factories import ZONE
from tests.system.house import House

TARGETS = {
    "flows": ("flows serve",),
    "server": ("prefect server",),
    "both": ("flows serve", "prefect server"),
    "runner": ("flows serve",),
}
"""What is killed, by its command line; with the flows die their runs, which are of their process group."""

ALONE = "runner"
"""Its runs live on."""

FROM, TO = -50, 20
"""Seconds from the slot within which a kill falls."""

LEAD = dt.timedelta(seconds=100)
"""From the start of the house to the slot."""

BACK = 60
"""Seconds from the return of what was killed in which all is out that nobody had claimed."""

PATIENCE = dt.timedelta(minutes=12)
"""How long after the slot everything may take to be settled: the lease, then the longest proof time."""

ENDS = (State.SENT, State.EXPIRED)


@dataclass
class Desk:
    """A house that is kept up; its words, the watch's among them, stand in `words`."""

    house: House
    clock: TickingClock
    words: Path
    starts: int = 0
    _up: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def keep(self) -> None:
        """Start `kutsu up` unless it runs, on the clock that goes on."""
        if not self._up or self._up[-1].poll() is not None:
            now = self.clock.now().isoformat()
            with self.words.open("ab") as words:
                command = self.house.command("up", "--now", now)
                self._up.append(subprocess.Popen(command, cwd=ROOT, stdout=words, stderr=words))
            self.starts += 1

    def pids(self, words: str) -> list[int]:
        """The companions of this house whose command line holds `words`."""
        mine = f"KUTSU_STATE={self.house.state}".encode()
        return [pid for pid, command in commands() if words in command and mine in read(pid, "environ").split(b"\0")]

    def kill(self, target: str) -> None:
        """Kill what is meant outright, with the processes that it started unless it dies alone."""
        for words in TARGETS[target]:
            for pid in self.pids(words):
                with suppress(ProcessLookupError):
                    group = target != ALONE and os.getpgid(pid) == pid
                    os.killpg(pid, signal.SIGKILL) if group else os.kill(pid, signal.SIGKILL)

    def out(self) -> list[dict[str, str]] | None:
        """What residents can see; None while the world does not answer."""
        with suppress(requests.RequestException, KeyError):
            return self.house.published()
        return None

    def rows(self) -> list[Row]:
        """The ledger's."""
        return wire(read_settings(self.house.config, self.house.state), self.clock).views.rows()

    def alarms(self) -> list[str]:
        """What the watch has rung."""
        return [line for line in self.words.read_text("utf-8", "replace").splitlines() if line.startswith("ALARM")]

    def wait_until(self, instant: dt.datetime) -> None:
        """Wait, and keep the house up meanwhile."""
        while self.clock.now() < instant:
            self.keep()
            time.sleep(0.2)

    def stop(self) -> None:
        """Stop it as Ctrl-C does."""
        if self._up and self._up[-1].poll() is None:
            self._up[-1].send_signal(signal.SIGINT)
            self._up[-1].wait(60)


@dataclass(frozen=True)
class Trial:
    """What was killed, and when, in seconds from the slot."""

    target: str
    at: float


@dataclass(frozen=True)
class Verdict:
    """What came of a trial: `claimed` when the kill came, `late` the seconds from the slot to the last that is out, `wrong` in words."""

    trial: Trial
    claimed: int
    returned: float
    late: float
    rang: int
    wrong: Sequence[str]

    def __str__(self) -> str:
        told = "; ".join(self.wrong) or "well"
        killed = f"{self.trial.target} killed {self.trial.at:+.0f} s, back {self.returned:+.0f} s"
        return f"{killed}, {self.claimed} claimed by then, last out {self.late:+.1f} s, {self.rang} alarms: {told}"


@contextmanager
def opened(folder: Path, lead: dt.timedelta = LEAD) -> Iterator[Desk]:
    """A house with its slot of fifteen deliveries `lead` ahead."""
    house = arranged(folder, 1)
    desk = Desk(house, TickingClock.starting(ZONE, SLOT - lead), folder / "words")
    try:
        desk.keep()
        yield desk
    finally:
        desk.stop()


def played(trial: Trial, folder: Path, lead: dt.timedelta = LEAD) -> Verdict:
    """Play one trial in a house of its own."""
    with opened(folder, lead) as desk:
        desk.wait_until(SLOT + dt.timedelta(seconds=trial.at))
        claimed = {row.key for row in desk.rows()}
        desk.kill(trial.target)
        returned = returns(desk, trial.target)
        ended = settled(desk)
        return judged(desk, trial, claimed, returned, ended=ended)


def returns(desk: Desk, target: str) -> dt.datetime:
    """Wait until all that was killed runs again; gives when that was."""
    time.sleep(1)
    while not all(desk.pids(words) for words in TARGETS[target]):
        desk.keep()
        time.sleep(0.2)
    return desk.clock.now()


def settled(desk: Desk) -> bool:
    """Wait until everything has come to its end; False when it did not."""
    while desk.clock.now() < SLOT + PATIENCE:
        desk.keep()
        rows = desk.rows()
        if len(rows) >= PER_PILOT and all(row.state in ENDS for row in rows):
            return True
        time.sleep(1)
    return False


def judged(desk: Desk, trial: Trial, claimed: set[str], returned: dt.datetime, *, ended: bool) -> Verdict:
    """Hold what residents see against the ledger and the clock."""
    out, rows = desk.out() or [], desk.rows()
    instants = {each["id"]: dt.datetime.fromisoformat(each["published_at"]) for each in out}
    at = {row.key: instants[row.remote_id] for row in rows if row.remote_id in instants}
    last = max(at.values(), default=SLOT)
    wrong = [] if ended else [f"{row.key} is still {row.state}" for row in rows if row.state not in ENDS]
    texts = Counter((each["network"], each["account"], each["text"]) for each in out)
    wrong += [f"out {times} times: {network} {account}" for (network, account, _), times in texts.items() if times > 1]
    wrong += [f"{PER_PILOT - len(rows)} were never claimed"] if len(rows) < PER_PILOT else []
    wrong += [f"{key} is early" for key, instant in at.items() if instant < SLOT]
    bound = max(returned, SLOT) + dt.timedelta(seconds=BACK)
    wrong += [
        f"{key} is out late: {instant:%H.%M.%S}"
        for key, instant in at.items()
        if instant > bound and key not in claimed
    ]
    wrong += _unrung(desk, at)
    late = (last - SLOT).total_seconds()
    return Verdict(trial, len(claimed), (returned - SLOT).total_seconds(), late, len(desk.alarms()), wrong)


def _unrung(desk: Desk, at: dict[str, dt.datetime]) -> Iterator[str]:
    """What was so late that the watch had to ring, and did not."""
    rung = "\n".join(desk.alarms())
    for key, instant in at.items():
        if instant - SLOT > LATE + EVERY and key not in rung:
            yield f"{key} was out {instant:%H.%M.%S}, and no alarm told of it"


def trials(kills: int, seed: int) -> Iterator[Trial]:
    """So many, by chance."""
    chance = random.Random(seed)
    for _ in range(kills):
        yield Trial(chance.choice(sorted(TARGETS)), round(chance.uniform(FROM, TO), 1))


def main() -> int:
    """Play them one after the other, a line each; exits with 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    given, wrong = parser.parse_args(), 0
    for trial in trials(given.kills, given.seed):
        with tempfile.TemporaryDirectory(prefix="kutsu-chaos-", ignore_cleanup_errors=True) as folder:
            verdict = played(trial, Path(folder))
        sys.stdout.write(f"{verdict}\n")
        sys.stdout.flush()
        wrong += bool(verdict.wrong)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
