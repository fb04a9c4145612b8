"""Faults on demand: rules that make chosen requests fail, by counting and never by luck.

| fault | what happens |
|---|---|
| `lost` | acts, then closes the connection without an answer |
| `reset` | acts, then resets the connection |
| `drop-before` | closes the connection without acting |
| `hang` | acts, then never answers |
| `truncated` | acts, then breaks off in the middle of its own answer |
| `html` | acts, then answers 200 with a page of HTML, as a proxy does |
| `500-after`, `500-before` | the network's own "broken", after or without acting |
| `429`, `401`, `refused` | the network's own "too fast", "who are you" and definite no, without acting |
| `slow` | waits for `seconds`, side by side with all other requests, then goes on, also to what another rule wants |
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kutsu.sandbox.line import cut, hold
from kutsu.sandbox.networks import Network, No
from kutsu.sandbox.world import World

SHELF = "fault"
WRITES = ("POST", "PUT", "PATCH", "DELETE")
RESET_SECONDS = 60
PAGE = "<!doctype html><html lang='en'><title>Gateway</title><p>Please wait while we check your browser.</p></html>"

Name = Literal[
    "lost", "reset", "drop-before", "hang", "truncated", "html", "500-after", "500-before", "429", "401", "refused", "slow"
]  # fmt: skip


class Rule(BaseModel):
    """Of the matching requests after the first `after`, every `every`-th fails, at most `times` times.

    `path` is a pattern for the whole path (`/x/2/tweets`, `*/feed`). A rule matches writes unless `method` names another,
    or `*` for all. `seconds` of the sandbox's clock are those of a slow one.
    """

    model_config = ConfigDict(extra="forbid")

    network: str
    fault: Name
    path: str = "*"
    method: str = ""
    every: int = Field(1, ge=1)
    after: int = Field(0, ge=0)
    times: int | None = Field(None, ge=1)
    seconds: float = Field(0, ge=0)
    seen: int = 0
    done: int = 0

    def matches(self, method: str, path: str) -> bool:
        """Whether this request counts."""
        meant = self.method == "*" or method in ([self.method.upper()] if self.method else WRITES)
        return meant and path.startswith(f"/{self.network}/") and fnmatchcase(path, self.path)

    def count(self) -> bool:
        """Count a matching request; gives whether it fails."""
        self.seen += 1
        late = self.seen - self.after
        fails = late > 0 and late % self.every == 0 and (self.times is None or self.done < self.times)
        self.done += fails
        return fails


class Captured:
    """An answer that was made but not sent."""

    def __init__(self) -> None:
        """Nothing is captured yet."""
        self.start: Message = {}
        self.body = b""

    async def send(self, message: Message) -> None:
        """Take what the application sends."""
        if message["type"] == "http.response.start":
            self.start = message
        else:
            self.body += message.get("body", b"")


class Faults:
    """The application, with faults in front of it."""

    def __init__(self, app: ASGIApp, world: World, networks: Sequence[Network]) -> None:
        """Stand before `app`."""
        self.app, self.world = app, world
        self.networks: Mapping[str, Network] = {network.name: network for network in networks}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or let it fail."""
        struck = self._struck(scope["method"], scope["path"]) if scope["type"] == "http" else []
        await self._wait([rule.seconds for rule in struck if rule.fault == "slow"])
        fault = next((rule.fault for rule in struck if rule.fault != "slow"), None)
        if fault is None:
            return await self.app(scope, receive, send)
        if fault in AFTER:
            captured = Captured()
            await self.app(scope, receive, captured.send)
            if fault in CUTS:
                return await CUTS[fault](captured, scope, receive, send)
        elif fault == "drop-before":
            return await cut(scope, receive)
        return await self._answer(fault, scope, receive, send)

    def _struck(self, method: str, path: str) -> list[Rule]:
        """The rules that strike, the first one first; every rule that matches counts the request."""
        struck: list[Rule] = []
        for number, kept in enumerate(self.world.store.every(SHELF)):
            rule = Rule.model_validate(kept)
            if rule.matches(method, path):
                struck += [rule] if rule.count() else []
                self.world.store.put(SHELF, str(number), rule.model_dump())
        return struck

    async def _wait(self, seconds: Sequence[float]) -> None:
        """Be as slow as the slowest of these; other requests go on meanwhile."""
        if seconds:
            await asyncio.sleep(self.world.clock.seconds(dt.timedelta(seconds=max(seconds))))

    async def _answer(self, fault: Name, scope: Scope, receive: Receive, send: Send) -> None:
        """A whole answer of the network's, or of a proxy's."""
        if fault == "html":
            return await HTMLResponse(PAGE)(scope, receive, send)
        network = self.networks[scope["path"].split("/")[1]]
        no: No = "500" if fault in ("500-after", "500-before") else fault  # type: ignore[assignment]  # the rest are `No`
        return await network.no(no, int(self.world.now()) + RESET_SECONDS)(scope, receive, send)


async def _lost(_: Captured, scope: Scope, receive: Receive, __: Send) -> None:
    """The answer never comes; the connection is closed."""
    await cut(scope, receive)


async def _reset(_: Captured, scope: Scope, receive: Receive, __: Send) -> None:
    """The answer never comes; the connection is reset."""
    await cut(scope, receive, hard=True)


async def _hang(_: Captured, scope: Scope, receive: Receive, __: Send) -> None:
    """The answer never comes, and the connection stays until the client has had enough."""
    await hold(scope, receive)


async def _truncated(captured: Captured, scope: Scope, receive: Receive, send: Send) -> None:
    """Half of the answer; its length promises more, even where the answer is empty."""
    headers = [(name, value) for name, value in captured.start["headers"] if name != b"content-length"]
    length = str(len(captured.body) + 1).encode()
    await send({**captured.start, "headers": [*headers, (b"content-length", length)]})
    await send({"type": "http.response.body", "body": captured.body[: len(captured.body) // 2], "more_body": True})
    await cut(scope, receive)


CUTS: Mapping[str, Callable[[Captured, Scope, Receive, Send], Awaitable[None]]] = {
    "lost": _lost, "reset": _reset, "hang": _hang, "truncated": _truncated,
}  # fmt: skip
AFTER = (*CUTS, "html", "500-after")
