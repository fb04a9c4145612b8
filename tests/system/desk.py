"""A running house as an operator acts on it through Prefect's API, and an editor through the sheet."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kutsu import demo
from kutsu.clock import TickingClock
from kutsu.core.publication import State
from kutsu.settings import read_clock, read_settings
from kutsu.wiring import Works, wire
from tests.campaign.world import ROOT, TODAY
from tests.core.rows import CONTACT, PILOT, sheet
from tests.factories import ZONE
from tests.system.house import House, eventually
from tests.system.postgres import free_port
from tests.workbooks import write_workbook

MORNING = dt.datetime.combine(TODAY, dt.time(9, 0), ZONE)


@dataclass(frozen=True)
class Desk:
    """What an operator and an editor do and see."""

    house: House

    def works(self) -> Works:
        """The works on the house's own clock."""
        settings = read_settings(self.house.config, self.house.state)
        return wire(settings, read_clock(settings))

    def runs(self, name: str) -> list[dict[str, Any]]:
        """The runs of a name, the first one first."""
        found = self.house.prefect("flow_runs/filter", {"flow_runs": {"name": {"any_": [name]}}})
        return sorted(found, key=lambda run: str(run["created"]))

    def states_of(self, name: str) -> list[str]:
        """The names of the states of these runs."""
        return [str(run["state_name"]) for run in self.runs(name)]

    def run(self, name: str, **parameters: Any) -> str:
        """Start a deployment, wait for its end, and give what it says."""
        asked = {"deployments": {"name": {"any_": [name]}}}
        (made,) = eventually(lambda: self.house.prefect("deployments/filter", asked))
        body = {"state": {"type": "SCHEDULED"}, "parameters": parameters}
        run = self.house.prefect(f"deployments/{made['id']}/create_flow_run", body)
        ends = {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED"]}}
        wanted = {"flow_runs": {"id": {"any_": [run["id"]]}, "state": ends}}
        (ended,) = eventually(lambda: self.house.prefect("flow_runs/filter", wanted))
        return str(ended["state"]["message"])

    def cancel(self, run: dict[str, Any]) -> None:
        """Cancel a run as the UI does it, by force, and at once: a run that waits for its instant has seconds left."""
        body = {"state": {"type": "CANCELLING", "name": "Cancelling"}, "force": True}
        self.house.prefect(f"flow_runs/{run['id']}/set_state", body)

    def told(self, pilot: str) -> str:
        """All that the row of a pilot shows."""
        (book,) = [each.read() for each in self.works().sheets.values()]
        rows = [[cell.shown for cell in row] for tab in book.tabs for row in tab.rows]
        return " ".join(next(row for row in rows if pilot in row))

    def states(self) -> list[State]:
        """Where everything stands that was ever claimed."""
        return [row.state for row in self.works().views.rows()]

    def bring(self, ahead: dt.timedelta) -> dt.datetime:
        """Let pilots be told of at another time of their days, so far ahead of now; gives when that is today."""
        slot = (self.works().clock.now() + ahead).replace(microsecond=0)
        _timed(self.house.config.parent / "kinds.toml", slot.time())
        return slot


@contextmanager
def opened(folder: Path, days: list[int], at: dt.time) -> Iterator[Desk]:
    """A house at nine in the morning, in which a pilot is to be told of on each of these days from now, at this time."""
    house = House(folder / "state", folder / "config" / "demo")
    shutil.copytree(ROOT / "config", folder / "config")
    channels = house.config / "channels.toml"
    channels.write_text(channels.read_text("utf-8").partition("[facebook]")[0], "utf-8")
    _timed(house.config.parent / "kinds.toml", at)
    house.pin()
    names = ("KUTSU_PREFECT", "KUTSU_SITE", "KUTSU_SANDBOX")
    lines = [f"{name}=http://127.0.0.1:{free_port()}\n" for name in names]
    (house.state / "environment").write_text("".join(lines), "utf-8")
    clock = TickingClock.starting(ZONE, MORNING - dt.timedelta(hours=1))
    works = wire(read_settings(house.config, house.state), clock)
    write_workbook(house.state / "pilots.xlsx", sheet(round=[], pilots=list(_pilots(days)), sessions=[]))
    works.surveyor.pull()
    demo.tick(works)
    works.surveyor.pull()
    with house.up(MORNING.isoformat()):
        yield Desk(house)


def _pilots(days: list[int]) -> Iterator[dict[str, Any]]:
    """Chosen pilots; their texts differ, as no network takes the same twice."""
    for number, day in enumerate(days, 1):
        chosen = {**PILOT, "round": None, "stage": "valittu", "contact": CONTACT["id"], "id": f"PILOT-{number}"}
        titles = {key: f"{chosen[key]} {number}" for key in chosen if key.startswith("title.")}
        yield {**chosen, **titles, "announce": TODAY + dt.timedelta(days=day)}


def _timed(path: Path, at: dt.time) -> None:
    """Let pilots be told of at this time of their days."""
    text = path.read_text("utf-8")
    fresh = re.sub(
        r'(\[pilot-chosen\].*?\nat = )"[0-9:]+"', rf'\g<1>"{at.isoformat()}"', text, count=1, flags=re.DOTALL
    )
    path.write_text(fresh, "utf-8")
