"""The client of the AT Protocol, led through the one door: a deadline for the whole call, no redirect, Kutsu's own time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import requests

from kutsu.core.ports import Clock
from kutsu.door import Deadline, Door, Meter, hush
from kutsu.later import Later

atproto = Later("atproto")
"""It takes half a second to load, more than all else of the channels."""

Client = Any  # untyped as it is

PACKED = ("content-encoding", "content-length", "transfer-encoding")
"""Headers of a body as it was on its way; it is handed on unpacked and whole."""


class Wire(httpx.BaseTransport):
    """Takes each request of httpx through `Door`, so that this client has what all have; what fails there is told as there."""

    def __init__(self, session: requests.Session) -> None:
        self._session = session

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One request; raises what `Door` raises."""
        headers = {name: value for name, value in request.headers.items() if name != "host"}
        answer = self._session.request(request.method, str(request.url), headers=headers, data=request.read())
        told = {name: value for name, value in answer.headers.items() if name.lower() not in PACKED}
        return httpx.Response(answer.status_code, headers=told, content=answer.content)


@contextmanager
def client(
    clock: Clock, deadline: Deadline, base: str, meter: Meter | None = None, *, acts: bool = False
) -> Iterator[Client]:
    """A client for one call, without a login; `base` takes the place of every host that it is led to."""
    hush("httpx")
    with requests.Session() as session:
        session.adapters.clear()  # the server that a login names is reached by TLS and through the door, or not at all
        session.mount("https://", Door(deadline, base, meter, acts=acts))
        made = atproto.Client(request=atproto.Request(transport=Wire(session)))
        made.get_current_time = clock.now  # by it, a login that is about to end is renewed before a call
        yield made
