"""The server as a process: alone, steady under load, ended and begun again."""

from __future__ import annotations

import ast
import datetime as dt
import json
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from kutsu import sandbox as package
from kutsu.clock import TickingClock
from kutsu.sandbox import start
from tests.channels.worlds import HELSINKI
from tests.sandbox.clients import oauth, published, x


def test_it_knows_nothing_of_kutsu_but_the_clock() -> None:
    """The sandbox can be no mirror of the channels: it cannot see them."""
    sources = Path(package.__file__).parent.rglob("*.py")
    nodes = (node for source in sources for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))))
    named = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    assert {name for name in named if name.startswith("kutsu") and not name.startswith("kutsu.sandbox")} == {
        "kutsu.clock"
    }


def test_a_hundred_at_once_are_each_done_once(tmp_path: Path) -> None:
    """A hundred concurrent writes all succeed, with ids that rise and never repeat."""
    with start(tmp_path) as address:

        def write(number: int) -> int:
            body, language = {"text": f"Yhtä aikaa {number}"}, ("fi", "sv", "en")[number % 3]
            return requests.post(f"{address}/x/2/tweets", json=body, auth=oauth(language), timeout=30).status_code

        with ThreadPoolExecutor(100) as pool:
            assert set(pool.map(write, range(100))) == {201}
        ids = [int(row["id"]) for row in published(address)]
        assert len(set(ids)) == 100
        assert sorted(ids) == ids


def test_its_clock_is_set_forward(tmp_path: Path) -> None:
    """A test that waits for nothing but time sets the sandbox's clock forward; what is no clock is refused, and changes nothing."""
    later = dt.datetime(2031, 5, 4, 12, tzinfo=dt.UTC)
    with start(tmp_path) as address:
        for told, status in (("tomorrow", 422), (str(TickingClock.starting(HELSINKI, later)), 204)):
            assert requests.put(f"{address}/_sandbox/clock", data=told, timeout=10).status_code == status
        x(address).create_tweet(text="Myöhemmin")
        (one,) = published(address)
        assert one["published_at"].startswith("2031-05-04")


def test_the_world_and_the_counts_of_faults_outlive_a_restart(tmp_path: Path) -> None:
    """A second process on the same folder has the same wall, and counts on."""
    with start(tmp_path) as address:
        rule = {"network": "x", "fault": "lost", "every": 2}
        requests.post(f"{address}/_sandbox/faults", json=rule, timeout=10).raise_for_status()
        x(address).create_tweet(text="Ennen")
        before = published(address)
    with start(tmp_path) as address:
        assert [row["id"] for row in published(address)] == [row["id"] for row in before]
        with pytest.raises(requests.ConnectionError):
            x(address).create_tweet(text="Jälkeen")
        first, second = published(address)
        assert int(first["id"]) < int(second["id"])


def test_sigterm_ends_it_cleanly_even_while_somebody_waits(tmp_path: Path) -> None:
    """With a hanging answer open it still ends at once, with exit code 0."""
    command = [sys.executable, "-m", "kutsu.sandbox", "--port", "0", "--state", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        address = json.loads(process.stdout.readline())["address"]
        rule = {"network": "x", "fault": "hang", "method": "GET"}
        requests.post(f"{address}/_sandbox/faults", json=rule, timeout=10).raise_for_status()
        with ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(requests.get, f"{address}/x/2/users/me", auth=oauth(), timeout=20)
            with pytest.raises(requests.ReadTimeout):
                requests.get(f"{address}/x/2/users/me", auth=oauth(), timeout=0.5)
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0
            assert isinstance(waiting.exception(), requests.ConnectionError)


def test_a_wrong_accounts_file_is_told(tmp_path: Path) -> None:
    """The starter passes on why the server did not start, with the key that nobody reads."""
    accounts = tmp_path / "accounts.toml"
    accounts.write_text('[[facebook]]\nid = "1"\npage_token = "x"\n', encoding="utf-8")
    with pytest.raises(RuntimeError, match="page_token"), start(tmp_path / "state", accounts=accounts):
        pass
