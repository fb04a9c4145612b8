"""Gates: a request is kept where it is wished, and what it did by then is what the network did."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.sandbox.clients import oauth, published

SECONDS = 60


@pytest.fixture
def gates(sandbox: str) -> Iterator[str]:
    """Where gates are set; none is left afterwards."""
    yield f"{sandbox}/_sandbox/gates"
    requests.delete(f"{sandbox}/_sandbox/gates", timeout=SECONDS)


def until(wished: Callable[[], bool]) -> None:
    """Wait for it; the test's own time limit ends what never comes."""
    while not wished():
        time.sleep(0.01)


@pytest.mark.parametrize(("phase", "acted"), [("asked", False), ("acted", True)])
def test_a_request_waits_at_its_gate(sandbox: str, gates: str, phase: str, acted: bool) -> None:
    """At `asked` the network has not acted and at `acted` it has; opened, the client gets its answer and the gate counts on."""
    wish = {"network": "x", "path": "/x/2/tweets", "at": phase}
    requests.post(gates, json=wish, timeout=SECONDS).raise_for_status()
    with ThreadPoolExecutor(1) as client:
        body = {"text": f"Portti {phase}"}
        asked = client.submit(requests.post, f"{sandbox}/x/2/tweets", json=body, auth=oauth(), timeout=SECONDS)
        until(lambda: requests.get(gates, timeout=SECONDS).json()[0]["waiting"] == 1)
        assert bool(published(sandbox, text=f"Portti {phase}")) is acted
        requests.post(f"{gates}/open", timeout=SECONDS).raise_for_status()
        assert asked.result().status_code == 201
    assert requests.get(gates, timeout=SECONDS).json() == [{"waiting": 0, "asked": 1, "acted": 1, "answered": 1}]


def test_a_request_is_acted_on_though_its_client_left(sandbox: str, gates: str) -> None:
    """What has arrived whole takes effect when its gate is opened, however long its client has been gone."""
    requests.post(gates, json={"network": "x", "at": "asked"}, timeout=SECONDS).raise_for_status()
    with pytest.raises(requests.ReadTimeout):
        requests.post(f"{sandbox}/x/2/tweets", json={"text": "Myöhässä"}, auth=oauth(), timeout=(5, 0.2))
    assert not published(sandbox, text="Myöhässä")
    requests.delete(gates, timeout=SECONDS)
    until(lambda: bool(published(sandbox, text="Myöhässä")))


def test_a_strange_gate_is_told(gates: str) -> None:
    """An unknown phase is 422, not silence."""
    assert requests.post(gates, json={"network": "x", "at": "thought"}, timeout=SECONDS).status_code == 422
