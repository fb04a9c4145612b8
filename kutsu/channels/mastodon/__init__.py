"""Mastodon through Mastodon.py: a status is sent in one request under a key of its own, and looked up in the own timeline."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from threading import Lock
from typing import Any, TypeVar
from urllib.parse import urlsplit

import mastodon
import requests

from kutsu.channels.common.credentials import Credentials
from kutsu.channels.common.mailing import Mailing
from kutsu.channels.common.meter import Meter, remaining
from kutsu.channels.common.options import Options
from kutsu.channels.common.verdict import by_phase, unclear
from kutsu.channels.mastodon import media, retract
from kutsu.channels.mastodon.answer import allowance, judge
from kutsu.channels.mastodon.wording import Limits, comparable, mentions, resembles
from kutsu.core.config import ChannelTable
from kutsu.core.errors import Held, KutsuError, Refused, Unavailable
from kutsu.core.ports import Clock
from kutsu.core.publication import Absent, Claimed, Finding, Found, Message, Proof, Receipt
from kutsu.door import Deadline, outside

T = TypeVar("T")
KEY_LIFE = dt.timedelta(minutes=50)
"""How long one key is used; Mastodon keeps it for up to an hour."""
PAGE = 40
"""The most that a server gives of a timeline at a time."""
STEPS = 2
"""Preparing asks for account and limits if it must, then uploads; each has its half of the time."""
VERSION = "4.0.0"
"""What is asked for here exists since then; without being told, the client asks the server twice before each upload."""


@dataclass(frozen=True, repr=False)
class MastodonCredentials(Credentials):
    """The account's access token, with read:accounts, read:statuses, write:statuses and write:media."""

    token: str


@dataclass(frozen=True)
class Place:
    """What the server has told: whose token it is, and what a status may be."""

    account: str
    limits: Limits
    media: media.Allowed


class MastodonChannel:
    """One account on one Mastodon server."""

    network: str = "mastodon"
    parts: tuple[str, ...] = ("status",)
    pictures: bool = True
    repeats: str = ""
    timeout: dt.timedelta = dt.timedelta(seconds=18)
    alone: bool = False
    proof: Proof = Proof(
        readings=tuple(dt.timedelta(seconds=age) for age in (15, 60, 180, 600)),
        proves=True,
        why="The own timeline on a Mastodon server is complete and lags by moments: four readings without the status over ten "
        "minutes prove that it is not out. Within 50 minutes of the claim the next try carries the same Idempotency-Key "
        "besides, to which Mastodon answers with the first status instead of making a second.",
    )

    def __init__(self, name: str, server: str, credentials: MastodonCredentials, clock: Clock, base: str = "") -> None:
        self.name, self._server = name, server
        self._credentials, self._clock, self._base = credentials, clock, base
        self._meter = Meter(f"Mastodon ({name})", clock, remaining("X-RateLimit"), allowance)
        self._place: Place | None = None
        self._asking = Lock()

    def fits(self, message: Message) -> bool:
        """Whether the server takes the text, by the limits that it has told; by Mastodon's defaults before `check` has asked."""
        used, allowed = self.measure(message)
        return 0 < used <= allowed

    def measure(self, message: Message) -> tuple[int, int]:
        """Characters as the server counts them."""
        limits = self._place.limits if self._place else Limits()
        return limits.length(message.parts["status"]), limits.characters

    def check(self) -> list[str]:
        """Ask the server whose token this is, and for its limits; every reason why this account cannot publish now."""
        try:
            self._place = self._ask(_place)
        except KutsuError as reason:
            return [str(reason)]
        return []

    def shares(self, message: Message) -> Sequence[tuple[str, ...]]:  # noqa: ARG002  a status has one share, whatever it says
        """One share without recipients."""
        return [()]

    def prepare(self, claimed: Claimed) -> Mapping[str, str]:
        """Leave whose timeline is to be read back and the ids of the pictures, all within the server's own limits.

        A text that was written before the limits were known is given back, so that it is written anew. A no to the question
        who we are is one to the account, a no to a picture is one to the message.
        """
        try:
            place = self._place or self._ask(self._once, steps=STEPS)
        except Refused as no:
            raise Held(str(no)) from None
        if not place.limits.fit(claimed.message.parts["status"]):
            raise Unavailable(
                f"{self._server} takes {place.limits.characters} characters: the text is to be written shorter"
            )
        pictures = claimed.message.pictures
        place.media.check(self._server, pictures)
        uploaded = self._ask(lambda client: media.ready(client, claimed, self._clock), steps=STEPS) if pictures else {}
        return {"account": place.account, **uploaded}

    def send(self, claimed: Claimed) -> Receipt:
        """Publish in one request under the key of this claim."""
        text, language = claimed.message.parts["status"], claimed.message.languages[0]
        asked = {"visibility": "public", "language": language, "media_ids": media.ids(claimed)}
        key = key_of(claimed, self._clock.now())
        return self._ask(
            lambda client: _receipt(claimed, client.status_post(text, idempotency_key=key, **asked)), acts=True
        )

    def find(self, claimed: Claimed) -> Finding:
        """Look for the same text in the own timeline since a minute before the claim."""
        try:
            return self._ask(lambda client: _look(client, claimed))
        except KutsuError as reason:
            return unclear(reason)

    def retract(self, claimed: Claimed, receipt: Receipt) -> None:
        """Delete the status by its id."""
        account = claimed.marks.get("account")
        self._ask(lambda client: retract.delete(client, account, receipt.remote_id), acts=True)

    def _once(self, client: Any) -> Place:
        """What the server tells, asked for by one of those who want it at the same time."""
        with self._asking:
            self._place = self._place or _place(client)
            return self._place

    def _ask(self, ask: Callable[[Any], T], *, acts: bool = False, steps: int = 1) -> T:
        """Let `ask` use a client of its own, for calls run side by side, in one of so many `steps`; raises one of the four errors.

        Mastodon.py would sleep and send again after a 429, and tells neither status nor reset: so it throws, and the answers
        themselves are kept.
        """
        answers: list[requests.Response] = []
        c, deadline = self._credentials, Deadline(self._clock, self.timeout / steps)
        who = f"Mastodon ({self.name})"
        with (
            by_phase(who, c, partial(judge, answers), acts=acts),
            deadline,
            outside(deadline, self._base, self._meter, acts=acts) as session,
        ):
            session.hooks["response"].append(lambda answer, **_: answers.append(answer))
            client = mastodon.Mastodon(
                access_token=c.token,
                api_base_url=self._server,
                session=session,
                request_timeout=deadline.left(),
                ratelimit_method="throw",
                mastodon_version=VERSION,
                version_check_mode="created",
                user_agent="kutsu",
            )
            return ask(client)


