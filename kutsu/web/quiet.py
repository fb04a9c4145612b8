"""A server that wakes twice a second, not ten times: three of them wait beside Prefect all day."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import uvicorn
from starlette.types import ASGIApp

TICK_SECONDS = 0.5


class Quiet(uvicorn.Server):
    """uvicorn, which looks less often whether it is to stop; who asks is answered as soon as ever."""

    async def main_loop(self) -> None:
        """Look until it is to stop; the date in the answers is renewed each time."""
        while not await self.on_tick(0):
            await asyncio.sleep(TICK_SECONDS)


def serve(app: ASGIApp, **options: Any) -> None:
    """Serve until SIGTERM or Ctrl-C, with uvicorn's own options."""
    with suppress(KeyboardInterrupt):
        Quiet(uvicorn.Config(app, log_level="warning", server_header=False, **options)).run()
