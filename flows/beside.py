"""What `flows serve` does beside its runs: again and again, for ever, whatever fails."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from prefect.client.orchestration import PrefectClient, get_client

log = logging.getLogger("kutsu.flows")


async def beside(turn: Callable[[PrefectClient], Awaitable[object]], trouble: str, seconds: float) -> None:
    """Take one turn after the other; what fails is tried again after so many seconds, and its `trouble` is told once."""
    quiet = False
    while True:
        try:
            async with get_client() as client:
                while True:
                    await turn(client)
                    quiet = False
        except Exception as error:  # whatever it was, the next turn may go well
            if not quiet:
                log.warning("%s: %s: %s", trouble, type(error).__name__, error)
            quiet = True
        await asyncio.sleep(seconds)
