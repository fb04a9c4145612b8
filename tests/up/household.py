"""A household without processes: its members die when a test says so, and time passes when a test says so."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kutsu.companions.member import Member
from kutsu.up.supervisor import Supervisor

SERVER = Member("prefect", ["server"], "http://127.0.0.1:4200/api/health")
FLOWS = Member("flows", ["serve"], needs=["prefect"], heirs=True)
NOON = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)


@dataclass
class Fake:
    """The members, with the codes of those that ended, and all that was said and kept."""

    members: dict[str, Member] = field(default_factory=lambda: {"prefect": SERVER, "flows": FLOWS})
    codes: dict[str, int] = field(default_factory=dict)
    started: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)
    seconds: float = 1000

    def again(self, member: Member) -> None:
        self.codes.pop(member.name, None)
        self.started.append(member.name)

    def kill(self, name: str) -> None:
        self.codes[name] = -9

    def ended(self, name: str) -> int | None:
        return self.codes.get(name)

    def pid(self, name: str) -> int:
        return 100 + len(self.started) + list(self.members).index(name)

    def log(self, name: str) -> Path:
        return Path("logs") / f"{name}.log"

    def supervisor(self) -> Supervisor:
        """The supervisor of this household, with the clocks of the test."""
        return Supervisor(self, lambda: NOON, self.said.append, self.keep, lambda: self.seconds)

    def keep(self, text: str) -> None:
        self.kept = json.loads(text)

    def pass_by(self, supervisor: Supervisor, seconds: float, *well: str) -> None:
        """Let time pass, with a look each half second; those that are `well` answer."""
        for _ in range(round(seconds * 2)):
            self.seconds += 0.5
            for name in well:
                supervisor.wards[name].answered = self.seconds
            supervisor.look()
