"""Flow runs that outlived the process that started them are found, and waited for."""

from __future__ import annotations

import asyncio
import multiprocessing
import multiprocessing.synchronize
import time

import pytest

from flows.heirs import gone, heirs

API = "http://127.0.0.1:1/api of this test"
BEGUN_SECONDS = 30
LIFE_SECONDS = 3


def _runs(began: multiprocessing.synchronize.Event) -> None:
    began.set()
    time.sleep(LIFE_SECONDS)


def test_a_living_run_is_found_and_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that was started as Prefect starts a flow run is found by its server's address alone, until it has ended."""
    monkeypatch.setenv("PREFECT_API_URL", API)
    spawn = multiprocessing.get_context("spawn")
    began = spawn.Event()
    run = spawn.Process(target=_runs, args=(began,))
    run.start()
    assert began.wait(BEGUN_SECONDS)  # `start` returns before the child has its command line
    (found,) = heirs()
    assert found.name == str(run.pid)
    monkeypatch.setenv("PREFECT_API_URL", f"{API} of another")
    assert heirs() == []
    monkeypatch.setenv("PREFECT_API_URL", API)
    asyncio.run(gone([found]))
    run.join()
    assert run.exitcode == 0
