"""The server of our pages: it wakes seldom, and neither an answer nor its end waits for that."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import httpx
import uvicorn

from kutsu.web.__main__ import site
from kutsu.web.quiet import TICK_SECONDS, Quiet

SECONDS = 1.2
TICKS = SECONDS / TICK_SECONDS + 2
"""As often as it may wake in that time, with one for its begin and one for its end; uvicorn's own would be a dozen."""


class Counted(Quiet):
    """Counts how often it wakes."""

    ticks = 0

    async def on_tick(self, counter: int) -> bool:
        """One more."""
        self.ticks += 1
        return await super().on_tick(counter)


def test_an_idle_server_wakes_twice_a_second_answers_and_ends_soon(tmp_path: Path) -> None:
    """Waiting wakes it seldom; an answer comes meanwhile, and it ends at its next look."""
    (tmp_path / "index.html").write_text("Hello.", "utf-8")
    asyncio.run(_idle(tmp_path))


async def _idle(tmp_path: Path) -> None:
    """The life of one server."""
    server = Counted(uvicorn.Config(site(tmp_path), port=0, log_level="warning"))
    serving = asyncio.create_task(server.serve())
    await asyncio.sleep(SECONDS)
    port = server.servers[0].sockets[0].getsockname()[1]
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(f"http://127.0.0.1:{port}/")).text == "Hello."
    assert server.ticks <= TICKS
    server.should_exit, asked = True, time.monotonic()
    await serving
    assert time.monotonic() - asked < 2 * TICK_SECONDS + 1
