"""Mail through any SMTP server: one mail for each recipient, so that every verdict is about one person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kutsu.channels.common.credentials import Credentials
from kutsu.channels.common.mailing import LIST, Mailing, everyone
from kutsu.channels.common.options import Options
from kutsu.channels.smtp import letter
from kutsu.channels.smtp.letter import Sender
from kutsu.channels.smtp.line import Server, hand_over
from kutsu.channels.smtp.lines import Lines
from kutsu.channels.smtp.table import senders, server
from kutsu.core.config import ChannelTable
from kutsu.core.errors import Faulty, Held, KutsuError, Refused
from kutsu.core.ports import Clock, WayOut
from kutsu.core.publication import Claimed, Finding, Message, Proof, Receipt, Unclear

NO_WAY_OUT = "there is no mail without a way out: run `kutsu web` and write its public address as web in city.toml"
NO_LOGIN = "none"


@dataclass(frozen=True, repr=False)
class SmtpCredentials(Credentials):
    """The login of the mail server."""

    user: str
    password: str


class SmtpChannel:
    """One mail list; `senders` by language. The audience knows the addresses, the ledger only tokens."""

    network: str = "email"
    parts: tuple[str, ...] = ("subject", "text", "html")
    pictures: bool = False
    repeats: str = ""
    timeout: dt.timedelta = dt.timedelta(seconds=18)
    alone: bool = True
    attaches: bool = True
    proof: Proof = Proof(
        readings=(),
        proves=False,
        why="SMTP has no look-up: a mail whose answer was lost after its final dot waits for a person, who finds it by its "
        "Message-ID in the mail server's log, or does not.",
    )

    def __init__(
        self,
        name: str,
        credentials: Credentials,
        clock: Clock,
        mailing: Mailing,
        senders: Mapping[str, Sender],
        server: Server,
    ) -> None:
        """Without a login the credentials have no names."""
        self.name = name
        self._mailing, self._senders = mailing, senders
        self._lines = Lines(self._who, server, credentials, clock, self.timeout)

    def fits(self, message: Message) -> bool:
        """Whether the mail arrives whole: subject, and HTML that is not clipped."""
        return letter.fits(message)

    def measure(self, message: Message) -> tuple[int, int]:
        """Bytes of HTML, which Gmail clips."""
        return len(message.parts["html"].encode()), letter.LONGEST_HTML

    def check(self) -> list[str]:
        """Open a connection, log in and name each sender, without a mail; every reason why none can leave now."""
        reasons = [] if self._mailing.way_out else [f"{self._who}: {NO_WAY_OUT}"]
        try:
            everyone(self._mailing, self._senders)
            for sender in dict.fromkeys(self._senders.values()):
                with self._lines.line(sender.address, acts=False) as (line, _):
                    line.rset()
        except KutsuError as reason:
            return [*reasons, str(reason)]
        return reasons

    def shares(self, message: Message) -> Sequence[tuple[str, ...]]:
        """One token for each share: what the server says of a mail then is about one person."""
        return [(token,) for token in self._mailing.tokens(message)]

    def prepare(self, claimed: Claimed) -> Mapping[str, str]:  # noqa: ARG002  mail has no invisible step
        """Nothing can be done beforehand."""
        return {}

    def send(self, claimed: Claimed) -> Receipt:
        """Hand the mail over to the server; who left, or whose address it does not know, is left out, which stops nobody else."""
        if faults := letter.faults(claimed.message):
            raise Refused(f"{self._who} does not send this mail: {', '.join(faults)}")
        sender, way_out = self._senders[claimed.message.languages[0]], self._way_out()
        ((token, address), left) = self._person(claimed)
        receipt = Receipt(letter.message_id(claimed, sender), left_out=left)
        if left:
            return receipt
        there = way_out(token, claimed.message.languages[0])
        mail = bytes(letter.letter(claimed, sender, address, there, self._mailing.scope))
        with self._lines.line(sender.address, acts=True) as (line, phase):
            known = hand_over(line, phase, address, mail)
            if not known:
                line.forget()
        return receipt if known else Receipt(receipt.remote_id, left_out={token: "invalid"})

    def find(self, claimed: Claimed) -> Finding:
        """SMTP cannot be asked; the Message-ID is what a person looks for."""
        sender = self._senders[claimed.message.languages[0]]
        return Unclear(f"{self._who} cannot tell whether it took {letter.message_id(claimed, sender)}.")

    def retract(self, claimed: Claimed, receipt: Receipt) -> None:  # noqa: ARG002  it is the same for all mail
        """Mail is in its readers' boxes."""
        raise Refused(f"{self._who}: mail that is out cannot be taken back; send a correction")

    @property
    def _who(self) -> str:
        return f"SMTP ({self.name})"

    def _way_out(self) -> WayOut:
        """SMTP has no provider that would let people out."""
        if not self._mailing.way_out:
            raise Held(f"{self._who}: {NO_WAY_OUT}")
        return self._mailing.way_out

    def _person(self, claimed: Claimed) -> tuple[tuple[str, str], Mapping[str, str]]:
        """Token and address of the one in this share, and why not, if they are not to be written to."""
        (token,) = claimed.recipients
        try:
            people, left = self._mailing.people(claimed)
        except Faulty as faults:
            raise Held(f"{self._who} has a list that cannot be used: {faults}") from None
        address = people[token].address if token in people else ""
        return (token, address), left or ({} if letter.takes(address) else {token: "invalid"})


ADAPTER = "smtp"
CREDENTIALS = SmtpCredentials.names()


def channel(
    table: ChannelTable, secrets: Mapping[str, str], clock: Clock, mailing: Mailing | None = None
) -> SmtpChannel:
    """The list of one table; `list` is for who builds the mailing.

    Options: `host`, `port` (587), `tls` (`implicit` for port 465, else `starttls`; `none` only to this machine),
    `login` (`none` where the server asks for none), `from` and `from_name`, also with `_<language>`, and `list`.
    """
    options = Options(table, known=("host", "port", "tls", "login", *LIST), spoken=("from", "from_name"))
    writers = senders(options, table)
    there = server(options, table, next(iter(writers.values()), Sender("", "")).domain)
    if mailing is None:
        options.fault("list", "name the file of those who receive the mail")
    if options.text("login", NO_LOGIN) != NO_LOGIN:
        options.fault("login", f"write {NO_LOGIN} where the server asks for none, or leave it out")
    options.close()
    assert mailing is not None
    credentials = Credentials() if options.text("login") == NO_LOGIN else SmtpCredentials.of(secrets)
    return SmtpChannel(table.name, credentials, clock, mailing, writers, there)
