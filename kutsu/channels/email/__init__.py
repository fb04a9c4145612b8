"""Mail through SendGrid: one request per language and share of up to 1,000 recipients, each with a way out."""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from kutsu.channels.common.credentials import ADDRESS, Credentials
from kutsu.channels.common.mailing import LIST, Mailing, everyone
from kutsu.channels.common.meter import Meter, each_endpoint, remaining
from kutsu.channels.common.options import Options
from kutsu.channels.common.verdict import by_phase
from kutsu.channels.email import batches, letter, listed, post
from kutsu.channels.email.door import client, judge
from kutsu.channels.email.letter import Sender
from kutsu.core.ahead import AHEAD
from kutsu.core.config import ChannelTable
from kutsu.core.errors import Faulty, Held, KutsuError, Refused, Unavailable, Unconfirmed
from kutsu.core.ports import Clock, Recipient
from kutsu.core.publication import Claimed, Finding, Message, Proof, Receipt, Unclear
from kutsu.door import Deadline, outside

T = TypeVar("T")
logger = logging.getLogger(__name__)

NO_WAY_OUT = "neither the city's `web` nor an unsubscribe group is set, and there is no mail without a way out"
BATCH = "batch"
"""The mark of a share that can be taken back: its batch at SendGrid."""


@dataclass(frozen=True, repr=False)
class EmailCredentials(Credentials):
    """The API key; `check` tells which scopes it lacks."""

    api_key: str


