"""`kutsu web` put together: the ledger and the settings, and no channel, for it sends nothing."""

from __future__ import annotations

import signal
import sys

from starlette.types import ASGIApp

from kutsu.core.errors import Faulty
from kutsu.core.leaving import Leaving
from kutsu.core.ports import Clock
from kutsu.core.render import Renderer
from kutsu.edges import secret_of
from kutsu.ledger.claims import Claims
from kutsu.ledger.database import Database
from kutsu.ledger.events import Events
from kutsu.ledger.owners import owner
from kutsu.ledger.suppressions import Suppressions
from kutsu.settings import WEBHOOK_KEY, Settings, keep_apart, variable
from kutsu.web import quiet
from kutsu.web.app import Endpoints, build
from kutsu.web.callers import PEOPLE, PROVIDER, Callers
from kutsu.web.events import Webhook
from kutsu.web.leave import Leave
from kutsu.web.pages import Pages
from kutsu.web.signature import Signer
from kutsu.wiring import sources

AT_ONCE = 100
"""Requests under way at the same time; more are told to come back."""

STOP_SECONDS = 9
"""How long requests under way may take to end."""


def endpoints(settings: Settings, clock: Clock) -> ASGIApp:
    """The application over the ledger of these settings; raises `Faulty`."""
    settings.faults.close()
    keep_apart(settings.places)
    secret, database = secret_of(settings), Database(settings.places.ledger)
    pages, suppressions = Pages(Renderer(sources(), settings.city, settings.languages)), Suppressions(database)
    webhook = Webhook(
        Events(database),
        Claims(database, owner()),
        suppressions,
        signers(settings),
        {name: table.audience for name, table in settings.channels.items()},
        clock,
        secret,
    )
    header = settings.environment.get("KUTSU_CALLER_HEADER", "")
    leave = Leave(Leaving(secret), suppressions, pages, clock)
    return build(Endpoints(leave, webhook, pages, Callers(PEOPLE, header), Callers(PROVIDER, header)))


def signers(settings: Settings) -> dict[str, Signer]:
    """Whose events are believed, by channel: those that have a key in the environment; raises `Faulty` with every bad one."""
    found, faults = {}, []
    for name in settings.channels:
        if key := settings.secrets(name, [WEBHOOK_KEY]).get(WEBHOOK_KEY):
            try:
                found[name] = Signer(key)
            except ValueError as error:
                faults.append(f"{variable(name, WEBHOOK_KEY)}: {error}")
    if faults:
        raise Faulty(faults)
    return found


def serve(app: ASGIApp, host: str, port: int) -> None:
    """Serve until SIGTERM or Ctrl-C; no access log, for tokens stand in the paths, and no header of a caller's is believed."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # uvicorn raises it again once it has stopped
    quiet.serve(
        app,
        host=host,
        port=port,
        access_log=False,
        proxy_headers=False,
        ws="none",
        limit_concurrency=AT_ONCE,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
