"""No secret and no resident's address lies anywhere but in its own place, after a whole demo and whatever breaks."""

from __future__ import annotations

import logging
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import traceback
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from kutsu import campaign
from kutsu.channels.common.credentials import guises
from kutsu.settings import read_clock, read_environment, read_settings
from kutsu.wiring import wire
from tests.campaign.world import ROOT
from tests.system.house import House

pytestmark = [pytest.mark.system, pytest.mark.timeout(280)]

DEMO = ROOT / "config/demo"
SHARED = ("KUTSU_PREFECT_AUTH", "KUTSU_HEARTBEAT", "KUTSU_SECRET")
"""Secrets of a whole installation; they count where this run has them."""

ITS_OWN_PLACE = frozenset({"pepper", "sandbox"})
"""The state's secret lies in its own file. The sandbox plays the networks and the provider of mail: these know the credentials and
the addresses that they are given. Nothing else is left out."""

TOKEN = re.compile(r"eyJ[\w-]{20,}\.eyJ|(?i:authorization\W{0,3}:\s*\w+ )|SG\.[\w-]{20}")
"""What clients make of secrets: a session's token, a header with one, SendGrid's kind of key."""


def secrets(state: Path) -> set[str]:
    """Every credential of the demo, the state's secret, and the address of everybody on its lists."""
    lists = "\n".join(path.read_text("utf-8") for path in sorted((DEMO / "audience").glob("*.csv")))
    found = {*read_environment(DEMO / "sandbox.env").values(), (state / "pepper").read_text("utf-8")}
    shared = {
        part for name in SHARED for part in (os.environ.get(name, ""), os.environ.get(name, "").partition(":")[2])
    }
    return found | set(re.findall(r"[\w.+-]+@[\w.-]+", lists)) | shared - {""}


def disguises(state: Path) -> list[str]:
    """All of them in every form in which they can be read, as lines."""
    return sorted({form for secret in secrets(state) for form in guises(secret)})


def found(hidden: list[str], places: Sequence[Path], tmp_path: Path) -> set[str]:
    """The files of these places that have any of it, read byte by byte; grep has an automaton for a thousand words at once."""
    lines = tmp_path / "hidden"
    lines.write_text("\n".join(hidden), "utf-8")
    grep = ["grep", "--recursive", "--files-with-matches", "--text", *(f"--exclude={each}" for each in ITS_OWN_PLACE)]
    grep += [f"--exclude-dir={each}" for each in ITS_OWN_PLACE]
    there = set[str]()
    for wanted in (["--fixed-strings", f"--file={lines}"], ["--perl-regexp", f"--regexp={TOKEN.pattern}"]):
        told = subprocess.run([*grep, *wanted, *map(str, places)], capture_output=True, text=True, env={"LC_ALL": "C"})
        assert told.returncode in (0, 1), told.stderr
        there |= set(told.stdout.splitlines())
    return there


def poured(state: Path, out: Path) -> Path:
    """The rows of every database of the state in files by table: a page may tear a value apart, and a log holds what is newest."""
    out.mkdir()
    for path in sorted(state.rglob("*.db")):
        with closing(sqlite3.connect(path)) as database:
            database.text_factory = bytes
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                table = name.decode()
                rows = database.execute(f'SELECT * FROM "{table}"')
                (out / f"{path.stem}.{table}").write_bytes(b"\n".join(each for row in rows for each in map(plain, row)))
    return out


def plain(value: object) -> bytes:
    """A value as it is read."""
    return value if isinstance(value, bytes) else str(value).encode()


def test_a_secret_is_found_nowhere(house: House, tmp_path: Path) -> None:
    """In every byte of Prefect's database and of the ledger, in parameters, artifacts, logs, site, previews: none, in no guise."""
    rows = poured(house.state, tmp_path / "rows")
    tables = {path.name for path in rows.iterdir() if path.stat().st_size}
    assert {"ledger.deliveries", "prefect.flow_run", "prefect.log", "prefect.artifact", "prefect.events"} <= tables
    assert (house.state / "logs/flows.log").stat().st_size
    assert found(disguises(house.state), [house.state, rows], tmp_path) == set()


def test_the_search_finds(house: House, tmp_path: Path) -> None:
    """Where such things have to be they are found: the search cannot pass on nothing."""
    hidden, sandbox = disguises(house.state), house.state / "sandbox"
    (tmp_path / "there").mkdir()
    for source in (house.state / "pepper", sandbox / "world.sqlite"):
        shutil.copy(source, tmp_path / "there" / f"copy-{source.name}")
    assert len(found(hidden, [tmp_path / "there"], tmp_path)) == 2


def test_its_owners_alone(house: House) -> None:
    """Who else is on the machine reads neither the state's secret nor the ledger nor what Prefect keeps."""
    for name in ("pepper", "ledger.db", "prefect"):
        assert stat.S_IMODE((house.state / name).stat().st_mode) & 0o077 == 0, name


def test_nothing_comes_out_when_everything_breaks(
    house: House, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """No network answers, the sheet is none, then the ledger is broken: logs at DEBUG, tracebacks and faults stay clean."""
    state, told = tmp_path / "state", list[str]()
    shutil.copytree(house.state, state, ignore=shutil.ignore_patterns("prefect", "logs", "site", "preview"))
    settings = read_settings(DEMO, state)
    works = wire(settings, read_clock(settings, "2026-11-23T15:00:00+02:00"))
    told += [repr(settings), repr(works)]
    with caplog.at_level(logging.DEBUG):
        for channel in works.gate.channels.values():
            told += channel.check()
        (state / "pilots.xlsx").write_bytes(b"no sheet at all")
        with sqlite3.connect(state / "ledger.db") as ledger:
            ledger.execute("DELETE FROM shares WHERE key LIKE '%/x-fi/%'")
        ledger.close()
        survey, _ = works.surveyor.pull(whole=False)
        told += [str(fault) for fault in survey.plan.faults]
        with sqlite3.connect(state / "ledger.db") as ledger:
            ledger.execute("DROP TABLE recipients")
            ledger.execute("DROP TABLE attempts")
            ledger.execute("DROP TABLE pauses")
        ledger.close()
        with pytest.raises(Exception, match="no such table") as broken:
            campaign.publish_due(works, works.clock.now() - works.clock.now())
        told += traceback.format_exception(broken.value)
    shown = "\n".join([caplog.text, *told])
    assert "no such table" in shown
    assert [each for each in disguises(state) if each in shown] == []
    assert TOKEN.findall(shown) == []
