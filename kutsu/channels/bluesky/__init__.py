"""Bluesky through the AT Protocol: a record is put under a key of our own, which cannot be done twice.

`swapRecord` null makes the put create and never overwrite: the same record again changes nothing, another one is refused.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from kutsu.channels.bluesky import logins, media, record, retract
from kutsu.channels.bluesky.answer import Missing, Stale, judge
from kutsu.channels.bluesky.wire import Client, atproto
from kutsu.channels.bluesky.wire import client as client_of
from kutsu.channels.common.credentials import Credentials
from kutsu.channels.common.mailing import Mailing
from kutsu.channels.common.meter import Meter, each_endpoint, remaining
from kutsu.channels.common.options import Options
from kutsu.channels.common.verdict import by_phase, unclear
from kutsu.core.config import ChannelTable
from kutsu.core.errors import Held, KutsuError, Refused, Unavailable
from kutsu.core.ports import Clock
from kutsu.core.publication import Absent, Claimed, Finding, Found, Message, Proof, Receipt, Unclear
from kutsu.door import Deadline

if TYPE_CHECKING:
    from atproto import Session

T = TypeVar("T")
STEPS = 2
"""One call logs in if it must, then asks; each has its half of the time."""
HANDLE = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
"""A handle as the AT Protocol specifies it, in small letters."""
REPOSITORY = "com.atproto.repo"


@dataclass(frozen=True, repr=False)
class BlueskyCredentials(Credentials):
    """An app password of the account (Settings > Privacy and security > App passwords)."""

    app_password: str


class BlueskyChannel:
    """One account on Bluesky, known by its handle."""

    network: str = "bluesky"
    parts: tuple[str, ...] = ("status",)
    pictures: bool = True
    repeats: str = ""
    timeout: dt.timedelta = dt.timedelta(seconds=18)
    alone: bool = False
    proof: Proof = Proof(
        readings=tuple(dt.timedelta(seconds=age) for age in (15, 60, 180, 600)),
        proves=True,
        why="The record has a key of our own and is read from the account's own server: no record under it proves that "
        "nothing is out, and putting the same record again cannot double it, even should the first put still arrive.",
    )

    def __init__(self, name: str, handle: str, credentials: BlueskyCredentials, clock: Clock, base: str = "") -> None:
        self.name = name
        self._handle, self._credentials, self._clock, self._base = handle, credentials, clock, base
        self._meter = Meter(self._who, clock, remaining("ratelimit"), each_endpoint)
        self._login = logins.kept(base, handle, credentials.app_password)

    def fits(self, message: Message) -> bool:
        """Whether the text keeps within 300 graphemes and 3,000 bytes."""
        return record.fits(message.parts["status"])

    def measure(self, message: Message) -> tuple[int, int]:
        """Graphemes; no text of a usual kind comes near the bytes."""
        return record.graphemes(message.parts["status"]), record.GRAPHEMES

    def check(self) -> list[str]:
        """Log in and ask Bluesky for the account; every reason why it cannot publish now."""
        try:
            account = self._ask(lambda client: client.com.atproto.server.get_session())
        except KutsuError as reason:
            return [str(reason)]
        return [f"{self._who}: the account is {account.status or 'not active'}"] if account.active is False else []

    def shares(self, message: Message) -> Sequence[tuple[str, ...]]:  # noqa: ARG002  a post has one share, whatever it says
        """One share without recipients."""
        return [()]

    def prepare(self, claimed: Claimed) -> Mapping[str, str]:
        """Log in, freeze what makes the record this very one, and upload its pictures or read its place: both prove the login.

        A no is one to the account, as Bluesky has not seen the text yet; a no to a picture is one to the message.
        """
        session = self._enter()
        marks = claimed.marks or {
            "rkey": record.key(claimed),
            "created_at": record.created(claimed.claimed_at),
            "did": session.did,
            "handle": session.handle,
        }
        if pictures := claimed.message.pictures:
            self._ask(lambda client: media.upload(client, pictures))
            return marks
        try:
            with suppress(Missing):
                self._ask(lambda client: _read(client, marks))
        except Refused as no:
            raise Held(str(no)) from None
        return marks

    def send(self, claimed: Claimed) -> Receipt:
        """Put the record in one request; another record under its key is `Duplicate`."""
        if not claimed.marks:
            raise Unavailable(f"{self._who} has no key for the record; nothing was sent")
        return self._ask(lambda client: _put(client, claimed), acts=True)

    def find(self, claimed: Claimed) -> Finding:
        """Read the exact record: it is this one, there is none, or somebody put another one there, which is never overwritten."""
        if not claimed.marks:
            return Absent(proven=True)
        try:
            found = self._ask(lambda client: _read(client, claimed.marks))
        except Missing:
            return Absent(proven=True)
        except KutsuError as reason:
            return unclear(reason)
        receipt = _receipt(claimed.marks)
        if found == _wanted(claimed):
            return Found(receipt)
        return Unclear(
            f"{self._who} has another text than ours under the key of this publication: look at {receipt.url}. "
            "It is not overwritten"
        )

    def retract(self, claimed: Claimed, receipt: Receipt) -> None:  # noqa: ARG002  the record's address is enough
        """Delete the record."""
        self._ask(lambda client: retract.delete(client, receipt.remote_id), acts=True)

    @property
    def _who(self) -> str:
        return f"Bluesky ({self.name}, {self._handle})"

    def _enter(self) -> Session:
        """The login of this process, renewed or opened if it must be; nothing of it is visible, and a no burns no message."""
        try:
            return self._do(lambda client: self._login.enter(client, self._clock))
        except Stale:
            self._login.forget()
            raise
        except Refused as no:
            raise Held(str(no)) from None

    def _ask(self, ask: Callable[[Client], T], *, acts: bool = False) -> T:
        """Log in, then let `ask` use a client of its own, for calls run side by side; raises one of the four errors."""
        session = self._enter().export()

        def entered(client: Client) -> T:
            client.login(session_string=session, fetch_bsky_profile=False)
            return ask(client)

        try:
            return self._do(entered, acts=acts)
        except (Stale, Held):
            self._login.forget()
            raise

    def _do(self, what: Callable[[Client], T], *, acts: bool = False) -> T:
        """One step with a client and a deadline of its own."""
        atproto()  # the time that it takes to load is not the network's
        deadline = Deadline(self._clock, self.timeout / STEPS)
        with (
            by_phase(self._who, self._credentials, judge, acts=acts),
            deadline,
            client_of(self._clock, deadline, self._base, self._meter, acts=acts) as client,
        ):
            return what(client)


def _wanted(claimed: Claimed) -> Mapping[str, Any]:
    """The record of what was claimed."""
    return record.record(claimed.message, claimed.marks["created_at"])


def _place(marks: Mapping[str, str]) -> dict[str, str]:
    """Where the record is, as XRPC names it."""
    return {"repo": marks["did"], "collection": record.COLLECTION, "rkey": marks["rkey"]}


def _receipt(marks: Mapping[str, str]) -> Receipt:
    """The receipt of the record under its key."""
    url = f"https://bsky.app/profile/{marks['handle']}/post/{marks['rkey']}"
    return Receipt(f"at://{marks['did']}/{record.COLLECTION}/{marks['rkey']}", url)


def _read(client: Client, marks: Mapping[str, str]) -> Mapping[str, Any]:
    """The record as it is, without a model of the library's around it; raises `Missing`'s cause when there is none."""
    asked = atproto.models.ComAtprotoRepoGetRecord.Params(**_place(marks))
    found: Mapping[str, Any] = _body(client.invoke_query(f"{REPOSITORY}.getRecord", params=asked))["value"]
    return found


def _put(client: Client, claimed: Claimed) -> Receipt:
    """Create the record, by hand: the library's model drops a `swapRecord` that is null, which alone forbids to overwrite."""
    wanted = {**_place(claimed.marks), "record": _wanted(claimed), "swapRecord": None}
    answer = _body(client.invoke_procedure(f"{REPOSITORY}.putRecord", json=wanted, ignore_session_check=True))
    receipt = _receipt(claimed.marks)
    if answer["uri"] != receipt.remote_id:
        raise ValueError("the answer names another record")
    return receipt


def _body(answer: Any) -> Mapping[str, Any]:
    """The JSON object of an answer."""
    if not isinstance(answer.content, dict):
        raise TypeError("the answer is no JSON object")
    return answer.content


ADAPTER = "bluesky"
CREDENTIALS = BlueskyCredentials.names()


def channel(
    table: ChannelTable,
    secrets: Mapping[str, str],
    clock: Clock,
    mailing: Mailing | None = None,  # noqa: ARG001  the same signature for all adapters
) -> BlueskyChannel:
    """The account of one table; its one option is `handle` (such as `city.example.org`, without @)."""
    options = Options(table, known=("handle",))
    handle = options.text("handle").lower()
    if not HANDLE.fullmatch(handle):
        options.fault("handle", 'write the account\'s handle without @, such as "city.bsky.social"')
    options.close()
    return BlueskyChannel(table.name, handle, BlueskyCredentials.of(secrets), clock, table.base)
