"""Mail through SendGrid: one request per language and share of up to 1,000 recipients, each with a way out."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

import python_http_client

from kutsu.channels.common.credentials import ADDRESS, Credentials
from kutsu.channels.common.mailing import Mailing, everyone
from kutsu.channels.common.meter import Meter, each_endpoint, remaining
from kutsu.channels.common.options import Options
from kutsu.channels.common.verdict import by_phase
from kutsu.channels.email import letter
from kutsu.channels.email.door import client, errors, judge
from kutsu.channels.email.letter import Sender
from kutsu.core.config import ChannelTable
from kutsu.core.errors import Faulty, Held, KutsuError, Refused, Unconfirmed
from kutsu.core.ports import Clock, Recipient
from kutsu.core.publication import Claimed, Finding, Message, Proof, Receipt, Unclear
from kutsu.door import Deadline, outside

T = TypeVar("T")
logger = logging.getLogger(__name__)

NO_WAY_OUT = "no unsubscribe group is set, and there is no mail without a way out"
SCOPES = {"mail.send", "asm.groups.read"}


@dataclass(frozen=True, repr=False)
class EmailCredentials(Credentials):
    """The API key, with the scopes mail.send and asm.groups.read."""

    api_key: str


class EmailChannel:
    """One mail list; `senders` by language. The audience knows the addresses, the ledger only tokens."""

    network: str = "email"
    parts: tuple[str, ...] = ("subject", "text", "html")
    pictures: bool = False
    repeats: str = ""
    timeout: dt.timedelta = dt.timedelta(seconds=18)
    alone: bool = True
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
    ) -> None:
        self.name = name
        self._credentials, self._clock, self._base = credentials, clock, base
        self._mailing, self._senders = mailing, senders
        self._meter = Meter(self._who, clock, remaining("X-RateLimit"), each_endpoint)

    def fits(self, message: Message) -> bool:
        """Whether the mail arrives whole: subject, and HTML that is not clipped."""
        return letter.fits(message)

    def measure(self, message: Message) -> tuple[int, int]:
        """Bytes of HTML, which Gmail clips."""
        return len(message.parts["html"].encode()), letter.LONGEST_HTML

    def check(self) -> list[str]:
        """Ask SendGrid what the key may do and whether the groups exist; every reason why no mail can leave now."""
        closed = [language for language, sender in self._senders.items() if not sender.group]
        reasons = [f"{self._who}, {language}: {NO_WAY_OUT}" for language in closed]
        try:
            everyone(self._mailing, self._senders)
            return reasons + self._ask(self._lacking)
        except KutsuError as reason:
            return [*reasons, str(reason)]

    def shares(self, message: Message) -> Sequence[tuple[str, ...]]:
        """The tokens of all who read one of the message's languages, a thousand at a time; nothing when there is nobody."""
        tokens = iter(self._mailing.tokens(message))
        return list(iter(lambda: tuple(islice(tokens, letter.MOST)), ()))

    def prepare(self, claimed: Claimed) -> Mapping[str, str]:  # noqa: ARG002  mail has no invisible step
        """Nothing can be done beforehand."""
        return {}

    def send(self, claimed: Claimed) -> Receipt:
        """Hand the share over; who left the list meanwhile is dropped.

        A share of whom nobody is left is `Refused`: that is rather a list that broke than a thousand people leaving, and
        residents who were to be told must not be passed over in silence.
        """
        return self.compose(claimed)()

    def compose(self, claimed: Claimed) -> Callable[[], Receipt]:
        """All of `send` but the request."""
        sender = self._senders[claimed.message.languages[0]]
        if not sender.group:
            raise Held(f"{self._who}: {NO_WAY_OUT}")
        if faults := letter.faults(claimed.message):
            raise Refused(f"{self._who} does not send this mail: {', '.join(faults)}")
        people, left = self._people(claimed)
        if not people:
            raise Refused(
                f"{self._who}: nobody of the {len(claimed.recipients)} recipients is on the list now; look at the list"
            )
        return lambda: self._ask(lambda api: self._hand_over(api, claimed, sender, people, left), acts=True)

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

    def _hand_over(
        self, api: Any, claimed: Claimed, sender: Sender, people: Mapping[str, Recipient], left: Mapping[str, str]
    ) -> Receipt:
        """Make the request; when it was refused for single addresses alone, nothing was taken, so it goes without them."""
        addresses = [person.address for person in people.values()]
        try:
            answer = api.mail.send.post(request_body=letter.request(claimed, sender, addresses))
        except python_http_client.BadRequestsError as failure:
            bad = letter.bad_addresses(errors(failure))
            able = {token: person for number, (token, person) in enumerate(people.items()) if number not in bad}
            if len(able) in (0, len(people)):
                raise
        else:
            return self._accepted(answer, left)
        invalid = dict.fromkeys((token for token in people if token not in able), "invalid")
        logger.warning(
            "%s refused addresses of share %d, left out: %s", self._who, claimed.share, ", ".join(sorted(invalid))
        )
        return self._hand_over(api, claimed, sender, able, {**left, **invalid})

    def _accepted(self, answer: Any, left: Mapping[str, str]) -> Receipt:
        """The receipt of a mail that is queued; whatever else calls itself success (a proxy's page, a checked-only 200) is not."""
        message_id = answer.headers.get("X-Message-Id")
        if answer.status_code != 202 or not message_id:
            raise Unconfirmed(f"{self._who} answered {answer.status_code}, not 202 with an id")
        return Receipt(str(message_id), left_out=left)

    def _lacking(self, api: Any) -> list[str]:
        """What the key may not do, and the groups that do not exist."""
        if lacking := SCOPES - set(api.scopes.get().to_dict["scopes"]):
            return [f"{self._who}: the key lacks the scope {', '.join(sorted(lacking))}"]
        groups = {group["id"] for group in api.asm.groups.get().to_dict}
        wanted = {sender.group for sender in self._senders.values() if sender.group}
        return [f"{self._who}: the unsubscribe group {group} does not exist" for group in sorted(wanted - groups)]

    def _ask(self, ask: Callable[[Any], T], *, acts: bool = False) -> T:
        """Let `ask` use the client within this call's time; raises one of the four errors."""
        deadline = Deadline(self._clock, self.timeout)
        with (
            by_phase(self._who, self._credentials, judge, acts=acts),
            deadline,
            outside(deadline, self._base, self._meter, acts=acts) as session,
        ):
            return ask(client(self._credentials.api_key, session))


ADAPTER = "email"
CREDENTIALS = EmailCredentials.names()


def channel(
    table: ChannelTable, secrets: Mapping[str, str], clock: Clock, mailing: Mailing | None = None
) -> EmailChannel:
    """The list of one table. Options: `from`, `from_name`, `unsubscribe_group`, each also with `_<language>`, and `list`.

    A group that is 0 or missing is told by `check`, and nothing is sent; `list` is for who builds the mailing.
    """
    options = Options(table, known=("list",), spoken=("from", "from_name", "unsubscribe_group"))
    addresses, names, groups = options.texts("from"), options.texts("from_name"), options.numbers("unsubscribe_group")
    for address in addresses.values():
        if not ADDRESS.fullmatch(address):
            options.fault("from", "write the address that the mail comes from")
    if mailing is None:
        options.fault("list", "name the file of those who receive the mail")
    if table.layout == "together" and len(set(groups.values())) > 1:
        options.fault(
            "unsubscribe_group", "one letter in several languages has one group: who left it must not be written to"
        )
    options.close()
    assert mailing is not None
    senders = {language: Sender(addresses[language], names[language], groups[language]) for language in table.languages}
    return EmailChannel(table.name, EmailCredentials.of(secrets), clock, mailing, senders, table.base)
