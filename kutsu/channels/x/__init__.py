"""X through tweepy, with OAuth 1.0a user context: a post is sent in one request and looked up in the own timeline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

import tweepy

from kutsu.channels.common.credentials import Credentials
from kutsu.channels.common.mailing import Mailing
from kutsu.channels.common.meter import Meter, each_endpoint, remaining
from kutsu.channels.common.options import Options
from kutsu.channels.common.verdict import by_phase, by_status, instant, unclear
from kutsu.channels.x import media, retract, wording
from kutsu.core.config import ChannelTable
from kutsu.core.errors import Duplicate, Held, KutsuError, Refused
from kutsu.core.ports import Clock
from kutsu.core.publication import Absent, Claimed, Finding, Found, Message, Proof, Receipt
from kutsu.door import Deadline, hush, outside

T = TypeVar("T")
STEPS = 2
"""Preparing asks who we are if it must, then uploads; each has its half of the time."""
Json = Mapping[str, Any]


@dataclass(frozen=True, repr=False)
class XCredentials(Credentials):
    """The app's and the account's key and secret (OAuth 1.0a)."""

    consumer_key: str
    consumer_secret: str
    token: str
    token_secret: str


class XChannel:
    """One account on X.

    X has no idempotency key, and but for pictures nothing invisible to begin with; a lost answer is settled by the timeline.
    """

    network: str = "x"
    parts: tuple[str, ...] = ("status",)
    pictures: bool = True
    repeats: str = "X refuses a text that the account said not long ago, within a time that X does not tell"
    timeout: dt.timedelta = dt.timedelta(seconds=18)
    alone: bool = False
    proof: Proof = Proof(
        readings=tuple(dt.timedelta(seconds=age) for age in (15, 60, 180, 600)),
        proves=True,
        why="The own timeline on X is complete and lags by moments: four readings without the post over ten minutes prove "
        "that it is not out. Should it lag longer, X itself refuses the same text a second time.",
    )

    def __init__(self, name: str, credentials: XCredentials, clock: Clock, base: str = "") -> None:
        self.name = name
        self._credentials, self._clock, self._base = credentials, clock, base
        self._meter = Meter(f"X ({name})", clock, remaining("x-rate-limit"), each_endpoint)
        self._account: Mapping[str, str] = {}
        self._asking = Lock()

    def fits(self, message: Message) -> bool:
        """Whether the text keeps within X's weighted 280."""
        return wording.fits(message.parts["status"])

    def measure(self, message: Message) -> tuple[int, int]:
        """Weighted characters."""
        return wording.length(message.parts["status"]), wording.LONGEST

    def check(self) -> list[str]:
        """Ask X whose credentials these are; every reason why this account cannot publish now."""
        try:
            self._account = self._ask(_whose)
        except KutsuError as reason:
            return [str(reason)]
        return []

    def shares(self, message: Message) -> Sequence[tuple[str, ...]]:  # noqa: ARG002  a post has one share, whatever it says
        """One share without recipients."""
        return [()]

    def prepare(self, claimed: Claimed) -> Mapping[str, str]:
        """Leave whose timeline is to be read back, should the credentials be exchanged meanwhile, and the ids of the pictures.

        A no to the question who we are is one to the account, a no to a picture is one to the message.
        """
        try:
            account = self._account or self._ask(self._once, steps=STEPS)
        except Refused as no:
            raise Held(str(no)) from None
        if not claimed.message.pictures:
            return account
        return {**account, **self._ask(lambda client: media.ready(client, claimed, self._clock.now()), steps=STEPS)}

    def send(self, claimed: Claimed) -> Receipt:
        """Post in one request; the duplicate rule's 403 is evidence of a post, so it is `Duplicate`."""
        text, account = claimed.message.parts["status"], claimed.marks.get("account", "i")
        pictures = media.ids(claimed)
        return self._ask(
            lambda client: _receipt(account, client.create_tweet(text=text, media_ids=pictures)["data"]["id"]),
            acts=True,
        )

    def find(self, claimed: Claimed) -> Finding:
        """Look for the same text in the own timeline since a minute before the claim."""
        try:
            return self._ask(lambda client: _look(client, claimed, claimed.marks or _whose(client)))
        except KutsuError as reason:
            return unclear(reason)

    def retract(self, claimed: Claimed, receipt: Receipt) -> None:  # noqa: ARG002  the id is enough
        """Delete the post by its id."""
        self._ask(lambda client: retract.delete(client, receipt.remote_id), acts=True)

    def _once(self, client: Any) -> Mapping[str, str]:
        """The account, asked for by one of those who want it at the same time: X allows 75 such questions in 15 minutes."""
        with self._asking:
            self._account = self._account or _whose(client)
            return self._account

    def _ask(self, ask: Callable[[Any], T], *, acts: bool = False, steps: int = 1) -> T:
        """Let `ask` use a client of its own, for calls run side by side, in one of so many `steps`; raises one of the four errors."""
        hush("tweepy", "oauthlib", "requests_oauthlib")
        c, deadline = self._credentials, Deadline(self._clock, self.timeout / steps)
        with (
            by_phase(f"X ({self.name})", c, _judge, acts=acts),
            deadline,
            outside(deadline, self._base, self._meter, acts=acts) as session,
        ):
            client = tweepy.Client(None, c.consumer_key, c.consumer_secret, c.token, c.token_secret, return_type=dict)
            client.session = session
            return ask(client)


