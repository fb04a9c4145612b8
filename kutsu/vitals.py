"""What a machine shows of its health: how its companions fare, by what their supervisor writes, and how much room its disk has."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kutsu.core import alarms
from kutsu.core.alarms import Alarm

COMPANIONS = "companions.json"


@dataclass
class Vitals:
    """One who keeps looking at a state: a supervisor tells how often a companion ended, not when."""

    state: Path
    _counts: dict[str, list[tuple[dt.datetime, int]]] = field(default_factory=dict)
    _down: dict[str, dt.datetime] = field(default_factory=dict)

    def look(self, now: dt.datetime) -> Iterator[Alarm]:
        """What is wrong with the machine now."""
        known = self._companions()
        ends = {name: self._ends(name, int(each.get("restarts", 0)), now) for name, each in known.items()}
        away = {name for name, each in known.items() if each.get("state") != "running"}
        self._down = {name: self._down.get(name, now) for name in away}
        yield from alarms.ailing(ends, self._down, now)
        disk = shutil.disk_usage(self.state)
        yield from alarms.room(disk.free, disk.total, str(self.state), now)

    def _ends(self, name: str, count: int, now: dt.datetime) -> int:
        """How often a companion ended within the last minutes; a count that fell belongs to another supervisor."""
        seen = [
            (at, number) for at, number in self._counts.get(name, []) if now - at <= alarms.WITHIN and number <= count
        ]
        self._counts[name] = [*seen, (now, count)]
        return count - self._counts[name][0][1]

    def _companions(self) -> Mapping[str, dict[str, Any]]:
        """What the supervisor wrote; nothing where there is none."""
        try:
            found = json.loads((self.state / COMPANIONS).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return (
            {str(name): each for name, each in found.items() if isinstance(each, dict)}
            if isinstance(found, dict)
            else {}
        )
