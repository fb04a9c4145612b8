"""The signed event webhook: tells an address, at least once, what became of every mail (facts: mail.md, section 7)."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Sequence

import httpx
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kutsu.sandbox.accounts import MailAccount
from kutsu.sandbox.answers import json_object
from kutsu.sandbox.networks.sendgrid.events import events
from kutsu.sandbox.networks.sendgrid.outbox import SHELF, UNTOLD, Outbox
from kutsu.sandbox.store import Json
from kutsu.sandbox.world import World

KEEP, IDLE_SECONDS, TIMEOUT, TOGETHER = "sendgrid-webhook", 0.25, 10.0, 500
SIGNATURE, TIMESTAMP = "X-Twilio-Email-Event-Webhook-Signature", "X-Twilio-Email-Event-Webhook-Timestamp"


class Webhook:
    """Where events go, signed with a key of this world."""

    def __init__(self, world: World, outbox: Outbox) -> None:
        """Tell nobody until an address is set."""
        self.world, self.outbox = world, outbox
        self._running: asyncio.Task[None] | None = None

    def routes(self) -> list[Route]:
        """What tests and the demo set up under `/_sandbox`."""
        place = "/sendgrid/webhook"
        return [
            Route(place, self.told),
            Route(place, self.set, methods=["PUT"]),
            Route(place, self.unset, methods=["DELETE"]),
            Route(f"{place}/post", self.post, methods=["POST"]),
        ]

    async def told(self, _: Request) -> Response:
        """GET: the address, the public key as SendGrid shows it, and how many mails have events that nobody has taken yet."""
        self.outbox.settle()
        waiting = len(self.world.store.every(UNTOLD))
        return JSONResponse({"url": self._kept()["url"], "public_key": self._public(), "waiting": waiting})

    async def settings(self, _: Request, account: MailAccount) -> Response:  # noqa: ARG002  one webhook for all accounts
        """GET /v3/user/webhooks/event/settings/all, as its account sees it."""
        kept = self._kept()
        hook = {"id": "sandbox", "enabled": bool(kept["url"]), "url": kept["url"], "public_key": self._public()}
        return JSONResponse({"max_allowed": 5, "webhooks": [hook]})

    async def set(self, request: Request) -> Response:
        """PUT {url, automatic}: the address; `automatic` (as usual) posts what is new by itself, else only `post` does."""
        wanted = await json_object(request)
        if not wanted or not isinstance(wanted.get("url"), str):
            return Response("url: the address that events are posted to", 422)
        self.world.store.put(KEEP, "kept", self._kept() | {"url": wanted["url"]})
        await self._stop()
        if wanted.get("automatic", True):
            self._running = asyncio.create_task(self._run())
        return await self.told(request)

    async def unset(self, _: Request) -> Response:
        """DELETE: events are kept, and nobody is told."""
        await self._stop()
        self.world.store.put(KEEP, "kept", self._kept() | {"url": ""})
        return Response(status_code=204)

    async def post(self, request: Request) -> Response:
        """POST {again, times, reversed}: tell now, on demand also what was told before, several times, the last event first."""
        wanted = await json_object(request) or {}
        mails = self.outbox.due() if wanted.get("again") else self._untold()
        found = [event for mail in mails for event in events(mail)]
        found = found[::-1] if wanted.get("reversed") else found
        answers = [await self._deliver(found) for _ in range(int(wanted.get("times", 1)))]
        if all(answers):
            self._settled(mails)
        return JSONResponse({"events": len(found), "taken": all(answers)})

    async def _run(self) -> None:
        """Post what is new; what is not taken comes again."""
        while True:
            for mail in self._untold():
                if await self._deliver(list(events(mail))):
                    self._settled([mail])
            await asyncio.sleep(IDLE_SECONDS)

    async def _deliver(self, found: Sequence[Json]) -> bool:
        """Post these events, some hundred together; tells whether all were taken."""
        async with httpx.AsyncClient(timeout=TIMEOUT, trust_env=False) as client:
            for start in range(0, len(found), TOGETHER):
                body = json.dumps(found[start : start + TOGETHER]).encode()
                try:
                    answer = await client.post(self._kept()["url"], content=body, headers=self._signed(body))
                except (httpx.HTTPError, httpx.InvalidURL):
                    return False
                if not answer.is_success:
                    return False
        return True

    def _signed(self, body: bytes) -> dict[str, str]:
        """The headers that prove where a body comes from: over the timestamp and the body as it is."""
        timestamp = str(int(self.world.now()))
        signature = self._private().sign(timestamp.encode() + body, ec.ECDSA(hashes.SHA256()))
        head = {SIGNATURE: base64.b64encode(signature).decode(), TIMESTAMP: timestamp}
        return {"Content-Type": "application/json; charset=utf-8", **head}

    def _untold(self) -> list[Json]:
        """Every mail that went and of which nobody was told."""
        self.outbox.settle()
        found = (self.world.store.get(SHELF, row["id"]) for row in self.world.store.every(UNTOLD))
        return [mail for mail in found if mail]

    def _settled(self, mails: Sequence[Json]) -> None:
        for mail in mails:
            self.world.store.drop(UNTOLD, mail["id"])

    def _kept(self) -> Json:
        """The address, and the private key, which is made when it is first asked for."""
        if kept := self.world.store.get(KEEP, "kept"):
            return kept
        key = ec.generate_private_key(ec.SECP256R1())
        form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        self.world.store.put(KEEP, "kept", {"url": "", "key": key.private_bytes(*form).decode()})
        return self._kept()

    def _private(self) -> ec.EllipticCurvePrivateKey:
        key = serialization.load_pem_private_key(self._kept()["key"].encode(), None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return key

    def _public(self) -> str:
        """The public key in base64 (DER), as SendGrid shows it in its settings."""
        form = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(self._private().public_key().public_bytes(*form)).decode()

    async def _stop(self) -> None:
        if self._running:
            self._running.cancel()
            self._running = None
