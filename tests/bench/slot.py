"""A slot on which much is due at one instant: how late each thing is out, through Prefect, the ledger and the real clients.

Lateness is read from the outside: what the sandbox's networks note as the instant of publication, against the slot.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kutsu import demo
from kutsu.clock import TickingClock
from kutsu.companions import Companions
from kutsu.settings import read_settings
from kutsu.wiring import Works, wire
from tests.campaign.world import ROOT, TODAY
from tests.core.rows import CONTACT, PILOT, sheet
from tests.factories import ZONE
from tests.system.house import House, eventually
from tests.workbooks import write_workbook

NETWORKS = ("x", "facebook", "linkedin", "mastodon", "bluesky")
PER_PILOT = 15
"""Three languages on five networks."""

ANSWER = 0.2
"""Seconds that a network takes for each answer."""

SLOT = dt.datetime.combine(TODAY, dt.time(9, 30), ZONE)
"""When `pilot-chosen` goes out."""

LEAD = dt.timedelta(seconds=120)
"""How long before the slot the house is started: a server on a new database, the flows, the first pull."""

PATIENCE_SECONDS = 180
"""How long everything may take to be out; what is slower is a failure, not a figure."""


@dataclass(frozen=True)
class Figures:
    """Seconds from the slot to the instant at which something was out; `early` counts what was out before it."""

    deliveries: int
    early: int
    first: float
    p50: float
    p99: float
    last: float

    @classmethod
    def of(cls, late: Sequence[float]) -> Figures:
        """The figures of a list of latenesses."""
        ranked = sorted(late)

        def at(share: float) -> float:
            return round(ranked[min(int(len(ranked) * share), len(ranked) - 1)], 3)

        return cls(len(ranked), sum(each < 0 for each in ranked), at(0), at(0.5), at(0.99), at(1))


@contextmanager
def open_house(folder: Path, pilots: int, answer: float = ANSWER, lead: dt.timedelta = LEAD) -> Iterator[House]:
    """A house on a new state in `folder`, running, its networks slow, its slot of `pilots` times fifteen deliveries to come."""
    house = arranged(folder, pilots)
    with house.up((SLOT - lead).isoformat()):
        eventually(lambda: house.published() == [])
        for network in NETWORKS if answer else ():
            house.fail(network, "slow", seconds=answer, method="*")
        yield house


def figures(house: House, pilots: int) -> Figures:
    """Wait until all is out, and tell how late it was."""
    eventually(lambda: len(house.published()) >= pilots * PER_PILOT, PATIENCE_SECONDS)
    return Figures.of([_late(each) for each in house.published()])


def _late(shown: dict[str, Any]) -> float:
    """Seconds between the slot and the publication."""
    return (dt.datetime.fromisoformat(shown["published_at"]) - SLOT).total_seconds()


def arranged(folder: Path, pilots: int) -> House:
    """A house whose sheet is approved, with its slot to come."""
    house = House(folder / "state", folder / "config" / "demo")
    shutil.copytree(ROOT / "config", folder / "config")
    _without_mail(house.config / "channels.toml")
    house.pin()
    with _addresses(house.state):
        works = _works(house)
        write_workbook(house.state / "pilots.xlsx", sheet(round=[], pilots=_pilots(pilots), sessions=[]))
        works.surveyor.pull()
        demo.tick(works)
        works.surveyor.pull()
    return house


def _pilots(count: int) -> list[dict[str, Any]]:
    """Chosen pilots of one day; their texts differ, as no network takes the same twice."""
    chosen = {**PILOT, "round": None, "stage": "valittu", "announce": TODAY, "contact": CONTACT["id"]}
    titles = [key for key in chosen if key.startswith("title.")]
    return [
        {**chosen, "id": f"PILOT-{number}", **{key: f"{chosen[key]} {number}" for key in titles}}
        for number in range(1, count + 1)
    ]


def _without_mail(path: Path) -> None:
    """Leave out the channels with lists: mail is measured by itself."""
    text = path.read_text("utf-8")
    mail = {name for name, table in tomllib.loads(text).items() if table["adapter"] == "email"}
    first = min(text.index(f"[{name}]") for name in mail)
    path.write_text(text[:first], "utf-8")
    assert not mail & tomllib.loads(path.read_text("utf-8")).keys()


@contextmanager
def _addresses(state: Path) -> Iterator[None]:
    """Ports for the site and the sandbox, which the house then takes over."""
    companions = Companions(state / "logs")
    names = ("KUTSU_PREFECT", "KUTSU_SITE", "KUTSU_SANDBOX")
    try:
        lines = [f"{name}=http://127.0.0.1:{companions.port(None, 0)}\n" for name in names]
        (state / "environment").write_text("".join(lines), "utf-8")
        yield
    finally:
        companions.stop()


def _works(house: House) -> Works:
    """The works of the house, an hour before the slot."""
    clock = TickingClock.starting(ZONE, SLOT - dt.timedelta(hours=1))
    return wire(read_settings(house.config, house.state), clock)
