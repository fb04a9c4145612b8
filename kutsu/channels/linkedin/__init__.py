"""An organisation on LinkedIn through the versioned Posts API: one request, looked up among the organisation's own posts."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote

import requests

from kutsu.channels.common.credentials import Credentials
from kutsu.channels.common.mailing import Mailing
from kutsu.channels.common.options import Options
from kutsu.channels.common.verdict import by_phase, unclear
from kutsu.channels.linkedin import retract
from kutsu.channels.linkedin.answer import Json, Known, accepted, judge, receipt
from kutsu.channels.linkedin.little import comparable, escape
from kutsu.channels.linkedin.media import Images
from kutsu.core.config import ChannelTable
from kutsu.core.errors import KutsuError
from kutsu.core.ports import Clock
from kutsu.core.publication import Absent, Claimed, Finding, Found, Message, Proof, Receipt, Unclear
from kutsu.door import Deadline, outside

T = TypeVar("T")
logger = logging.getLogger(__name__)

ROOT = "https://api.linkedin.com/rest"
LONGEST = 3_000
FINDER = {"X-RestLi-Method": "FINDER"}
PAGE = 100
ROLES = {"ADMINISTRATOR", "CONTENT_ADMIN"}
OLD = 9
"""Months after which a version is to be renewed; LinkedIn retires each after about a year."""


@dataclass(frozen=True, repr=False)
class LinkedInCredentials(Credentials):
    """The access token (60 days) of one who may publish for the organisation: w_ and r_organization_social, r_organization_admin."""

    token: str


class LinkedInChannel:
    """One organisation on LinkedIn; `organization` is its id, `version` the dated one of the API."""

    network: str = "linkedin"
    parts: tuple[str, ...] = ("status",)
    pictures: bool = True
    repeats: str = (
        "LinkedIn refuses a text that the organisation said not long ago, within a time that LinkedIn does not tell"
    )
    timeout: dt.timedelta = dt.timedelta(seconds=18)
    alone: bool = False
    proof: Proof = Proof(
        readings=tuple(dt.timedelta(seconds=age) for age in (15, 60, 180, 600)),
        proves=True,
        why="The organisation's own posts are listed whole and lag by moments: four readings without the post over ten minutes "
        "prove that it is not out. Should the list lag longer, LinkedIn itself refuses the same text a second time.",
    )

    def __init__(
        self, name: str, credentials: LinkedInCredentials, clock: Clock, organization: str, version: str, base: str = ""
    ) -> None:
        self.name = name
        self._credentials, self._clock = credentials, clock
        self._author, self._version, self._base = f"urn:li:organization:{organization}", version, base
        self._named: dict[str, str] = {}
        self._images = Images(self._who, self._author, clock, base)

    def fits(self, message: Message) -> bool:
        """Whether the text keeps within 3,000 characters, counted after escaping.

        Whether LinkedIn counts the escapes is not documented; counting them is the safe side.
        """
        return len(escape(message.parts["status"])) <= LONGEST

    def measure(self, message: Message) -> tuple[int, int]:
        """Characters, the escapes among them."""
        return len(escape(message.parts["status"])), LONGEST

    def check(self) -> list[str]:
        """Ask what the token's owner may do for the organisation; every reason why it cannot publish now.

        An old version still publishes, so it is no reason: it is told in the log while there is time to renew it.
        """
        self._tell_age()
        try:
            roles = self._ask(self._roles)
        except KutsuError as reason:
            return [str(reason)]
        if roles & ROLES:
            return []
        has = ", ".join(sorted(roles)) or "none"
        return [
            f"{self._who}: the token's owner needs the role {' or '.join(sorted(ROLES))} for {self._author}; has {has}"
        ]

    def shares(self, message: Message) -> Sequence[tuple[str, ...]]:  # noqa: ARG002  a post has one share, whatever it says
        """One share without recipients."""
        return [()]

    def prepare(self, claimed: Claimed) -> Mapping[str, str]:
        """Upload the pictures, and keep their urns; a post without any has no invisible first step here."""
        return self._ask(lambda session: self._images.ready(session, claimed)) if claimed.message.pictures else {}

    def send(self, claimed: Claimed) -> Receipt:
        """Post in one request. A duplicate's urn is kept in the words of the error, and here for `find`."""
        body = {
            "author": self._author,
            "commentary": escape(claimed.message.parts["status"]),
            "visibility": "PUBLIC",
            "distribution": {"feedDistribution": "MAIN_FEED"},
            "lifecycleState": "PUBLISHED",
            **self._images.content(claimed),
        }
        try:
            return self._ask(
                lambda session: receipt(accepted(session.post(f"{ROOT}/posts", json=body)).headers.get("x-restli-id")),
                acts=True,
            )
        except Known as known:
            self._named[claimed.key] = known.urn
            raise

    def find(self, claimed: Claimed) -> Finding:
        """Look for the same text among the own posts since a minute before the claim.

        The urn that a duplicate answer named to this very channel is read first; a later process looks in the list alone.
        """
        try:
            return self._ask(lambda session: self._look(session, claimed))
        except KutsuError as reason:
            return unclear(reason)

    def retract(self, claimed: Claimed, receipt: Receipt) -> None:  # noqa: ARG002  the urn is enough
        """Delete the post by its urn."""
        self._ask(lambda session: retract.delete(session, f"{ROOT}/posts", receipt.remote_id), acts=True)

    def _look(self, session: requests.Session, claimed: Claimed) -> Finding:
        """Found by its whole text; a post that is only its beginning was cut, and nobody but a person can mend that."""
        wanted, cut = comparable(escape(claimed.message.parts["status"])), ""
        since = int((claimed.claimed_at - dt.timedelta(minutes=1)).timestamp() * 1000)
        for post in self._posts(session, self._named.get(claimed.key), since):
            seen = comparable(post.get("commentary", ""))
            if seen == wanted:
                return Found(receipt(post["id"]))
            cut = cut or (post["id"] if seen and wanted.startswith(seen) else "")
        return Unclear(f"{self._who} shows only the beginning of it: look at {receipt(cut).url}") if cut else Absent()

    def _posts(self, session: requests.Session, named: str | None, since: int) -> Iterator[Json]:
        """The post of the urn `named`, then all own ones of the list, if created at `since` (epoch milliseconds) or later."""
        place = f"{ROOT}/posts"
        one = session.get(f"{place}/{quote(named, safe='')}") if named else None
        if one is not None and one.status_code != requests.codes.not_found:  # else a ghost of a deleted post
            yield from _created([accepted(one).json()], since)
        wish = {"author": self._author, "q": "author", "count": str(PAGE), "sortBy": "LAST_MODIFIED"}
        start, more = 0, True
        while more:
            answer = session.get(place, params={**wish, "start": str(start)}, headers=FINDER)
            page = accepted(answer).json()["elements"]
            yield from _created(page, since)
            start += PAGE
            more = len(page) == PAGE and page[-1].get("lastModifiedAt", since) >= since

    def _roles(self, session: requests.Session) -> set[str]:
        """What the token's owner is in the organisation."""
        wish = {"q": "roleAssignee", "state": "APPROVED", "count": str(PAGE)}
        answer = accepted(session.get(f"{ROOT}/organizationAcls", params=wish, headers=FINDER))
        return {row["role"] for row in answer.json()["elements"] if row["organization"] == self._author}

    def _tell_age(self) -> None:
        """Warn of a version that LinkedIn will soon retire."""
        today = self._clock.now()
        months = (today.year - int(self._version[:4])) * 12 + today.month - int(self._version[4:])
        if months > OLD:
            told = "%s: version %s is %d months old and will be retired at about twelve; set `version` to a newer one"
            logger.warning(told, self._who, self._version, months)

    @property
    def _who(self) -> str:
        return f"LinkedIn ({self.name})"

    def _ask(self, ask: Callable[[requests.Session], T], *, acts: bool = False) -> T:
        """Let `ask` use a session of its own, for calls run side by side; raises one of the four errors."""

        def judged(who: str, failure: Exception) -> KutsuError | None:
            return judge(who, failure, self._clock.now())

        deadline = Deadline(self._clock, self.timeout)
        with (
            by_phase(self._who, self._credentials, judged, acts=acts),
            deadline,
            outside(deadline, self._base, acts=acts) as session,
        ):
            session.headers["Authorization"] = f"Bearer {self._credentials.token}"
            session.headers["LinkedIn-Version"] = self._version
            session.headers["X-Restli-Protocol-Version"] = "2.0.0"
            return ask(session)


def _created(posts: Sequence[Json], since: int) -> Iterator[Json]:
    """Those created at `since` or later."""
    return (post for post in posts if post["createdAt"] >= since)


ADAPTER = "linkedin"
CREDENTIALS = LinkedInCredentials.names()


def channel(
    table: ChannelTable,
    secrets: Mapping[str, str],
    clock: Clock,
    mailing: Mailing | None = None,  # noqa: ARG001  the same signature for all adapters
) -> LinkedInChannel:
    """The organisation of one table; its options are `organization` (the id, digits) and `version` (such as `202610`)."""
    options = Options(table, known=("organization", "version"))
    organization, version = options.text("organization"), options.text("version")
    if not organization.isdecimal():
        options.fault(
            "organization", "write the id of the organisation, digits only (in the address of its admin view)"
        )
    if not re.fullmatch(r"20\d\d(0[1-9]|1[0-2])", version):
        options.fault("version", 'write the dated version of the API, year and month, such as "202610"')
    options.close()
    return LinkedInChannel(table.name, LinkedInCredentials.of(secrets), clock, organization, version, table.base)
