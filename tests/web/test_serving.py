"""`kutsu web` as a person runs it: a process of its own, over real sockets, until SIGTERM."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from kutsu.core.publication import State
from kutsu.ledger.mail_tables import events
from kutsu.ledger.tables import shares
from tests.configs import ROOT
from tests.factories import NOW
from tests.ledger.works import rows
from tests.web.town import AINO, Town, person

pytestmark = [pytest.mark.system, pytest.mark.timeout(120)]

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Served:
    """A running `kutsu web`, and where its words go."""

    process: subprocess.Popen[bytes]
    address: str
    log: Path


@contextmanager
def served(town: Town) -> Iterator[Served]:
    """Serve the town's ledger on a free port, at the town's time."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = town.folder / "web.log"
    words = ["--config", str(town.config), "--state", str(town.folder / "state"), "--now", NOW.isoformat()]
    command = [sys.executable, "-m", "kutsu.cli", *words, "web", "--port", str(port)]
    environment = {**town.environment, "PYTHONPATH": str(ROOT)}
    with log.open("wb") as told:
        process = subprocess.Popen(command, stdout=told, stderr=told, env=environment, cwd=ROOT)
    try:
        found = Served(process, f"http://127.0.0.1:{port}", log)
        _wait(found)
        yield found
    finally:
        process.kill()
        process.wait()


def _wait(found: Served) -> None:
    """Return once it is well."""
    for _ in range(300):
        try:
            assert requests.get(f"{found.address}/health", timeout=2).text == "ok\n"
        except requests.ConnectionError:
            assert found.process.poll() is None, found.log.read_text()
            time.sleep(0.1)
        else:
            return
    raise AssertionError(found.log.read_text())


def test_from_end_to_end(town: Town) -> None:
    """Over sockets: a scanner looks, somebody leaves, SendGrid tells, all of it is in the ledger, and nothing of it in the log."""
    town.send([AINO])
    body = json.dumps([town.sendgrid.event("bounce")]).encode()
    with served(town) as web:
        path, click = web.address + town.way_out(), "List-Unsubscribe=One-Click"
        assert requests.get(path, timeout=9).status_code == 200
        assert requests.head(path, timeout=9).status_code == 200
        assert town.left() == {}
        answer = requests.post(path, click, headers=FORM, timeout=9, allow_redirects=False)
        assert answer.status_code == 200
        assert "server" not in answer.headers
        assert town.left() == {"residents": "left"}
        headers = town.sendgrid.headers(body)
        assert (
            requests.post(f"{web.address}/events/sendgrid/newsletter", body, headers=headers, timeout=9).status_code
            == 204
        )
        assert town.left() == {"": "bounced", "residents": "left"}
        assert [row.state for row in rows(town.database, shares)] == [State.SENT]
        told = web.log.read_text()
    for word in (town.way_out(), person(AINO), AINO, "127.0.0.1"):
        assert word not in told


def test_hostile_sockets(town: Town) -> None:
    """Nonsense, a header without end, a body that never comes and one without end are outlived; others are served meanwhile."""
    with served(town) as web:
        where = ("127.0.0.1", int(web.address.rpartition(":")[2]))
        post = f"POST {town.way_out()} HTTP/1.1\r\nHost: web.example\r\n".encode()
        slow = socket.create_connection(where, timeout=30)
        slow.sendall(post + b"Content-Length: 5000\r\n\r\nList-Uns")
        for words in (
            b"\x16\x03\x01\x00\x00\r\n\r\n",
            b"GET / HTTP/1.1\r\nX: " + b"x" * 100_000,
            post + b"Content-Length: -1\r\n\r\n",
        ):
            with socket.create_connection(where, timeout=9) as caller:
                caller.sendall(words)
                assert b" 400 " in caller.recv(99)
        with socket.create_connection(where, timeout=9) as caller:
            caller.sendall(post + b"Transfer-Encoding: chunked\r\n\r\n" + (b"1000\r\n" + b"x" * 4096 + b"\r\n") * 4)
            assert b" 413 " in caller.recv(99)
        assert requests.get(web.address + town.way_out(), timeout=9).status_code == 200
        assert b" 408 " in slow.recv(99)
        slow.close()
    assert town.left() == {}


def test_stopped(town: Town) -> None:
    """A supervisor's SIGTERM ends it cleanly and within seconds, also when it is under way with a slow caller."""
    with served(town) as web, socket.create_connection(("127.0.0.1", int(web.address.rpartition(":")[2]))) as slow:
        slow.sendall(f"POST {town.way_out()} HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n".encode())
        time.sleep(0.3)
        web.process.send_signal(signal.SIGTERM)
        assert web.process.wait(15) == 0
        assert "Traceback" not in web.log.read_text()


def test_what_came_before_the_doubt(town: Town) -> None:
    """Events that came while the publisher still waited settle its share once it is in doubt, though nothing is told any more."""
    town.send([AINO], state=State.CLAIMED)
    assert town.tell(town.sendgrid.event("processed")).status_code == 204
    town.claims.lapse(NOW.replace(minute=5))
    assert [row.state for row in rows(town.database, shares)] == [State.UNCONFIRMED]
    with served(town):
        for _ in range(50):
            if [row.state for row in rows(town.database, shares)] == [State.SENT]:
                return
            time.sleep(0.1)
        raise AssertionError("it was not settled")


def test_clicks_between_batches(town: Town) -> None:
    """While many batches come at once each is kept, and a click does not wait for all of them."""
    batches = [json.dumps([town.sendgrid.event("delivered") for _ in range(300)]).encode() for _ in range(12)]
    with served(town) as web, ThreadPoolExecutor(12) as pool:
        hook = f"{web.address}/events/sendgrid/newsletter"
        told = [
            pool.submit(requests.post, hook, body, headers=town.sendgrid.headers(body), timeout=60) for body in batches
        ]
        answer = requests.post(web.address + town.way_out(), "List-Unsubscribe=One-Click", headers=FORM, timeout=9)
        assert answer.status_code == 200
        assert {each.result().status_code for each in told} == {204}
    assert len(rows(town.database, events)) == 12 * 300