class EmailChannel:
    """One mail list; `senders` by language. The audience knows the addresses, the ledger only tokens."""

    network: str = "email"
    parts: tuple[str, ...] = ("subject", "text", "html")
    pictures: bool = False
    repeats: str = ""
    attaches: bool = True
    timeout: dt.timedelta = dt.timedelta(seconds=18)
    alone: bool = True
    give_back: dt.timedelta = dt.timedelta(minutes=10)
    proof: Proof = Proof(
        readings=(),
        proves=False,
        why="SendGrid has no idempotency key and cannot be asked what it took: a mail whose answer was lost waits for a "
        "person, who looks into SendGrid's activity feed.",
    )

    def __init__(
        self,
        name: str,
        credentials: EmailCredentials,
        clock: Clock,
        mailing: Mailing,
        senders: Mapping[str, Sender],
        base: str = "",
        *,
        region: str = "",
        ahead: dt.timedelta = dt.timedelta(),
    ) -> None:
        self.name, self.ahead = name, ahead
        self._credentials, self._clock, self._base, self._region = credentials, clock, base, region
        self._mailing, self._senders = mailing, senders
        self._meter = Meter(self._who, clock, remaining("X-RateLimit"), each_endpoint)

    def fits(self, message: Message) -> bool:
        """Whether the mail arrives whole: subject, and HTML that is not clipped."""
        return letter.fits(message)

    def measure(self, message: Message) -> tuple[int, int]:
        """Bytes of HTML, which Gmail clips."""
        return len(message.parts["html"].encode()), letter.LONGEST_HTML

    def check(self) -> list[str]:
        """Ask SendGrid what the key may do and whether the groups exist, and keep whom it does not write to any more.

        Gives every reason why no mail can leave now; a list whose suppressions cannot be read is one.
        """
        reasons = [f"{self._who}, {key}: {NO_WAY_OUT}" for key, sender in self._senders.items() if self._closed(sender)]
        try:
            everyone(self._mailing, self._senders)
            if lacking := self._ask(self._lacking):
                return reasons + lacking
            reading, now = partial(self._ask, span=2 * self.timeout), self._clock.now()  # nothing is claimed yet
            listed.pull(reading, self._mailing, self._credentials.api_key, self._groups, now)
        except KutsuError as reason:
            return [*reasons, str(reason)]
        return reasons

    def shares(self, message: Message) -> Sequence[tuple[str, ...]]:
        """The tokens of all who read one of the message's languages, a thousand at a time; nothing when there is nobody."""
        tokens = iter(self._mailing.tokens(message))
        return list(iter(lambda: tuple(islice(tokens, letter.MOST)), ()))

    def prepare(self, claimed: Claimed) -> Mapping[str, str]:
        """Get a new batch id for a share that is handed over ahead, and nothing else: what an earlier try had may be cancelled."""
        return {BATCH: self._ask(batches.fresh)} if AHEAD in claimed.marks else {}

    def send(self, claimed: Claimed) -> Receipt:
        """Hand the share over, to go at once; who left the list meanwhile is dropped.

        A share of whom nobody is on the list, and not all have left by the ledger's word, is `Refused`: that is rather a list
        that broke, and residents who were to be told must not be passed over in silence.
        """
        return self.compose(claimed)()

    def compose(self, claimed: Claimed) -> Callable[[], Receipt]:
        """All of `send` but the request, which the answer makes when it is called; either raises as `send` does."""
        return self._composed(claimed, {})

    def hand_over(self, claimed: Claimed, slot: dt.datetime) -> Receipt:
        """Hand the share over, to go at `slot`; as `send` else. Raises `Unavailable` where `prepare` left no batch."""
        if BATCH not in claimed.marks:
            raise Unavailable(f"{self._who}: share {claimed.share} has no batch, so it could not be taken back")
        return self._composed(claimed, letter.scheduled(claimed.marks[BATCH], slot))()

    def take_back(self, claimed: Claimed, slot: dt.datetime | None = None) -> None:
        """Cancel the batch of this share; where the answer is lost, ask what became of it. Nothing leaves under its id any more.

        Raises `Refused` when it is too late for `slot`, as far as that is told, or SendGrid takes no more of them.
        """
        if slot and self._clock.now() > slot - self.give_back:
            raise Refused(f"{self._who} does not surely give mail back later than 10 minutes before its time")
        if not (batch := claimed.marks.get(BATCH)):
            raise Refused(
                f"{self._who}: share {claimed.share} was not handed over with a batch and cannot be taken back"
            )
        third = self.timeout / 3
        before = self._ask(partial(batches.stopped, batch=batch), span=third)
        if before != batches.CANCEL:
            try:
                self._ask(partial(batches.cancel, batch=batch, before=before), acts=True, span=third)
            except (Refused, Unconfirmed):
                if self._ask(partial(batches.stopped, batch=batch), span=third) != batches.CANCEL:
                    raise

    def find(self, claimed: Claimed) -> Finding:
        """SendGrid cannot be asked."""
        return Unclear(f"{self._who} cannot tell whether it took share {claimed.share}.")

    def retract(self, claimed: Claimed, receipt: Receipt) -> None:  # noqa: ARG002  it is the same for all mail
        """Mail is in its readers' boxes."""
        raise Refused(f"{self._who}: mail that is out cannot be taken back; send a correction")

    @property
    def _who(self) -> str:
        return f"SendGrid ({self.name})"

    def _people(self, claimed: Claimed) -> tuple[dict[str, Recipient], dict[str, str]]:
        """Who in this share is to be written to now, by token, and why the others are not."""
        try:
            return self._mailing.people(claimed)
        except Faulty as faults:
            raise Held(f"{self._who} has a list that cannot be used: {faults}") from None

    def _composed(self, claimed: Claimed, when: dict[str, Any]) -> Callable[[], Receipt]:
        """The one visible request of a share, ready to be made."""
        sender = self._senders[claimed.message.languages[0]]
        if self._closed(sender):
            raise Held(f"{self._who}: {NO_WAY_OUT}")
        if faults := letter.faults(claimed.message):
            raise Refused(f"{self._who} does not send this mail: {', '.join(faults)}")
        people, left = self._people(claimed)
        if not people and self._mailing.gone(claimed):
            return partial(Receipt, "nobody", left_out=left)
        if not people:
            raise Refused(f"{self._who}: nobody of the {len(claimed.recipients)} recipients is on the list; look at it")
        body = letter.request(claimed, sender, people.values(), self._mailing.way_out) | when
        text = json.dumps(body)
        return lambda: self._post(claimed, body, text, list(people), left)

    def _post(
        self, claimed: Claimed, body: Mapping[str, Any], text: str, tokens: Sequence[str], left: Mapping[str, str]
    ) -> Receipt:
        taken, invalid = self._ask(lambda api: post.post(api, body, text, tokens, self._who), acts=True)
        if invalid:
            told = ", ".join(sorted(invalid))
            logger.warning("%s refused addresses of share %d, left out: %s", self._who, claimed.share, told)
        return Receipt(taken, left_out={**left, **dict.fromkeys(invalid, "invalid")})

    def _closed(self, sender: Sender) -> bool:
        return not (sender.group or self._mailing.way_out)

    @property
    def _groups(self) -> set[int]:
        return {sender.group for sender in self._senders.values() if sender.group}

    def _lacking(self, api: Any) -> list[str]:
        """What the key may not do, and the groups that do not exist."""
        wanted = listed.scopes(self._mailing, self._groups) | (batches.SCOPES if self.ahead else set())
        if lacking := wanted - set(api.scopes.get().to_dict["scopes"]):
            return [f"{self._who}: the key lacks the scope {', '.join(sorted(lacking))}"]
        groups = {group["id"] for group in api.asm.groups.get().to_dict} if self._groups else set()
        return [f"{self._who}: the unsubscribe group {group} does not exist" for group in sorted(self._groups - groups)]

    def _ask(self, ask: Callable[[Any], T], *, acts: bool = False, span: dt.timedelta | None = None) -> T:
        """Let `ask` use the client within this call's time, or a `span` of it; raises one of the four errors."""
        deadline = Deadline(self._clock, span or self.timeout)
        with (
            by_phase(self._who, self._credentials, judge, acts=acts),
            deadline,
            outside(deadline, self._base, self._meter, acts=acts) as session,
        ):
            return ask(client(self._credentials.api_key, session, self._region))


