"""Sheets of several sizes, pulled as the pull flow does it: how long until the answer stands in the sheet, and what it asks of Google.

Every pull is a process of its own (`tests.bench.pull`). The sandbox plays Google on the same machine, and its own time is in the
figures of a reading and of a write.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import requests

from kutsu import sandbox
from kutsu.clock import TickingClock
from kutsu.core.columns import PILOTS, SESSIONS, find_columns, find_tab
from kutsu.core.grid import Book, Edit
from kutsu.core.preview import Row
from kutsu.core.publication import Message, Receipt, State
from kutsu.demo import opening
from kutsu.ledger.claims import Outcome, Work
from kutsu.preview import previews
from kutsu.preview.folder import Kept
from kutsu.settings import Settings, read_settings
from kutsu.wiring import Works, wire
from tests.bench.plans import large
from tests.campaign.world import ROOT, TODAY
from tests.sheets.google import key_file
from tests.workbooks import as_json, write_workbook

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
        """Pull once in a new process: its figures, with the requests that Google's APIs had (the one for a token is not counted)."""
        self._control("DELETE", "gates", None)
        self._control("POST", "gates", {"network": "google", "path": "/google/[vd]*", "method": "*"})
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
        (counted,) = self._control("GET", "gates", None).json()
        return {**json.loads(ran.stdout), "requests": counted["asked"]}

    def type_in(self, *edits: Edit) -> None:
        """Staff type this into the sheet as it is now."""
        (sheet,) = self.works().sheets.values()
        sheet.write(edits)

    def works(self) -> Works:
        """A Kutsu of this process over the same sheet and state."""
        return wire(read_settings(self.settings.places.config, self.settings.places.state, self._known()), self.clock)

    def _known(self) -> dict[str, str]:
        """The environment of every process that pulls."""
        return {**os.environ, **self.environment}

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
    """The pulls of a sheet's life, each after what staff did before it."""
    with open_desk(folder, source) as desk:
        steps: dict[str, Callable[[], object]] = {
            "first": lambda: desk.lay_down(large(pilots, sessions, desk.settings.languages, ticked=False)),
            "ticked": lambda: tick(desk, pilots, sessions),
            "own answer": lambda: None,
            "what went out": lambda: out(desk),
            "one edit": lambda: desk.type_in(Edit(SESSIONS.key, approved(desk), "title.fi", "Uusi otsikko")),
            "its answer": lambda: None,
            "unchanged": lambda: None,
        }
        for name, prepare in steps.items():
            prepare()
            before = states(desk) if name == "one edit" else {}
            size = {"source": source, "pilots": pilots, "sessions": sessions, "pull_of": name}
            yield {**size, **desk.pull(), "load": round(os.getloadavg()[0], 2)}
            if before:
                told = {row: text for row, text in states(desk).items() if text != before[row]}
                assert "Muuttunut hyväksynnän jälkeen: fi" in "".join(told.values()), told


def tick(desk: Desk, pilots: int, sessions: int) -> None:
    """Staff have seen all previews, and tick their rows."""
    previewed(desk)
    book = large(pilots, sessions, desk.settings.languages, ticked=True)
    desk.type_in(*_ticks(book, desk.settings))


def _ticks(book: Book, settings: Settings) -> Iterator[Edit]:
    """Every tick of a book, as it is made."""
    for schema in (PILOTS, SESSIONS):
        tab = find_tab(book, schema)
        assert tab is not None
        columns, _ = find_columns(tab, schema, settings.languages)
        for row in tab.rows[1:]:
            for key in (key for key in columns if key.startswith("approve.") and row[columns[key]].raw is True):
                yield Edit(schema.key, row[columns["id"]].shown, key, True)


def previewed(desk: Desk) -> None:
    """Pull until every row has its preview, with pages that are empty: thirty pulls would make them."""
    works = desk.works()
    folder = works.previews.folder

    def page(_: object, each: Row, __: object, inputs: str) -> Kept:
        return Kept(inputs, each.digests, [folder.put(folder.name(each.id), "")])

    with patch.object(previews, "MOST", 100_000), patch.object(works.previews, "_page", page):
        works.surveyor.pull(trusting=True)


def out(desk: Desk) -> None:
    """Every row has its preview, and what is due goes out, as far as the ledger knows."""
    previewed(desk)
    works = desk.works()
    survey = works.surveyor.look(trusting=True)
    for number, each in enumerate(works.gate.due(survey, survey.now)):
        told = {language: survey.standings[each.subject, language].digest for language in each.languages}
        works.claims.claim([Work(each, Message(each.language, {"status": "out"}, ""), [()], told)], survey.now)
        works.claims.begin(each.key, 0, survey.now)
        works.claims.settle(each.key, 0, Outcome(State.SENT, receipt=Receipt(str(number))), survey.now, survey.now)


def states(desk: Desk) -> dict[str, str]:
    """What Kutsu says of every session in the sheet."""
    (sheet,) = desk.works().sheets.values()
    tab = find_tab(sheet.read(), SESSIONS)
    assert tab is not None
    columns, _ = find_columns(tab, SESSIONS, desk.settings.languages)
    return {row[columns["id"]].shown: row[columns["state"]].shown for row in tab.rows[1:]}


def approved(desk: Desk) -> str:
    """A session of which something is coming."""
    return next(row for row, text in reversed(states(desk).items()) if "Tulossa" in text)


def line(told: Mapping[str, Any]) -> str:
    """The figures of one pull, as they are printed."""
    parts = "  ".join(f"{part} {seconds}" for part, seconds in told["parts"].items() if seconds)
    answer = f"answer after {told['answer']} s (processor {told['answer_processor']})"
    pull = f"{told['pull']} in all (processor {told['processor']}, start {told['start']})"
    whole = f"{answer}, {pull}, {told['requests']} requests, {told['answered']} cells, {told['memory']} MB"
    return (
        f"{told['source']} {told['pilots']}/{told['sessions']} {told['pull_of']}: {whole}, load {told['load']}: {parts}"
    )
