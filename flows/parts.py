"""What every flow needs: the works of this process, and threads for what blocks."""

from __future__ import annotations

import asyncio
import datetime as dt
import html
import re
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import cache
from typing import Any, TypeVar
from urllib.parse import quote

from flows.apart import keep_apart
from kutsu.mirrors.site import program
from kutsu.publish import AT_ONCE
from kutsu.settings import read_clock, read_settings
from kutsu.wiring import Works, wire

T = TypeVar("T")

ADDRESS = ":/?#&=%;@,+~.-_"
"""What an address may hold as it is; brackets and blanks would end the link."""


@cache
def works() -> Works:
    """The works by this process's environment (KUTSU_CONFIG, KUTSU_STATE); a flow run is a process of its own."""
    keep_apart()
    return _wired()


@asynccontextmanager
async def fresh() -> AsyncIterator[Works]:
    """The works as a process that starts now would have them: config, words, keys and program as they are on the disk."""
    program.cache_clear()
    parts = await threaded(_wired)
    try:
        yield parts
    finally:
        await threaded(parts.rests.database.close)


def _wired() -> Works:
    settings = read_settings()
    return wire(settings, read_clock(settings))


@cache
def _threads() -> ThreadPoolExecutor:
    """The threads in which clients wait for their networks."""
    return ThreadPoolExecutor(AT_ONCE)


async def threaded(call: Callable[..., T], *arguments: Any) -> T:
    """Run what blocks in a thread."""
    return await asyncio.get_running_loop().run_in_executor(_threads(), call, *arguments)


def at_this_moment() -> str:
    """The name of a run that is about no slot: the moment at which it begins, on the city's clock."""
    return moment(works().clock.now())


def moment(now: dt.datetime) -> str:
    """A moment as runs are named by it."""
    return f"{now:%a} {now.day}.{now.month}. {now:%H.%M.%S}"


def cell(text: str) -> str:
    """A text of a network or of the sheet as one cell of a Markdown table: never markup, but for an address that can be opened."""
    flat = html.escape(" ".join(text.split()), quote=False)
    if flat.startswith(("https://", "http://")) and " " not in flat:
        return f"[open]({quote(flat, safe=ADDRESS)})"
    return re.sub(r"([\\`*_{}\[\]()#!|~])", r"\\\1", flat)
