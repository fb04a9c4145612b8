"""`python -m tests.bench.empty`: the runner of one flow that is never started, against which an idle Kutsu is measured."""

from __future__ import annotations

import asyncio

from prefect import aserve, flow


@flow
async def empty() -> None:
    """Do nothing."""


async def main() -> None:
    """Serve it until SIGTERM, in Prefect's own way."""
    await aserve(await empty.ato_deployment("empty"), print_starting_message=False)


if __name__ == "__main__":
    asyncio.run(main())
