"""The event webhook: what SendGrid tells of our mails, taken in once, and answered yes only when it is kept."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kutsu.core.ports import Clock
from kutsu.ledger.claims import Claims
from kutsu.ledger.events import Event, Events
from kutsu.ledger.suppressions import EVERYTHING, Suppression, Suppressions
from kutsu.web import bodies, told
from kutsu.web.signature import Signer

log = logging.getLogger(__name__)

MOST = 2 * 1024 * 1024
"""Bytes; a thousand of SendGrid's events are a third of a megabyte."""

SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature"
TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp"
LONGEST_SOURCE = 60
NO_CONTENT, FORBIDDEN, NOT_FOUND = 204, 403, 404


@dataclass(frozen=True)
class Webhook:
    """What is told of all channels; `signers` and `scopes` (audiences) by channel, `secret` makes addresses into tokens."""

    events: Events
    claims: Claims
    suppressions: Suppressions
    signers: Mapping[str, Signer]
    scopes: Mapping[str, str]
    clock: Clock
    secret: str = field(repr=False)
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

    async def take(self, request: Request) -> Response:
        """One batch: 204 once it is committed; 503 when the ledger does not answer, so that SendGrid tells it again."""
        channel = request.path_params["channel"]
        if channel not in self.signers:
            raise HTTPException(NOT_FOUND)
        body, now = await bodies.read(request, MOST), self.clock.now()
        signature, timestamp = (request.headers.get(name, "") for name in (SIGNATURE, TIMESTAMP))
        if not self.signers[channel].signed(signature, timestamp, body, now):
            log.warning("%s: events that SendGrid did not sign, or too long ago, were turned away", channel)
            raise HTTPException(FORBIDDEN)
        batch = _batch(body)
        async with (
            self._turn
        ):  # not in the thread: batches that wait must not take the threads that people's clicks need
            await run_in_threadpool(self._keep, channel, batch, now)
        return Response(status_code=NO_CONTENT)

    def settle(self) -> None:
        """Settle what is in doubt and proven by what was told, this time or before."""
        for key in self.events.settle(self.claims, self.clock.now()):
            log.info("%s: SendGrid has told of its mails, so it is sent", key)

    def _keep(self, channel: str, batch: list[Any], now: dt.datetime) -> None:
        """Who must not be written to, then the events; of two batches one after the other. What was told before means nothing more."""
        found = {event.id: (event, reason) for event, reason in told.read(batch, self.secret, now)}
        fresh = self.events.fresh([event for event, _ in found.values()])
        self.suppressions.add(self._suppressed(channel, [found[each.id] for each in fresh]), now)
        self.events.keep(fresh, now)
        self.settle()

    def _suppressed(self, channel: str, found: list[tuple[Event, str | None]]) -> list[Suppression]:
        """Those who left the list, and those to whom no mail at all must go, in a stable order."""
        keys, source = self.events.keys({event.delivery for event, _ in found}), f"sendgrid {channel}"[:LONGEST_SOURCE]
        gone = {
            Suppression(event.token, self._scope(channel, keys.get(event.delivery), reason), reason, source)
            for event, reason in found
            if reason and event.token
        }
        return sorted(gone, key=lambda each: (each.token, each.scope, each.reason))

    def _scope(self, channel: str, key: str | None, reason: str) -> str:
        """What one does not get any more: who left, the audience of the list that wrote; of all others nobody writes to the address.

        Several lists may share one account, and with it one webhook, so the delivery says which it was.
        """
        if reason != "left":
            return EVERYTHING
        name = key.split("/")[3] if key else channel
        return self.scopes.get(name, self.scopes[channel])


def _batch(body: bytes) -> list[Any]:
    """The events of a batch; raises HTTPException for what is no list of JSON."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list):
        raise HTTPException(bodies.BAD)
    return found
