"""A real Prefect server that rings by itself: what fails, is late or dies; bells without a readable secret; what waits is taken once."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows import doze
from kutsu.clock import TickingClock
from kutsu.up import SETTINGS
from tests.configs import ROOT
from tests.factories import ZONE
from tests.sinks import Sink, sink
from tests.system.house import eventually

pytestmark = [pytest.mark.system, pytest.mark.timeout(200)]

SECRET = "salaisuus-4711"
ARRANGE = """
import asyncio, datetime as dt, sys
from flows.automations import arrange
from flows.bells import belfry
from kutsu.settings import read_settings
asyncio.run(arrange(belfry(read_settings()), "Europe/Helsinki", ["publish", "pull"], dt.timedelta(seconds=10)))
"""


@dataclass(frozen=True)
class Server:
    """A Prefect server with two deployments, and the sink of its bell."""

    api: str
    home: Path
    environment: dict[str, str]
    heard: Sink

    def ask(self, path: str, **body: Any) -> Any:
        """A POST to the API; SQLite may be busy for a moment, then nothing was written."""
        answer = eventually(lambda: _answered(requests.post(f"{self.api}/{path}", json=body, timeout=9)))
        return answer.json() if answer.content else None

    def arrange(self, **more: str) -> None:
        """What `flows serve` does at its start."""
        subprocess.run([sys.executable, "-c", ARRANGE], env={**self.environment, **more}, cwd=ROOT, check=True)

    def run(self, deployment: str, name: str, state: dict[str, Any]) -> str:
        """A run of a deployment in a state, as if a runner had it."""
        made = self.ask("flows/", name=deployment)
        known = self.ask("deployments/", name=deployment, flow_id=made["id"], tags=["kutsu"])
        return str(self.ask(f"deployments/{known['id']}/create_flow_run", name=name, state=state)["id"])

    def heard_of(self, name: str) -> list[dict[str, Any]]:
        """What the bell told of a run."""
        return [each for each in self.heard.told if name in each["message"]]


def _answered(answer: requests.Response) -> requests.Response:
    """An answer that is one; raises for any other."""
    answer.raise_for_status()
    return answer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server, as `kutsu up` starts it, but that calls a run late after a second."""
    home = tmp_path_factory.mktemp("prefect")
    config = home / "config"
    config.mkdir()
    (config / "city.toml").write_text(f'extends = "{ROOT}/config/demo"\nenvironment = "none.env"\n', "utf-8")
    (config / "none.env").write_text("", "utf-8")
    (config / "alarms.toml").write_text('[bells.duty]\nkind = "webhook"\n', "utf-8")
    with sink() as heard, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        own = {"PREFECT_HOME": str(home), "PREFECT_API_URL": f"http://127.0.0.1:{port}/api", "PYTHONPATH": str(ROOT)}
        own |= {"KUTSU_CONFIG": str(config), "KUTSU_STATE": str(home / "state")}
        own |= {"KUTSU_BELL_DUTY_ADDRESS": f"{heard.base}/hook/{SECRET}"}
        own |= {"PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS": "1"}
        environment = {**os.environ, **SETTINGS, **own}
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        with started(port, environment, home / "words.log"):
            made = Server(own["PREFECT_API_URL"], home, environment, heard)
            made.arrange()
            yield made


@contextmanager
def started(port: int, environment: dict[str, str], log: Path) -> Iterator[None]:
    """A Prefect server until the block ends."""
    command = [sys.executable, "-m", "prefect", "server", "start", "--port", str(port)]
    with log.open("wb") as words:
        process = subprocess.Popen(command, env=environment, stdout=words, stderr=words)
    try:
        eventually(lambda: requests.get(f"http://127.0.0.1:{port}/api/health", timeout=2).ok)
        yield
    finally:
        process.terminate()
        process.wait(30)


def ours(server: Server) -> list[str]:
    """The names of our automations."""
    return sorted(each["name"] for each in server.ask("automations/filter") if each["name"].startswith("Kutsu: "))


def test_made_once(server: Server) -> None:
    """Arranging again doubles none; what is not wanted goes; and so does a bell that config no longer has, with its automations."""
    assert ours(server) == sorted(f"Kutsu: {name}" for name in (*RINGS, "end what died"))
    server.arrange()
    assert len(ours(server)) == len(RINGS) + 1
    server.arrange(KUTSU_BELL_DUTY_ADDRESS="")
    assert ours(server) == ["Kutsu: end what died"]
    assert server.ask("block_documents/filter", block_documents={"is_anonymous": {"eq_": False}}) == []
    server.arrange()


RINGS = ("run failed", "pull failed", "run late", "run died")


