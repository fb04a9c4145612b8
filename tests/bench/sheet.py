"""Sheets of several sizes, pulled as the pull flow does it: how long each pull takes, part by part, and what it asks of Google.

Every pull is a process of its own (`tests.bench.pull`). The sandbox plays Google on the same machine, and its own time is in the
figures of a reading.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import requests

from kutsu import sandbox
from kutsu.clock import TickingClock
from kutsu.core.columns import SESSIONS, find_columns, find_tab
from kutsu.core.grid import Book, Cell
from kutsu.demo import opening
from kutsu.settings import Settings, read_settings
from kutsu.sheets.build import as_json, write_workbook
from tests.bench.plans import large
from tests.campaign.world import ROOT, TODAY
from tests.sheets.google import key_file

SIZES = ((50, 250), (500, 2500), (1000, 5000))
"""Pilots and sessions."""
SOURCES = ("google", "workbook")
EMAIL = "kutsu@sheets.example.org"
SPREADSHEET = "large"
SECONDS = 60
"""How long the sandbox may take to lay down a large spreadsheet."""


@dataclass
class Desk:
    """A sheet of one size on a state of its own, in Google Sheets or as a workbook."""

    source: str
    folder: Path
    settings: Settings
    clock: TickingClock
    address: str
    environment: dict[str, str] = field(default_factory=dict)

    def lay_down(self, book: Book) -> None:
        """The sheet is this book from now on."""
        if self.source == "google":
            self._control("PUT", f"sheets/{SPREADSHEET}", as_json(book, [EMAIL]))
        else:
            write_workbook(self.settings.places.state / "pilots.xlsx", book)

    def pull(self) -> dict[str, Any]:
        """Pull once in a new process: its figures, with the requests that Google had."""
        self._control("DELETE", "faults", None)
        self._control(
            "POST", "faults", {"network": "google", "fault": "slow", "method": "*"}
        )  # slow by nothing: it counts
        words = [
            sys.executable,
            "-m",
            "tests.bench.pull",
            str(self.settings.places.config),
            str(self.settings.places.state),
        ]
        shared = {"KUTSU_CLOCK": str(self.clock), "PYTHONPATH": str(ROOT)}
        ran = subprocess.run(
            words, env=os.environ | self.environment | shared, cwd=ROOT, stdout=subprocess.PIPE, check=True
        )
        (counted,) = self._control("GET", "faults", None).json()
        return {**json.loads(ran.stdout), "requests": counted["seen"]}

    def _control(self, method: str, path: str, body: Mapping[str, object] | None) -> requests.Response:
        """Ask something of the sandbox's control API."""
        answer = requests.request(method, f"{self.address}/_sandbox/{path}", json=body, timeout=SECONDS)
        answer.raise_for_status()
        return answer


@contextmanager
def open_desk(folder: Path, source: str) -> Iterator[Desk]:
    """A desk on a new state in `folder`, with the sandbox beside it."""
    config, state = folder / "config" / "demo", folder / "state"
    shutil.copytree(ROOT / "config", folder / "config")
    state.mkdir(parents=True)
    (state / "today").write_text(TODAY.isoformat(), "utf-8")
    clock = opening(read_settings(config, state))
    with sandbox.start(folder / "world", clock) as address:
        names = ("KUTSU_SITE", "KUTSU_SANDBOX")
        (state / "environment").write_text("".join(f"{name}={address}\n" for name in names), "utf-8")
        desk = Desk(source, folder, read_settings(config, state), clock, address)
        if source == "google":
            _share(desk, config)
        yield desk


def _share(desk: Desk, config: Path) -> None:
    """Let a service account in, and name the spreadsheet in the config."""
    credentials, public = key_file(EMAIL)
    desk._control("PUT", f"accounts/google/{EMAIL}", {"public_key": public})
    key = desk.folder / "key.json"
    key.write_text(json.dumps(credentials), "utf-8")
    desk.environment["KUTSU_PILOTS_CREDENTIALS"] = str(key)
    table = f'[pilots]\nadapter = "google"\nspreadsheet = "{SPREADSHEET}"\nbase = "${{KUTSU_SANDBOX}}/google"\n'
    (config / "sheets.toml").write_text(table, "utf-8")


def figures(folder: Path, source: str, pilots: int, sessions: int) -> Iterator[dict[str, Any]]:
    """The first pull of a sheet, the one that sees its ticks, one of the unchanged sheet, and one after a single edit."""
    with open_desk(folder, source) as desk:
        plain, ticked = (large(pilots, sessions, desk.settings.languages, ticked=ticks) for ticks in (False, True))
        steps: dict[str, Callable[[], None]] = {
            "first": lambda: desk.lay_down(plain),
            "ticked": lambda: desk.lay_down(ticked),
            "unchanged": lambda: None,
            "one edit": lambda: desk.lay_down(edited(ticked, desk.settings)),
        }
        for name, prepare in steps.items():
            prepare()
            size = {"source": source, "pilots": pilots, "sessions": sessions, "pull_of": name}
            yield {**size, **desk.pull(), "load": round(os.getloadavg()[0], 2)}


def edited(book: Book, settings: Settings) -> Book:
    """The book after somebody changed the Finnish title of its last session."""
    tab = find_tab(book, SESSIONS)
    assert tab is not None
    column = find_columns(tab, SESSIONS, settings.languages)[0]["title.fi"]
    last = list(tab.rows[-1])
    last[column] = Cell("Uusi otsikko", "Uusi otsikko")
    changed = replace(tab, rows=(*tab.rows[:-1], tuple(last)))
    return replace(book, tabs=tuple(changed if each is tab else each for each in book.tabs))


def line(told: Mapping[str, Any]) -> str:
    """The figures of one pull, as they are printed."""
    parts = "  ".join(f"{part} {seconds}" for part, seconds in told["parts"].items() if seconds)
    whole = f"{told['pull']} s (processor {told['processor']}, start {told['start']}), {told['requests']} requests, {told['memory']} MB"
    return (
        f"{told['source']} {told['pilots']}/{told['sessions']} {told['pull_of']}: {whole}, load {told['load']}: {parts}"
    )
