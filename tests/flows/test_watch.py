"""The watch that rings while no Prefect server runs, once for each thing, through a restart and a broken bell."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows import watch as watching
from flows.bells import Belfry, belfry
from flows.watch import Ringer
from kutsu.core.alarms import Alarm
from kutsu.core.calls import BLIND
from kutsu.settings import read_settings
from tests.configs import ROOT
from tests.factories import NOW
from tests.sinks import Sink, sink
from tests.system.house import eventually


def tower(folder: Path, **addresses: str) -> Belfry:
    """Webhooks by name."""
    (folder / "city.toml").write_text(f'extends = "{ROOT}/config/demo"\n', "utf-8")
    (folder / "alarms.toml").write_text("".join(f'[bells.{name}]\nkind = "webhook"\n' for name in addresses), "utf-8")
    environment = {f"KUTSU_BELL_{name.upper()}_ADDRESS": address for name, address in addresses.items()}
    return belfry(read_settings(folder, folder, environment))


def alarms(count: int, code: str = "overdue") -> list[Alarm]:
    """So many alarms."""
    return [Alarm(f"KOE-{number}/pilot-chosen/fi/x-fi/", "it did not", NOW, "Look.", code) for number in range(count)]


def titles(heard: Sink) -> list[str]:
    """What the messages are called."""
    return [each["title"] for each in heard.told]


def test_once_through_a_restart(tmp_path: Path) -> None:
    """A storm rings once as one message; a watch that comes back rings for none of it; the end rings once."""
    with sink() as heard:
        bells = tower(tmp_path, duty=heard.base)
        first = Ringer(bells, tmp_path / "alarms.json", NOW)
        first.hear(alarms(40), NOW)
        first.hear(alarms(40), NOW + dt.timedelta(seconds=30))
        second = Ringer(bells, tmp_path / "alarms.json", NOW + dt.timedelta(minutes=1))
        second.hear(alarms(40), NOW + dt.timedelta(minutes=1))
        second.hear([], NOW + dt.timedelta(minutes=2))
        assert titles(heard) == ["Kutsu: 40 alarms", "Kutsu: 40 alarms are over"]
    (tmp_path / "alarms.json").write_text('{"half', "utf-8")
    assert watching.recalled(tmp_path / "alarms.json") == {}


def test_bells_that_break(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A broken bell is told to the others once; where none could be rung, the alarm rings at the next look."""
    with sink() as heard:
        ringer = Ringer(tower(tmp_path, ill=f"{heard.base}/bad", well=heard.base), tmp_path / "alarms.json", NOW)
        ringer.hear(alarms(1), NOW)
        ringer.hear(alarms(2), NOW)
        told = [title for title, path in zip(titles(heard), heard.paths, strict=True) if path == "/"]
        assert len(told) == 3
        assert told[1] == "Kutsu: a bell is broken"
        assert "The bell ill could not be rung: it answered 500" in capfd.readouterr().err
        alone = Ringer(tower(tmp_path, ill=f"{heard.base}/bad"), tmp_path / "other.json", NOW)
        assert alone.hear(alarms(1), NOW) == alone.hear(alarms(1), NOW) != []
        assert not (tmp_path / "other.json").exists()


@pytest.mark.system
def test_it_rings_without_a_server(tmp_path: Path) -> None:
    """As a process, with no Prefect server anywhere: a city that nobody has wired rings that its watch is blind, and so it ends."""
    with sink() as heard:
        (tmp_path / "city.toml").write_text(f'extends = "{ROOT}/config"\n', "utf-8")
        (tmp_path / "sheets.toml").write_text("", "utf-8")
        (tmp_path / "alarms.toml").write_text('[bells.duty]\nkind = "webhook"\n', "utf-8")
        own = {"KUTSU_CONFIG": str(tmp_path), "KUTSU_STATE": str(tmp_path / "state"), "PREFECT_HOME": str(tmp_path)}
        own |= {"PREFECT_API_URL": "http://127.0.0.1:9/api", "KUTSU_BELL_DUTY_ADDRESS": heard.base}
        command = [sys.executable, "-m", "flows", "watch"]
        with (tmp_path / "words").open("wb") as words:
            process = subprocess.Popen(command, env={**os.environ, **own}, cwd=ROOT, stderr=words)
        try:
            (told,) = eventually(lambda: heard.told, 60)
        finally:
            process.terminate()
            process.wait(20)
        assert BLIND in json.loads((tmp_path / "state" / "alarms.json").read_text("utf-8")).popitem()[0]
        assert "it cannot look" in told["message"]
