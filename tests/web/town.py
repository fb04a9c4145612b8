"""`kutsu web` over a ledger of its own, and a small SendGrid that signs what it tells."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from httpx import ASGITransport, AsyncClient, Response
from starlette.types import ASGIApp

from kutsu.core.leaving import LASTS, Leaver, Leaving
from kutsu.core.publication import State
from kutsu.core.tokens import token
from kutsu.ledger.claims import Claims, Outcome
from kutsu.ledger.database import Database
from kutsu.ledger.events import mark
from kutsu.ledger.suppressions import Suppressions
from kutsu.public import endpoints
from kutsu.web.events import SIGNATURE, TIMESTAMP
from tests.configs import copied, edit, read
from tests.factories import NOW
from tests.fakes import HandClock
from tests.ledger.works import work

SECRET = "a secret of thirty-two characters"
WEB = "https://web.example"
AINO, VEIKKO = "aino@residents.example", "veikko@residents.example"
KEY = "PILOT-1/testers-wanted/fi/newsletter/"
STAFF = "PILOT-1/testers-wanted/fi/staff-mail/"
MAILING = "PILOT-1/testers-wanted/"


def person(address: str) -> str:
    """The token of somebody."""
    return token(SECRET, address)


@dataclass
class SendGrid:
    """Tells of mails as SendGrid does; `key` signs."""

    key: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))
    told: int = 0

    @property
    def shown(self) -> str:
        """The public key as the webhook's settings show it."""
        der = self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(der).decode()

    def event(self, event: str, address: str = AINO, key: str = KEY, share: int = 0, **more: Any) -> dict[str, Any]:
        """One event about one person's mail."""
        self.told += 1
        own = {"kutsu_delivery": mark(key), "kutsu_share": str(share)}
        at, name = int(NOW.timestamp()), f"event-{self.told}"
        known = {"email": address, "event": event, "timestamp": at, "sg_event_id": name, "sg_message_id": "M1.recvd-1"}
        return {**known, "smtp-id": "<1@sendgrid>", "category": ["testers-wanted"], **own, **more}

    def headers(self, body: bytes, at: float = NOW.timestamp()) -> dict[str, str]:
        """The signature over time and body."""
        timestamp = str(int(at))
        signature = self.key.sign(timestamp.encode() + body, ECDSA(SHA256()))
        return {SIGNATURE: base64.b64encode(signature).decode(), TIMESTAMP: timestamp}


@dataclass(frozen=True)
class Caller:
    """Somebody who asks, without redirects or cookies, from an address of documentation (RFC 5737)."""

    app: ASGIApp
    address: str = "192.0.2.1"

    def request(self, method: str, path: str, **more: Any) -> Response:
        """One request, and the whole answer."""

        async def asked() -> Response:
            transport = ASGITransport(self.app, raise_app_exceptions=False, client=(self.address, 50_000))
            async with AsyncClient(transport=transport, base_url=WEB) as client:
                return await client.request(method, path, **more)

        return asyncio.run(asked())


@dataclass
class Town:
    """One city's `kutsu web` in this process, its ledger, its clock, and its SendGrid."""

    folder: Path
    clock: HandClock = field(default_factory=HandClock)
    sendgrid: SendGrid = field(default_factory=SendGrid)
    more: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Open it."""
        self.config = copied(self.folder)
        edit(self.config / "city.toml", 'country = "FI"', f'country = "FI"\nweb = "{WEB}"')
        settings = read(self.config, **self.environment)
        self.database = Database(settings.places.ledger)
        self.suppressions, self.claims = Suppressions(self.database), Claims(self.database, "one")
        self.app = endpoints(settings, self.clock)
        self.client = Caller(self.app)

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are told."""
        keys = ("KUTSU_NEWSLETTER_WEBHOOK_KEY", "KUTSU_STAFF_MAIL_WEBHOOK_KEY")
        return {"KUTSU_SECRET": SECRET, **dict.fromkeys(keys, self.sendgrid.shown), **self.more}

    def way_out(self, address: str = AINO, scope: str = "residents", language: str = "fi") -> str:
        """The path of somebody's way out."""
        return f"/u/{Leaving(SECRET).token(Leaver(person(address), scope, language), self.clock.now() + LASTS)}"

    def left(self, address: str = AINO) -> dict[str, str]:
        """What somebody must not get any more, by scope, and why."""
        return {found.scope: found.reason for found, _ in self.suppressions.of(person(address))}

    def send(self, *shares: Sequence[str], key: str = KEY, state: State = State.UNCONFIRMED) -> None:
        """A mailing with these people, of which every request ended in this state."""
        people = tuple(tuple(person(address) for address in share) for share in shares)
        assert self.claims.claim([work(key, people=people)], NOW)
        for share in range(len(people)):
            assert self.claims.begin(key, share, NOW)
            for after in {State.WAITING: [State.UNCONFIRMED, State.WAITING], State.CLAIMED: []}.get(state, [state]):
                assert self.claims.settle(key, share, Outcome(after, "the answer was lost", next=NOW), NOW, NOW)

    def tell(self, *events: Any, channel: str = "newsletter", at: float | None = None) -> Response:
        """One signed batch."""
        body = json.dumps(events).encode()
        headers = self.sendgrid.headers(body, at or self.clock.now().timestamp())
        return self.client.request("POST", f"/events/sendgrid/{channel}", content=body, headers=headers)