def key_of(claimed: Claimed, now: dt.datetime) -> str:
    """The Idempotency-Key: the same for every try of one claim within 50 minutes of it, whatever the text.

    Every later 50 minutes have a key of their own. None is thus used for longer than the hour for which a server keeps it.
    Two tries on two sides of such a border have nothing but the proof of absence between them, on which each later try waits.
    """
    span = (now - claimed.claimed_at) // KEY_LIFE
    frozen = f"{claimed.key}\n{claimed.share}\n{claimed.claimed_at.astimezone(dt.UTC).isoformat()}\n{span}"
    return hashlib.sha256(frozen.encode()).hexdigest()


def _place(client: Any) -> Place:
    """Whose token it is and what the server takes: two questions."""
    account, instance = _id(client.account_verify_credentials()), client.instance_v2()
    return Place(account, Limits.told(instance), media.Allowed.told(instance))


def _id(entity: Any) -> str:
    """The id of what was answered; raises when there is none, as an answer without one is no yes."""
    found = str(entity["id"] or "")
    if not found.isalnum():
        raise ValueError("no id in the answer")
    return found


def _receipt(claimed: Claimed, status: Any) -> Receipt:
    """The receipt of a status; what it lacks of its pictures is told."""
    receipt = Receipt(_id(status), status.get("url"))
    media.mind(claimed, status)
    return receipt


def _look(client: Any, claimed: Claimed) -> Finding:
    """Compare the text as it was written of all statuses that lead to the same page, those that read like ours first."""
    text, link = claimed.message.parts["status"], claimed.message.link
    found = [(not resembles(text, status["content"]), status) for status in _since(client, claimed)]
    alike = [(unlike, status) for unlike, status in found if not unlike or mentions(link, status["content"])]
    for _, status in sorted(alike, key=itemgetter(0)):
        if comparable(client.status_source(_id(status))["text"]) == comparable(text):
            return Found(_receipt(claimed, status))
    return Absent()


def _since(client: Any, claimed: Claimed) -> list[Any]:
    """All own statuses since a minute before the claim, page by page; many may go out at once."""
    account = claimed.marks.get("account") or _id(client.account_verify_credentials())
    since, before, found = claimed.claimed_at - dt.timedelta(minutes=1), None, list[Any]()
    while page := client.account_statuses(account, exclude_reblogs=True, since_id=since, max_id=before, limit=PAGE):
        found += page
        before = _id(page[-1])
    return found


ADAPTER = "mastodon"
CREDENTIALS = MastodonCredentials.names()


def channel(
    table: ChannelTable,
    secrets: Mapping[str, str],
    clock: Clock,
    mailing: Mailing | None = None,  # noqa: ARG001  the same signature for all adapters
) -> MastodonChannel:
    """The Mastodon channel of one table; raises `Faulty` with all that is wrong with its options."""
    options = Options(table, ("server",))
    server = options.text("server")
    parts = urlsplit(server)
    if parts.scheme != "https" or not parts.netloc or parts.path.strip("/"):
        options.fault("server", f"{server!r} is not the address of a server, such as https://mastodon.example")
    options.close()
    return MastodonChannel(table.name, server, MastodonCredentials.of(secrets), clock, table.base)