ADAPTER = "email"
CREDENTIALS = EmailCredentials.names()


def channel(
    table: ChannelTable, secrets: Mapping[str, str], clock: Clock, mailing: Mailing | None = None
) -> EmailChannel:
    """The list of one table. Options: `from`, `from_name`, `unsubscribe_group`, each also with `_<language>`, `region` and `LIST`.

    Without a group and a way out of our own `check` says so and nothing is sent; where the list is, is for who builds the mailing.
    """
    options = Options(table, known=(*LIST, "region"), spoken=("from", "from_name", "unsubscribe_group"))
    addresses, names, groups = options.texts("from"), options.texts("from_name"), options.numbers("unsubscribe_group")
    for address in addresses.values():
        if not ADDRESS.fullmatch(address):
            options.fault("from", "write the address that the mail comes from")
    if any(letter.unsafe(name) for name in names.values()):
        options.fault("from_name", "write the name in one line, without control characters")
    if (region := options.text("region")) not in ("", "eu"):
        options.fault("region", 'write "eu" for an account that SendGrid keeps in the EU, or leave it out')
    if mailing is None:
        options.fault("list", "name the file of those who receive the mail, or their `spreadsheet`")
    if table.layout == "together" and len(set(groups.values())) > 1:
        options.fault(
            "unsubscribe_group", "one letter in several languages has one group: who left it must not be written to"
        )
    options.close()
    assert mailing is not None
    senders = {language: Sender(addresses[language], names[language], groups[language]) for language in table.languages}
    ahead, keys = dt.timedelta(minutes=table.ahead), EmailCredentials.of(secrets)
    return EmailChannel(table.name, keys, clock, mailing, senders, table.base, region=region, ahead=ahead)