def test_failed(server: Server) -> None:
    """A failed run rings with what, where, since when and what to do; a pull that goes on failing rings once."""
    message = "1 of 2 sent <!channel> {{ 7 * 7 }}"
    run = server.run("publish", "Mon 23.11. 09.00", {"type": "FAILED", "name": "Failed", "message": message})
    for name in ("pull one", "pull two"):
        server.run("pull", name, {"type": "FAILED", "name": "Failed"})
    (told,) = eventually(lambda: server.heard_of("Mon 23.11."), 30)
    assert told["title"] == "Kutsu: run-failed"
    assert "‹!channel› {{ 7 * 7 }}" in told["message"]
    assert f"{server.api.removesuffix('/api')}/runs/flow-run/{run}" in told["message"]
    assert "EET" in told["message"] or "EEST" in told["message"]
    assert "kutsu ledger" in told["message"]
    eventually(lambda: server.heard_of("pull one"), 30)
    assert server.heard_of("pull two") == []


def test_late(server: Server) -> None:
    """A run that nobody begins rings."""
    past = (TickingClock.real(ZONE).now() - dt.timedelta(minutes=1)).isoformat()
    details = {"type": "SCHEDULED", "name": "Scheduled", "state_details": {"scheduled_time": past}}
    server.run("publish", "nobody begins this", details)
    (told,) = eventually(lambda: server.heard_of("nobody begins this"), 90)
    assert told["title"] == "Kutsu: run-late"


def test_zombie(server: Server) -> None:
    """A run whose heartbeat stops has crashed, and rings; one that ended meanwhile, and one that still beats, do not."""
    dead, done, alive = (server.run("publish", name, {"type": "RUNNING"}) for name in ("dead", "done", "alive"))
    beat(server, dead, done, alive)
    server.ask(f"flow_runs/{done}/set_state", state={"type": "COMPLETED", "name": "Completed"})

    def state(run: str) -> str:
        beat(server, alive)
        return str(requests.get(f"{server.api}/flow_runs/{run}", timeout=9).json()["state_name"])

    eventually(lambda: state(dead) == "Zombie", 90)
    (told,) = eventually(lambda: server.heard_of(f"runs/flow-run/{dead}"), 30)
    assert told["title"] == "Kutsu: run-zombie"
    assert state(done) == "Completed"
    assert state(alive) == "Running"


def test_taken_once(server: Server) -> None:
    """A pull that waits is taken up by one alone, us or the runner; one that we end at rest has its name, its start and its end."""
    coming = (TickingClock.real(ZONE).now() + dt.timedelta(hours=1)).isoformat()
    details = {"type": "SCHEDULED", "name": "Scheduled", "state_details": {"scheduled_time": coming}}
    ours, theirs = (server.run("pull", name, details) for name in ("brave-otter", "shy-otter"))
    server.ask(f"flow_runs/{theirs}/set_state", state={"type": "PENDING", "name": "Pending"})

    async def ended(run: str) -> bool:
        async with get_client() as client:
            return await doze.end(client, uuid.UUID(run), "nothing is due", "Mon 23.11. 09.05.00")

    with temporary_settings({PREFECT_API_URL: server.api}):
        assert [asyncio.run(ended(run)) for run in (ours, theirs)] == [True, False]
    run, other = (requests.get(f"{server.api}/flow_runs/{each}", timeout=9).json() for each in (ours, theirs))
    assert (run["name"], run["state_name"], other["state_name"]) == ("Mon 23.11. 09.05.00", "At rest", "Pending")
    assert run["start_time"] == run["end_time"]


def beat(server: Server, *runs: str) -> None:
    """What the engine of each run says every half minute."""
    answer = requests.post(f"{server.api}/events", json=[heartbeat(run) for run in runs], timeout=9)
    answer.raise_for_status()


def heartbeat(run: str) -> dict[str, Any]:
    """One event."""
    tag = {"prefect.resource.id": "prefect.tag.kutsu", "prefect.resource.role": "tag"}
    resource = {"prefect.resource.id": f"prefect.flow-run.{run}"}
    now = TickingClock.real(ZONE).now().isoformat()
    names = {"event": "prefect.flow-run.heartbeat", "id": str(uuid.uuid4()), "occurred": now}
    return {**names, "resource": resource, "related": [tag], "payload": {}}


def test_nothing_secret_is_readable(server: Server) -> None:
    """A bell whose address answers 500 is told by no server's log, and neither log nor database has any address."""
    server.arrange(KUTSU_BELL_DUTY_ADDRESS=f"{server.heard.base}/bad/{SECRET}")
    server.run("publish", "rings in vain", {"type": "FAILED", "name": "Failed"})
    eventually(lambda: any("/bad/" in path for path in server.heard.paths), 30)
    eventually(lambda: b"automation.action.failed" in database(server), 30)
    assert SECRET.encode() not in (server.home / "words.log").read_bytes()
    assert SECRET.encode() not in database(server)


def database(server: Server) -> bytes:
    """All bytes that the server keeps."""
    return b"".join(path.read_bytes() for path in server.home.glob("prefect.db*"))
