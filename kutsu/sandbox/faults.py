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
| `replayed` | acts, then answers what it says to the same request once more, as when a proxy on the way repeats it |
| `stale` | acts, but as the network was five minutes ago: a list that lags far behind |
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field

from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kutsu.sandbox.gates import Gates
from kutsu.sandbox.line import cut, hold
from kutsu.sandbox.networks import Network, No
from kutsu.sandbox.rules import Name, Rule
from kutsu.sandbox.world import World, behind

SHELF = "fault"
RESET_SECONDS = 60
STALE_SECONDS = 300
PAGE = "<!doctype html><html lang='en'><title>Gateway</title><p>Please wait while we check your browser.</p></html>"


@dataclass
class Heard:
    """A request whose body is here already, so that it can be acted on whatever becomes of its client, and twice."""

    receive: Receive
    body: bytes = b""

    @classmethod
    async def whole(cls, receive: Receive) -> Heard | None:
        """Read a request to its end; None when the client left before."""
        heard, more = cls(receive), True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            heard.body += message.get("body", b"")
            more = message.get("more_body", False)
        return heard

    def again(self) -> Receive:
        """The request from its beginning."""
        told = False

        async def receive() -> Message:
            nonlocal told
            if told:
                return await self.receive()
            told = True
            return {"type": "http.request", "body": self.body, "more_body": False}

        return receive


@dataclass
class Captured:
    """An answer that was made but not sent."""

    start: Message = field(default_factory=dict)
    body: bytes = b""

    async def take(self, message: Message) -> None:
        """Take what the application sends."""
        if message["type"] == "http.response.start":
            self.start = message
        else:
            self.body += message.get("body", b"")

    async def pass_on(self, send: Send) -> None:
        """Send it as it is."""
        await send(self.start)
        await send({"type": "http.response.body", "body": self.body})


class Faults:
    """The application, with faults and gates in front of it."""

    def __init__(self, app: ASGIApp, world: World, networks: Sequence[Network], gates: Gates) -> None:
        """Stand before `app`."""
        self.app, self.world, self.gates = app, world, gates
        self.networks: Mapping[str, Network] = {network.name: network for network in networks}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or let it fail; one whose client left before its end never came."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif heard := await Heard.whole(receive):
            await self._play(heard, scope, send)

    async def _play(self, heard: Heard, scope: Scope, send: Send) -> None:
        """One request, phase by phase."""
        method, path = scope["method"], scope["path"]
        struck, gate = self._struck(method, path), self.gates.of(method, path)
        await self._wait([rule.seconds for rule in struck if rule.fault == "slow"])
        fault = next((rule.fault for rule in struck if rule.fault != "slow"), None)
        await gate.reach("asked")
        captured = await self._act(fault, scope, heard)
        await gate.reach("acted")
        await self._answer(fault, captured, scope, heard.receive, send)
        await gate.reach("answered")

    async def _act(self, fault: Name | None, scope: Scope, heard: Heard) -> Captured:
        """Let the network do what it does, unless the fault comes first; each time with a scope of its own, as routing writes in it."""
        captured = Captured()
        if fault is None or fault in AFTER:
            with behind(STALE_SECONDS if fault == "stale" else 0):
                if fault == "replayed":
                    await self.app({**scope}, heard.again(), Captured().take)
                await self.app({**scope}, heard.again(), captured.take)
        return captured

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

    async def _answer(self, fault: Name | None, captured: Captured, scope: Scope, receive: Receive, send: Send) -> None:
        """The answer as it is, or cut off, or that of the network's or of a proxy's in its stead."""
        if fault is None or fault in WHOLE:
            return await captured.pass_on(send)
        if fault in CUTS:
            return await CUTS[fault](captured, scope, receive, send)
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
    "drop-before": _lost,
    "lost": _lost,
    "reset": _reset,
    "hang": _hang,
    "truncated": _truncated,
}
WHOLE = ("replayed", "stale")
AFTER = ("lost", "reset", "hang", "truncated", "html", "500-after", *WHOLE)
