"""A Facebook page through the Graph API, in two steps: an invisible draft, then its publication by its id.

Publishing a draft twice cannot double the post, so the visible step may be repeated after any doubt.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kutsu.channels.common.credentials import Credentials
from kutsu.channels.common.mailing import Mailing
from kutsu.channels.common.meter import Meter, one, usage
from kutsu.channels.common.options import Options
from kutsu.channels.common.verdict import by_phase, unclear
from kutsu.channels.facebook.answer import Gone, judge, readable
from kutsu.channels.facebook.media import File, Photos, form, shared
from kutsu.core.config import ChannelTable
from kutsu.core.errors import Held, KutsuError, Unavailable, Unconfirmed
from kutsu.core.ports import Clock
from kutsu.core.publication import Absent, Claimed, Finding, Found, Message, Picture, Proof, Receipt, Unclear
from kutsu.door import Deadline, outside

HOST = "https://graph.facebook.com"
LONGEST = 63_206
"""Characters in one post."""
REQUESTS = 2
"""The most requests that one call makes, one after the other, beside one for each picture."""
SHOWN = "id,permalink_url"
Json = Mapping[str, Any]


@dataclass(frozen=True, repr=False)
class FacebookCredentials(Credentials):
    """The page's own access token, with pages_manage_posts and pages_read_engagement."""

    token: str


