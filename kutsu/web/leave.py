"""The way out of a list: a page that asks, which changes nothing, and one click that leaves (RFC 8058)."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kutsu.core.leaving import Leaver, Leaving, Void
from kutsu.core.ports import Clock
from kutsu.ledger.suppressions import Suppression, Suppressions
from kutsu.web import bodies
from kutsu.web.pages import Pages

MOST = 8 * 1024
"""Bytes of a form with one field."""

GONE = {Void.UNKNOWN: 404, Void.EXPIRED: 410}
SOURCE = "one-click"


@dataclass(frozen=True)
class Leave:
    """Both halves of the way out; whoever has a mail's token may leave that mail's list for its reader, and nothing else."""

    leaving: Leaving
    suppressions: Suppressions
    pages: Pages
    clock: Clock

    async def meet(self, request: Request) -> Response:
        """Either half."""
        return await (self.leave(request) if request.method == "POST" else self.ask(request))

    async def ask(self, request: Request) -> Response:
        """GET and HEAD, which scanners follow too: show the button, and never change anything."""
        return self.pages.ask(self._leaver(request), _wanted(request))

    async def leave(self, request: Request) -> Response:
        """POST, by a mailbox provider or by the button: without cookies, login or redirect, as often as anybody likes."""
        leaver = self._leaver(request)
        body = await bodies.read(request, MOST)
        if not bodies.one_click(request.headers.get("content-type", ""), body):
            return self.pages.ask(leaver, _wanted(request), bodies.BAD)
        left = Suppression(leaver.person, leaver.scope, "left", SOURCE)
        await run_in_threadpool(self.suppressions.add, [left], self.clock.now())
        return self.pages.done(leaver, _wanted(request))

    def _leaver(self, request: Request) -> Leaver:
        """Who may leave by this address; raises HTTPException (404, 410) when nobody does."""
        found = self.leaving.read(request.path_params["token"], self.clock.now())
        if isinstance(found, Void):
            raise HTTPException(GONE[found])
        return found


def _wanted(request: Request) -> str:
    """The language that was chosen on the page."""
    return request.query_params.get("lang", "")
