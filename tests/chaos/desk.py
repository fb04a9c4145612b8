"""A house that is kept up while parts of it are killed: what its ledger, its networks and its bell say meanwhile."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import requests
from sqlalchemy import select

from kutsu.clock import TickingClock
from kutsu.core.publication import State
from kutsu.ledger.database import Database
from kutsu.ledger.tables import shares
from kutsu.ledger.views import Row
from kutsu.settings import read_settings
from kutsu.wiring import Works, wire
from tests.bench.slot import NETWORKS, SLOT, arranged
from tests.campaign.world import ROOT
from tests.chaos.programs import commands, read
from tests.factories import ZONE
from tests.sinks import Sink, sink
from tests.system.house import House, eventually

TARGETS = {
    "flows": ("flows serve",),
    "server": ("prefect server",),
    "both": ("flows serve", "prefect server"),
    "runner": ("flows serve",),
    "run": ("prefect.engine", "multiprocessing.spawn"),
}
"""What is killed, by its command line; with the flows die their runs, which are of their process group."""

ALONE = ("runner", "run")
"""The runs of a runner live on; a run has nobody below it."""

LEAD = dt.timedelta(seconds=100)
"""From the start of the house to the slot."""

BELL = "duty"


@dataclass
class Desk:
    """The house on a clock that goes on; `rang` is what its bell told, and when."""

    house: House
    clock: TickingClock
    words: Path
    heard: Sink
    rang: list[tuple[dt.datetime, str]] = field(default_factory=list)
    _up: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def keep(self) -> None:
        """Start `kutsu up` unless it runs, and note what the bell told since."""
        for body in self.heard.bodies[len(self.rang) :]:
            self.rang.append((self.clock.now(), json.dumps(json.loads(body), ensure_ascii=False)))
        if not self._up or self._up[-1].poll() is not None:
            told = {**os.environ, f"KUTSU_BELL_{BELL.upper()}_ADDRESS": f"{self.heard.base}/bell"}
            with self.words.open("ab") as words:
                command = self.house.command("up", "--now", self.clock.now().isoformat())
                self._up.append(subprocess.Popen(command, cwd=ROOT, env=told, stdout=words, stderr=words))

    def pids(self, words: str) -> list[int]:
        """The processes of this house whose command line holds `words`."""
        mine = f"KUTSU_STATE={self.house.state}".encode()
        return [pid for pid, command in commands() if words in command and mine in read(pid, "environ").split(b"\0")]

    def kill(self, target: str) -> int:
        """Kill what is meant outright, with the processes that it started unless it dies alone; gives how many were there."""
        killed = 0
        for words in TARGETS[target]:
            for pid in self.pids(words):
                with suppress(ProcessLookupError):
                    group = target not in ALONE and os.getpgid(pid) == pid
                    os.killpg(pid, signal.SIGKILL) if group else os.kill(pid, signal.SIGKILL)
                    killed += 1
        return killed

    def hold(self, target: str, seconds: float) -> None:
        """Kill it again and again for so long, as something that cannot come up dies."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.keep()
            self.kill(target)
            time.sleep(0.5)

    def returns(self, target: str) -> dt.datetime:
        """Wait until all that was killed runs again; gives when that was. A run comes back as another one."""
        time.sleep(1)
        while target != "run" and not all(self.pids(words) for words in TARGETS[target]):
            self.keep()
            time.sleep(0.2)
        return self.clock.now()

    def slow(self, seconds: float) -> None:
        """Let every network take so long for each answer."""
        for network in NETWORKS:
            self.house.fail(network, "slow", seconds=seconds, method="*")

    def out(self) -> list[dict[str, str]]:
        """What residents can see; nothing while the world does not answer."""
        with suppress(requests.RequestException, KeyError):
            return self.house.published()
        return []

    def works(self) -> Works:
        """The works of the house, as another process sees them."""
        return wire(read_settings(self.house.config, self.house.state), self.clock)

    def rows(self) -> list[Row]:
        """The ledger's."""
        return self.works().views.rows()

    def begun(self) -> dict[str, dt.datetime]:
        """The deliveries of which a request is under way, with the instant at which it began."""
        chosen = select(shares.c.key, shares.c.begun_at).where(shares.c.state == State.CLAIMED)
        with Database(self.works().settings.places.ledger).read() as connection:
            return dict(connection.execute(chosen.where(shares.c.begun_at.is_not(None))).tuples().all())

    def started(self, since: dt.datetime) -> int:
        """How many flow runs began within a minute after this instant of the wall; a server that has just begun may not answer yet."""
        spell = {"after_": since.isoformat(), "before_": (since + dt.timedelta(minutes=1)).isoformat()}
        asked = {"flow_runs": {"start_time": spell}}
        return len(eventually(lambda: [self.house.prefect("flow_runs/filter", asked)])[0])

    def wait_until(self, instant: dt.datetime) -> None:
        """Wait, and keep the house up meanwhile."""
        while self.clock.now() < instant:
            self.keep()
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop it as Ctrl-C does."""
        if self._up and self._up[-1].poll() is None:
            self._up[-1].send_signal(signal.SIGINT)
            self._up[-1].wait(60)


@contextmanager
def opened(folder: Path, lead: dt.timedelta = LEAD) -> Iterator[Desk]:
    """A house with its slot of fifteen deliveries `lead` ahead, and a bell."""
    house = arranged(folder, 1)
    (house.config / "alarms.toml").write_text(f'[bells.{BELL}]\nkind = "webhook"\n', "utf-8")
    with sink() as heard:
        desk = Desk(house, TickingClock.starting(ZONE, SLOT - lead), folder / "words", heard)
        try:
            desk.keep()
            yield desk
        finally:
            desk.stop()
