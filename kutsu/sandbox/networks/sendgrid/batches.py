"""SendGrid's batches: ids under which mail waits for its time, and the pauses and cancellations of them.

From the facts: at most ten are paused or cancelled at a time, none later than ten minutes before its time; a second pause or
cancellation of one is 400; a pause becomes a cancellation by PATCH. Chosen here: one that is over no longer counts.
"""

from __future__ import annotations

import hashlib

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kutsu.sandbox.accounts import MailAccount
from kutsu.sandbox.answers import json_object
from kutsu.sandbox.networks.sendgrid.no import errors
from kutsu.sandbox.networks.sendgrid.outbox import STOPPED, Outbox
from kutsu.sandbox.store import Json
from kutsu.sandbox.world import World

SHELF = "sendgrid-batch"
MOST, TOO_LATE, LASTING = 10, 10 * 60, 72 * 3600
STATUSES = ("cancel", "pause")


class Batches:
    """The batch ids that were given, and those that are stopped."""

    def __init__(self, world: World, outbox: Outbox) -> None:
        """Keep both in this world's store."""
        self.world, self.outbox = world, outbox

    def known(self, batch: str, account: MailAccount) -> bool:
        """Whether this account was given this id."""
        found = self.world.store.get(SHELF, batch)
        return found is not None and found["key"] == account.key

    async def create(self, _: Request, account: MailAccount) -> Response:
        """POST /v3/mail/batch: a new id."""
        number = self.world.store.rise("sendgrid-batch")
        batch = hashlib.sha256(f"batch {number}".encode()).hexdigest()[:48]
        self.world.store.put(SHELF, batch, {"key": account.key}, account.key)
        return JSONResponse({"batch_id": batch}, 201)

    async def valid(self, request: Request, account: MailAccount) -> Response:
        """GET /v3/mail/batch/{id}: that it is valid, no more."""
        batch = request.path_params["batch"]
        if not self.known(batch, account):
            raise errors(400, ("batch_id", "invalid batch id"))
        return JSONResponse({"batch_id": batch})

    async def every(self, _: Request, account: MailAccount) -> Response:
        """GET /v3/user/scheduled_sends: all pauses and cancellations that are not over."""
        return JSONResponse([_shown(row) for row in self._live(account)])

    async def one(self, request: Request, account: MailAccount) -> Response:
        """GET /v3/user/scheduled_sends/{id}: that of one batch, in a list that may be empty; it says nothing of the mail."""
        row = self._stop(request, account)
        return JSONResponse([_shown(row)] if row else [])

    async def stop(self, request: Request, account: MailAccount) -> Response:
        """POST /v3/user/scheduled_sends: pause or cancel."""
        wanted = await self._wanted(request)
        batch = wanted.get("batch_id")
        if not isinstance(batch, str) or not self.known(batch, account):
            raise errors(400, ("batch_id", "invalid batch id"))
        waits = self._in_time(batch)
        if self.world.store.get(STOPPED, batch):
            raise errors(400, ("batch_id", "a scheduled send with this batch id is paused or cancelled already"))
        if len(self._live(account)) >= MOST:
            raise errors(400, (None, f"no more than {MOST} batches can be paused or cancelled at a time"))
        row = {"batch_id": batch, "status": wanted["status"], "until": max(waits, default=self.world.now() + LASTING)}
        self.world.store.put(STOPPED, batch, row, account.key)
        return JSONResponse(_shown(row), 201)

    async def change(self, request: Request, account: MailAccount) -> Response:
        """PATCH /v3/user/scheduled_sends/{id}: a pause becomes a cancellation, or the other way round."""
        wanted, row = await self._wanted(request), self._present(request, account)
        self._in_time(row["batch_id"])
        self.world.store.put(STOPPED, row["batch_id"], row | {"status": wanted["status"]}, account.key)
        return Response(status_code=204)

    async def lift(self, request: Request, account: MailAccount) -> Response:
        """DELETE /v3/user/scheduled_sends/{id}: what was not thrown away yet goes at its time."""
        self.outbox.settle()
        self.world.store.drop(STOPPED, self._present(request, account)["batch_id"])
        return Response(status_code=204)

    def _in_time(self, batch: str) -> list[float]:
        """When the mails of this batch go; 400 when one of them goes too soon."""
        waits = self.outbox.waits(batch)
        if waits and self.world.now() > min(waits) - TOO_LATE:
            raise errors(400, ("batch_id", "it is less than 10 minutes until the send_at time of this batch"))
        return waits

    async def _wanted(self, request: Request) -> Json:
        """The body, with a status that there is."""
        wanted = await json_object(request) or {}
        if wanted.get("status") not in STATUSES:
            raise errors(400, ("status", "status must be either cancel or pause"))
        return wanted

    def _live(self, account: MailAccount) -> list[Json]:
        """All that are stopped and whose time has not come."""
        self.outbox.settle()
        return [row for row in self.world.store.every(STOPPED, account.key) if row["until"] > self.world.now()]

    def _stop(self, request: Request, account: MailAccount) -> Json | None:
        """The pause or cancellation of the batch that is asked for."""
        batch = request.path_params["batch"]
        return self.world.store.get(STOPPED, batch) if self.known(batch, account) else None

    def _present(self, request: Request, account: MailAccount) -> Json:
        """The same; 404 when there is none."""
        if row := self._stop(request, account):
            return row
        raise errors(404, (None, "batch id not found"))


def _shown(row: Json) -> Json:
    """What SendGrid tells of a stop."""
    return {name: row[name] for name in ("batch_id", "status")}