class FacebookChannel:
    """One page on Facebook; `page` is its id, `version` that of the Graph API."""

    network: str = "facebook"
    parts: tuple[str, ...] = ("status",)
    pictures: bool = True
    repeats: str = "Facebook refuses a text that is the same as the page's last one"
    timeout: dt.timedelta = dt.timedelta(seconds=18)
    alone: bool = False
    proof: Proof = Proof(
        readings=tuple(dt.timedelta(seconds=age) for age in (15, 60, 180, 600)),
        proves=False,
        why="The draft itself, read by its id, tells whether it is published, and publishing it again cannot double it; "
        "without a draft nothing can be out. Only when the draft is gone is there no proof: the page's list of posts omits some.",
    )

    def __init__(
        self, name: str, credentials: FacebookCredentials, clock: Clock, page: str, version: str, base: str = ""
    ) -> None:
        self.name = name
        self._credentials, self._clock = credentials, clock
        self._page, self._root, self._base = page, f"{HOST}/{version}", base
        self._meter = Meter(self._who, clock, usage, one)
        self._photos = Photos()

    def fits(self, message: Message) -> bool:
        """Whether the text keeps within Facebook's limit, in characters."""
        return len(message.parts["status"]) <= LONGEST

    def measure(self, message: Message) -> tuple[int, int]:
        """Characters."""
        return len(message.parts["status"]), LONGEST

    def check(self) -> list[str]:
        """Ask Facebook whose token this is; every reason why it cannot publish now."""
        try:
            owner = self._ask("GET", "me", {"fields": "id,name"})
        except KutsuError as reason:
            return [str(reason)]
        if owner.get("id") == self._page:
            return []
        return [
            f"{self._who}: the token is that of {owner.get('name')} ({owner.get('id')}), not of the page {self._page}"
        ]

    def shares(self, message: Message) -> Sequence[tuple[str, ...]]:  # noqa: ARG002  a post has one share, whatever it says
        """One share without recipients."""
        return [()]

    def prepare(self, claimed: Claimed) -> Mapping[str, str]:
        """Create the draft with its pictures, unless an earlier attempt left one; keep its id and the address that it will have.

        A lost answer leaves at worst photos and a draft that nobody sees.
        """
        if "post" in claimed.marks:
            return claimed.marks
        said = claimed.message
        draft = {"message": said.parts["status"], "published": "false", "fields": SHOWN, **shared(self._who, said)}
        among = REQUESTS + len(said.pictures)
        answer = self._photos.drafted(
            claimed,
            lambda picture: self._upload(picture, among),
            lambda attached: self._ask("POST", f"{self._page}/feed", {**draft, **attached}, among=among),
        )
        if not answer.get("id"):
            raise Unavailable(f"{self._who} gave no id for the draft; nobody sees it")
        return {"post": answer["id"], "url": _address(answer)}

    def send(self, claimed: Claimed) -> Receipt:
        """Publish the draft by its id."""
        if "post" not in claimed.marks:
            raise Unavailable(f"{self._who} has no draft of this to publish; nothing was sent")
        answer = self._ask("POST", claimed.marks["post"], {"is_published": "true"}, acts=True)
        if answer.get("success") is not True:
            raise Unconfirmed(f"{self._who} did not say that the post is published")
        return Receipt(claimed.marks["post"], claimed.marks["url"])

    def find(self, claimed: Claimed) -> Finding:
        """Read the exact post: published, or still the draft, which proves that it is not out."""
        post = claimed.marks.get("post")
        if post is None:
            return Absent(proven=True)
        try:
            answer = self._ask("GET", post, {"fields": "is_published"})
        except Gone as reason:
            return self._among_published(claimed, str(reason))
        except KutsuError as reason:
            return unclear(reason)
        if answer.get("is_published") is True:
            return Found(Receipt(post, claimed.marks["url"]))
        draft = answer.get("is_published") is False
        return Absent(proven=True) if draft else Unclear(f"{self._who} did not say whether the post is published")

    def retract(self, claimed: Claimed, receipt: Receipt) -> None:  # noqa: ARG002  the id is enough
        """Delete the post by its id; Facebook says of a post that the token may not see that it is gone, so whose it is counts."""
        try:
            answer = self._ask("DELETE", receipt.remote_id, {}, acts=True)
        except Gone:
            if problems := self.check():
                raise Held("; ".join(problems)) from None
            return
        if answer.get("success") is not True:
            raise Unconfirmed(f"{self._who} did not say that the post is deleted")

    def _among_published(self, claimed: Claimed, reason: str) -> Finding:
        """Look for the text in the page's list, where a hit proves and an empty answer does not: then `reason` stands."""
        since = str(int((claimed.claimed_at - dt.timedelta(minutes=1)).timestamp()))
        wish = {"fields": f"{SHOWN},message", "since": since, "limit": "100"}
        try:
            page = self._ask("GET", f"{self._page}/published_posts", wish)
        except KutsuError as unread:
            return unclear(unread)
        wanted = _normal(claimed.message.parts["status"])
        hits = (post for post in page.get("data", []) if _normal(post.get("message", "")) == wanted)
        return next((Found(Receipt(post["id"], _address(post))) for post in hits), Unclear(reason))

    def _upload(self, picture: Picture, among: int) -> str:
        """The id of a photo that nobody sees yet."""
        fields, files = form(picture)
        answer = self._ask("POST", f"{self._page}/photos", fields, files, among=among)
        if not answer.get("id"):
            raise Unavailable(f"{self._who} gave no id for a picture; nobody sees it")
        return str(answer["id"])

    @property
    def _who(self) -> str:
        return f"Facebook ({self.name})"

    def _ask(
        self,
        method: str,
        path: str,
        fields: Mapping[str, str],
        files: Mapping[str, File] | None = None,
        *,
        acts: bool = False,
        among: int = REQUESTS,
    ) -> Json:
        """Make one request, `among` so many of its call, with the token in its header (never in an address that is logged).

        Raises one of the four errors.
        """

        def judged(who: str, failure: Exception) -> KutsuError | None:
            return judge(who, failure, self._clock.now())

        deadline = Deadline(self._clock, self.timeout / among)
        with (
            by_phase(self._who, self._credentials, judged, acts=acts),
            deadline,
            outside(deadline, self._base, self._meter, acts=acts) as session,
        ):
            session.headers["Authorization"] = f"Bearer {self._credentials.token}"
            place = {"params" if method == "GET" else "data": fields}
            return readable(session.request(method, f"{self._root}/{path}", files=files, **place))  # type: ignore[arg-type]  # one of the two


def _address(post: Json) -> str:
    """Where people see the post; an address built from its id leads there when Facebook names none, as for a draft."""
    return str(post.get("permalink_url") or f"https://www.facebook.com/{post['id']}")


def _normal(text: str) -> str:
    """`text` in NFC, as texts are compared."""
    return unicodedata.normalize("NFC", text)


ADAPTER = "facebook"
CREDENTIALS = FacebookCredentials.names()


def channel(
    table: ChannelTable,
    secrets: Mapping[str, str],
    clock: Clock,
    mailing: Mailing | None = None,  # noqa: ARG001  the same signature for all adapters
) -> FacebookChannel:
    """The page of one table; its options are `page` (the id, digits) and `version` (such as `v24.0`)."""
    options = Options(table, known=("page", "version"))
    page, version = options.text("page"), options.text("version")
    if not page.isdecimal():
        options.fault("page", "write the id of the page, digits only (Page > About > Page transparency)")
    if not re.fullmatch(r"v\d+\.\d+", version):
        options.fault("version", 'write the version of the Graph API, such as "v24.0"')
    options.close()
    return FacebookChannel(table.name, FacebookCredentials.of(secrets), clock, page, version, table.base)
