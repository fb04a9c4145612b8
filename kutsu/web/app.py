"""The public endpoints as one application: the way out, the events of mail, and whether it is well."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kutsu.core.leaving import PATH
from kutsu.web.callers import Callers
from kutsu.web.events import Webhook
from kutsu.web.leave import Leave
from kutsu.web.pages import Pages

log = logging.getLogger(__name__)

EVENTS, HEALTH = "/events/", "/health"
OFTEN, BROKEN = 429, 503
LOOK_SECONDS = 30
"""How often it is looked whether what is in doubt was proven by events that came before the doubt."""


@dataclass(frozen=True)
class Endpoints:
    """All that is reached from outside, and how often one caller may."""

    leave: Leave
    webhook: Webhook
    pages: Pages
    people: Callers
    provider: Callers


def build(endpoints: Endpoints) -> ASGIApp:
    """The application; every answer has the headers of `pages`, every failure a page that says no more than it must."""
    pages = endpoints.pages

    def turned_away(_: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return pages.notice(error.status_code, error.headers)

    def unkept(_: Request, error: Exception) -> Response:
        log.error("the ledger does not answer: %s", type(error).__name__)  # its words could name people
        return pages.notice(BROKEN, {"Retry-After": str(LOOK_SECONDS)})

    def failed(_: Request, __: Exception) -> Response:
        return pages.notice(500)

    app = Starlette(
        routes=[
            Route(HEALTH, _well),
            Route(f"{PATH}{{token}}", endpoints.leave.meet, methods=["GET", "POST"]),
            Route(f"{EVENTS}sendgrid/{{channel}}", endpoints.webhook.take, methods=["POST"]),
        ],
        exception_handlers={HTTPException: turned_away, SQLAlchemyError: unkept, Exception: failed},
        lifespan=lambda _: _looking(endpoints.webhook),
    )
    return Guard(app, endpoints)


class Guard:
    """Stands before the application: counts who calls, and puts the headers on every answer, whoever gives it."""

    def __init__(self, app: ASGIApp, endpoints: Endpoints) -> None:
        self._app, self._endpoints = app, endpoints

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or tell its caller to wait."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        callers = self._callers(scope["path"])
        app = self._app
        if callers and not callers.welcome(Request(scope)):
            app = self._endpoints.pages.notice(OFTEN, {"Retry-After": str(callers.seconds)})
        await app(scope, receive, _with(self._endpoints.pages.headers, send))

    def _callers(self, path: str) -> Callers | None:
        """Who calls here: our own watch, a provider, or people."""
        if path == HEALTH:
            return None
        return self._endpoints.provider if path.startswith(EVENTS) else self._endpoints.people


def _with(headers: Mapping[str, str], send: Send) -> Send:
    """Send with these headers."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(headers)
        await send(message)

    return sent


async def _well(_: Request) -> Response:
    """That it answers, and nothing else."""
    return PlainTextResponse("ok\n")


@asynccontextmanager
async def _looking(webhook: Webhook) -> AsyncIterator[None]:
    """Look for proof at the start and now and then, as long as the application runs."""
    looks = asyncio.create_task(_look(webhook))
    yield
    looks.cancel()


async def _look(webhook: Webhook) -> None:
    """Look for ever; what goes wrong once is tried again."""
    while True:
        try:
            await run_in_threadpool(webhook.settle)
        except SQLAlchemyError as error:
            log.error("the ledger does not answer: %s", type(error).__name__)  # noqa: TRY400 - its words could name people
        await asyncio.sleep(LOOK_SECONDS)
