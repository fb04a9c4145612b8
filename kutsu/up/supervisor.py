"""The supervisor: starts again what ended or no longer answers, says so in a line each, and keeps how it stands for the watch."""

from __future__ import annotations

import datetime as dt
import json
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from kutsu.companions.member import Member
from kutsu.core.comeback import Comeback

TICK_SECONDS = 0.5

STEADY = dt.timedelta(seconds=5)
"""Who has no address has come up when it has lived for so long."""

PATIENCE = dt.timedelta(seconds=90)
"""How long a companion that was started again may take until it answers, on a busy machine."""

SILENT = dt.timedelta(minutes=1)
"""Who has not answered for so long is hung."""

RUNNING, STARTING, WAITING = "running", "starting", "waiting"


class Household(Protocol):
    """What the supervisor needs of the companions."""

    members: dict[str, Member]

    def again(self, member: Member) -> None:
        """Start a member again that has ended."""

    def kill(self, name: str) -> None:
        """End one that does not answer."""

    def ended(self, name: str) -> int | None:
        """The exit code of one that ended, None while it lives."""

    def pid(self, name: str) -> int:
        """The process id of one."""

    def log(self, name: str) -> Path:
        """Where its words go."""


@dataclass
class Ward:
    """How one companion stands; `begun`, `due` and `answered` are seconds of the steady clock."""

    member: Member
    begun: float
    answered: float
    since: dt.datetime
    state: str = RUNNING
    due: float = 0
    restarts: int = 0
    last_exit: int | None = None
    comeback: Comeback = field(default_factory=Comeback)


@dataclass
class Supervisor:
    """Looks after the members of a household; `steady` counts seconds, `now` is the time that people are told, `keep` writes."""

    household: Household
    now: Callable[[], dt.datetime]
    tell: Callable[[str], None]
    keep: Callable[[str], None]
    steady: Callable[[], float] = time.monotonic
    wards: dict[str, Ward] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """All that was started runs and answers."""
        at, since = self.steady(), self.now()
        self.wards = {name: Ward(member, at, at, since) for name, member in self.household.members.items()}
        self._keep()

    def stay(self) -> None:
        """Look again and again, until Ctrl-C or SIGTERM."""
        with suppress(KeyboardInterrupt):
            while True:
                self.look()
                time.sleep(TICK_SECONDS)

    def look(self) -> None:
        """See to each of them once."""
        before = [(ward.state, ward.restarts) for ward in self.wards.values()]
        for ward in self.wards.values():
            if ward.state == WAITING:
                self._raise(ward)
            elif (code := self.household.ended(ward.member.name)) is not None:
                self._fell(ward, code)
            elif ward.state == STARTING and self._up(ward):
                self._turn(ward, RUNNING)
                self._say(f"{ward.member.name} is back")
            elif ward.member.address and self._age(ward.answered) > (PATIENCE if ward.state == STARTING else SILENT):
                self._hung(ward)
        if before != [(ward.state, ward.restarts) for ward in self.wards.values()]:
            self._keep()

    def _fell(self, ward: Ward, code: int) -> None:
        """Say that it ended, and when it comes back."""
        lived = self._age(ward.begun)
        ward.comeback, ward.last_exit = ward.comeback.ended(lived), code
        wait = ward.comeback.wait
        ward.due = self.steady() + wait.total_seconds()
        self._turn(ward, WAITING)
        again = f"in {wait.total_seconds():.0f} s" if wait else "at once"
        words = f"its words are in {self.household.log(ward.member.name)}"
        self._say(f"{ward.member.name} {_how(code)} after {_long(lived)}; it is started again {again}; {words}")

    def _raise(self, ward: Ward) -> None:
        """Start it again if its time has come and those that it needs are up."""
        needed = all(self.wards[name].state == RUNNING for name in ward.member.needs)
        if needed and self.steady() >= ward.due:
            self.household.again(ward.member)
            ward.begun = ward.answered = self.steady()
            ward.restarts += 1
            self._turn(ward, STARTING)

    def _hung(self, ward: Ward) -> None:
        """End what lives and does not answer; the next look finds it ended."""
        self._say(f"{ward.member.name} has not answered at {ward.member.address} for {_long(self._age(ward.answered))}")
        self.household.kill(ward.member.name)
        ward.answered = self.steady()

    def _up(self, ward: Ward) -> bool:
        """Whether one that was started again has come up."""
        return ward.answered > ward.begun if ward.member.address else self._age(ward.begun) > STEADY

    def _turn(self, ward: Ward, state: str) -> None:
        """Another state, since now."""
        ward.state, ward.since = state, self.now()

    def _age(self, instant: float) -> dt.timedelta:
        """How long ago that was."""
        return dt.timedelta(seconds=self.steady() - instant)

    def _say(self, words: str) -> None:
        """One line, with the time."""
        self.tell(f"{self.now():%H.%M.%S} {words}")

    def _keep(self) -> None:
        """Write down how they all stand."""
        table = {
            name: {
                "pid": self.household.pid(name),
                "since": ward.since.isoformat(),
                "restarts": ward.restarts,
                "last_exit": ward.last_exit,
                "state": ward.state,
            }
            for name, ward in self.wards.items()
        }
        self.keep(json.dumps(table, indent=1))


def _how(code: int) -> str:
    """How it ended."""
    return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended (exit code {code})"


def _long(span: dt.timedelta) -> str:
    """A length of time for people."""
    seconds = int(span.total_seconds())
    return f"{seconds} s" if seconds < 120 else f"{seconds // 60} min"
