"""No secret and no resident's address lies anywhere but in its own place, after a whole demo and whatever breaks."""

from __future__ import annotations

import logging
import os
import re
import shutil
import sqlite3
import stat
import traceback
from collections.abc import Iterator
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

TOKEN = re.compile(rb"eyJ[\w-]{20,}\.eyJ|(?i:authorization\W{0,3}:\s*\w+ )|SG\.[\w-]{20}")
"""What clients make of secrets: a session's token, a header with one, SendGrid's kind of key."""


def secrets(state: Path) -> set[str]:
    """Every credential of the demo, the state's secret, and the address of everybody on its lists."""
    lists = "\n".join(path.read_text("utf-8") for path in sorted((DEMO / "audience").glob("*.csv")))
    found = {*read_environment(DEMO / "sandbox.env").values(), (state / "pepper").read_text("utf-8")}
    shared = {
        part for name in SHARED for part in (os.environ.get(name, ""), os.environ.get(name, "").partition(":")[2])
    }
    return found | set(re.findall(r"[\w.+-]+@[\w.-]+", lists)) | shared - {""}


def disguised(state: Path) -> re.Pattern[bytes]:
    """All of them in every form in which they can be read."""
    forms = {form.encode() for secret in secrets(state) for form in guises(secret)}
    return re.compile(b"|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True)))


def everything(state: Path) -> Iterator[tuple[str, bytes]]:
    """All bytes of a state by the file that they are in; a database's values too, which its pages may have torn apart."""
    for path in sorted(state.rglob("*")):
        name = path.relative_to(state)
        if path.is_file() and name.parts[0] not in ITS_OWN_PLACE:
            content = path.read_bytes()
            yield str(name), content
            if content.startswith(b"SQLite format 3"):
                yield from ((f"{name} {table}", row) for table, row in values(path))


def values(path: Path) -> Iterator[tuple[str, bytes]]:
    """Every row of a database as bytes, by its table; what is in the log beside it, too."""
    with closing(sqlite3.connect(path)) as database:
        database.text_factory = bytes
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in names:
            table = name.decode()
            for row in database.execute(f'SELECT * FROM "{table}"'):
                yield table, b"\n".join(each if isinstance(each, bytes) else str(each).encode() for each in row)


def test_a_secret_is_found_nowhere(house: House) -> None:
    """In every byte of Prefect's database and of the ledger, in parameters, artifacts, logs, site, previews: none, in no guise."""
    hidden, read = disguised(house.state), list(everything(house.state))
    names = {name for name, _ in read}
    assert {"ledger.db", "ledger.db deliveries", "prefect/prefect.db", "logs/flows.log", "logs/prefect.log"} <= names
    assert {f"prefect/prefect.db {table}" for table in ("flow_run", "log", "artifact", "events")} <= names
    assert {name for name, content in read if hidden.search(content) or TOKEN.search(content)} == set()


def test_the_search_finds(house: House) -> None:
    """Where such things have to be they are found: the search cannot pass on nothing."""
    hidden = disguised(house.state)
    assert hidden.search((house.state / "pepper").read_bytes())
    assert any(hidden.search(row) for _, row in values(house.state / "sandbox/world.sqlite"))


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
    hidden, settings = disguised(state), read_settings(DEMO, state)
    works = wire(settings, read_clock(settings, "2026-11-23T15:00:00+02:00"))
    told += [repr(settings), repr(works)]
    with caplog.at_level(logging.DEBUG):
        for channel in works.gate.channels.values():
            told += channel.check()
        (state / "pilots.xlsx").write_bytes(b"no sheet at all")
        with sqlite3.connect(state / "ledger.db") as ledger:
            ledger.execute("DELETE FROM shares WHERE key LIKE '%/x-fi/%'")
        ledger.close()
        survey, _ = works.surveyor.pull()
        told += [str(fault) for fault in survey.plan.faults]
        with sqlite3.connect(state / "ledger.db") as ledger:
            ledger.execute("DROP TABLE recipients")
            ledger.execute("DROP TABLE attempts")
            ledger.execute("DROP TABLE pauses")
        ledger.close()
        with pytest.raises(Exception, match="no such table") as broken:
            campaign.publish_due(works, works.clock.now() - works.clock.now())
        told += traceback.format_exception(broken.value)
    shown = "\n".join([caplog.text, *told]).encode("utf-8", "surrogateescape")
    assert b"no such table" in shown
    assert hidden.findall(shown) == []
    assert TOKEN.findall(shown) == []