def _whose(client: Any) -> dict[str, str]:
    """The account behind the credentials, as marks."""
    me = client.get_me()["data"]
    return {"user": me["id"], "account": me["username"]}


def _receipt(account: str, remote_id: str) -> Receipt:
    """The receipt of a post; `https://x.com/i/status/…` leads to it too, when the account's name is not known."""
    if not remote_id.isdecimal():
        raise ValueError("no id in the answer")
    return Receipt(remote_id, f"https://x.com/{account}/status/{remote_id}")


def _look(client: Any, claimed: Claimed, account: Mapping[str, str]) -> Finding:
    """Page through all posts of the window, 100 at a time; many may go out at once."""
    wanted, token = wording.comparable(claimed.message.parts["status"]), None
    while True:
        page: Json = client.get_users_tweets(
            account["user"],
            start_time=claimed.claimed_at - dt.timedelta(minutes=1),
            tweet_fields=["created_at", "entities", "note_tweet", "attachments"],
            **media.ASKED,
            max_results=100,
            pagination_token=token,
            user_auth=True,
        )
        for post in page.get("data", []):
            if wording.comparable(wording.shown(post)) == wanted:
                receipt = _receipt(account["account"], post["id"])
                media.mind(claimed, post, page, receipt.url)
                return Found(receipt)
        token = page["meta"].get("next_token")
        if not token:
            return Absent()


def _judge(who: str, error: Exception) -> KutsuError | None:
    """X's own meaning of an answer; None when there was none.

    A 403 is a no to the account when X names the problem by its type, and a no to the text when it does not (`about:blank`).
    """
    if not isinstance(error, tweepy.HTTPException):
        return None
    status, body, words = error.response.status_code, error.response.text, " ".join(str(error).split())
    if status == 403 and "duplicate content" in body:
        return Duplicate(f"{who} answered {words}: it is out already, or another post says the same")
    if status == 400 and "media IDs are invalid" in body:
        return Duplicate(
            f"{who} answered {words}: the pictures were known a moment ago, so a post may have them already"
        )
    if status == 403 and "about:blank" in body:
        return Refused(f"{who} answered {words}")
    reset = instant(error.response.headers.get("x-rate-limit-reset"))
    return by_status(who, status, words.removeprefix(str(status)).strip(), reset)


ADAPTER = "x"
CREDENTIALS = XCredentials.names()


def channel(
    table: ChannelTable,
    secrets: Mapping[str, str],
    clock: Clock,
    mailing: Mailing | None = None,  # noqa: ARG001  the same signature for all adapters
) -> XChannel:
    """The X channel of one table; raises `Faulty` for options, as there are none."""
    Options(table).close()
    return XChannel(table.name, XCredentials.of(secrets), clock, table.base)
