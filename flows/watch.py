"""The watch with its bells: rings them itself, so that they ring while the Prefect server is dead."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from flows.bells import Belfry, belfry
from kutsu.clock import TickingClock
from kutsu.core.alarms import Alarm
from kutsu.core.calls import Known, News, hear, inherited, message
from kutsu.core.errors import Faulty
from kutsu.mirrors.files import write_whole
from kutsu.settings import read_clock, read_settings
from kutsu.watch import EVERY, Watch, blind, safely
from kutsu.wiring import wire

log = logging.getLogger(__name__)

TEST = (
    "This bell rings: Kutsu would call here when something is wrong. Nothing is wrong now, and nothing is to be done."
)


@dataclass
class Ringer:
    """Rings what is new. What was told is kept in a file, so that a watch that comes back does not tell it all again."""

    tower: Belfry
    path: Path
    begun: datetime
    _known: dict[str, Known] = field(default_factory=dict)
    _broken: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._known = inherited(recalled(self.path))

    def hear(self, found: Iterable[Alarm], now: datetime) -> list[News]:
        """Tell what is new of one look; where no bell could be rung at all, it is new at the next look too."""
        news, known = hear(self._known, found, self.begun, now)
        for each in news:
            _say(str(each))
        failed = self._ring(*message(news)) if news else {}
        if not news or not self.tower.bells or len(failed) < len(self.tower.bells):
            self._known = known
            told = {name: asdict(one) for name, one in known.items()}
            write_whole(self.path, json.dumps(told, default=str, ensure_ascii=False).encode())
        return news

    def _ring(self, subject: str, body: str) -> dict[str, str]:
        """Ring all bells; what is known of broken ones is told to the others with it, once."""
        failed = self.tower.ring(subject, body)
        fresh = [
            f"The bell {name} could not be rung: {why}." for name, why in failed.items() if name not in self._broken
        ]
        for words in fresh:
            _say(f"{words} Look at its address and its secrets, then: kutsu bell")
        if fresh and len(failed) < len(self.tower.bells):
            self.tower.without(failed).ring("Kutsu: a bell is broken", "\n".join([*fresh, "Try it: kutsu bell"]))
        self._broken = set(failed)
        return failed


def recalled(path: Path) -> dict[str, Known]:
    """What an earlier watch told; nothing where its file is not there or cannot be read."""
    try:
        found = json.loads(path.read_text("utf-8"))
        return {
            name: Known(one["about"], one["what"], datetime.fromisoformat(one["told"])) for name, one in found.items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def main() -> None:
    """Look for ever; what cannot even begin to look rings too, and ends with its fault."""
    settings = read_settings()
    clock, tower = read_clock(settings), belfry(settings)
    ringer = Ringer(tower, settings.places.state / "alarms.json", clock.now())
    for fault in tower.faults:
        _say(fault)
    try:
        watch = Watch(wire(settings, clock), clock.now())
    except Faulty as faulty:
        ringer.hear([blind("; ".join(faulty.faults), clock.now())], clock.now())
        sys.exit("\n".join(faulty.faults))
    while True:
        look(watch, ringer, clock)
        clock.sleep_until(clock.now() + EVERY)


def look(watch: Watch, ringer: Ringer, clock: TickingClock) -> None:
    """One look with its bells; whatever fails, the watch goes on."""
    try:
        ringer.hear(safely(watch), clock.now())
    except Exception as error:  # a full disk, say: the bells have rung by then
        log.warning("the watch could not keep what it told (%s)", type(error).__name__)


def ring() -> int:
    """Ring each bell once, for a test; gives 1 when there is none, or one cannot be rung."""
    tower = belfry(read_settings())
    failed = tower.ring("Kutsu: a test of this bell", TEST)
    for name in tower.bells:
        _say(f"{name}: {failed.get(name) or 'it rang'}")
    for fault in tower.faults:
        _say(fault)
    if not tower.bells and not tower.faults:
        _say("There is no bell: config/alarms.toml says how to have one.")
    return 1 if failed or tower.faults or not tower.bells else 0


def _say(words: str) -> None:
    """One line on stderr."""
    sys.stderr.write(f"{words}\n")
    sys.stderr.flush()
