"""A real SMTP server in a process of its own, with TLS, a login, and faults on demand before and after the final dot.

The faults of the contract mean here what they mean over HTTP: `lost`, `reset`, `hang`, `truncated`, `html`, `500-after`
accept the mail and spoil the answer; `drop-before` and `500-before` come after the final dot too, but take nothing.
"""

from __future__ import annotations

import asyncio
import email.policy
import logging
import multiprocessing
import multiprocessing.connection
import socket
import ssl
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.channels.stages import STAGES, Sandbox

PIPE = multiprocessing.connection.Connection
TAKES = ("lost", "reset", "hang", "truncated", "html", "trickle", "500-after")
"""Faults that strike when the mail has been taken."""
CLOSES = ("lost", "drop-before", "truncated", "reset")
"""After these the connection is gone."""
SAYS = {
    "truncated": b"25",
    "html": b"<!doctype html><title>Gateway</title>\r\n",
    "500-after": b"HTTP/1.1 500 Internal Server Error\r\n",
    "500-before": b"HTTP/1.1 500 Internal Server Error\r\n",
    "429": b"451 4.7.1 Greylisted, come again\r\n",
    "refused": b"554 5.6.0 This content is refused\r\n",
}
UNKNOWN = {
    "tuntematon": "550 5.1.1 <tuntematon@example.org> No such user",
    "kielletty": "554 5.7.1 <kielletty@example.org> Relay access denied",
    "harmaa": "450 4.2.0 Greylisted, come again",
}
"""What is said at RCPT, by what stands before the @."""


@dataclass
class Office:
    """What has been taken, and what is to befall the next mails."""

    taken: list[dict[str, Any]] = field(default_factory=list)
    fault: str = ""
    left: int = 0
    skip: int = 0
    seen: int = 0
    connections: int = 0

    def strikes(self, *faults: str) -> bool:
        """Whether the next one of these faults is due."""
        return self.fault in faults and self.left > 0 and self.seen > self.skip

    def do(self, order: str, **values: Any) -> Any:
        """What the test asks of the office."""
        if order == "rule":
            self.fault, self.left, self.skip, self.seen = values["fault"], values["times"], values["after"], 0
        return {"seen": self.seen, "connections": self.connections, "taken": self.taken}

    async def handle_RCPT(  # noqa: N802  aiosmtpd's naming
        self, _server: Server, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Say no to those who are not known."""
        if no := UNKNOWN.get(address.partition("@")[0]):
            return no
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  aiosmtpd's naming
        self, server: Server, _session: Session, envelope: Envelope
    ) -> str:
        """Take the mail, or not, and answer, or not."""
        struck = self.fault if self.strikes(*TAKES, *SAYS, "drop-before") else ""
        if struck in ("", *TAKES):
            self.taken.append({"raw": envelope.original_content, "to": envelope.rcpt_tos, "from": envelope.mail_from})
        if not struck:
            return "250 OK"
        self.left -= 1
        await self._spoil(server, struck)
        return "250 Too late"

    async def _spoil(self, server: Server, fault: str) -> None:
        """Answer as the fault wants it, and let nothing else be answered."""
        writer = server._writer
        if fault == "reset":
            linger = struct.pack("ii", 1, 0)
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            writer.transport.abort()
        writer.write(SAYS.get(fault, b""))
        while fault in ("hang", "trickle"):
            writer.write(b"250-still\r\n" if fault == "trickle" else b"")
            await asyncio.sleep(0.05)
        writer.close()

    def authenticate(
        self, _server: Server, _session: Session, _envelope: Envelope, _way: str, login: Any
    ) -> AuthResult:
        """Whether the login is that of the stage; `401` forgets it."""
        assert isinstance(login, LoginPassword)
        known = (login.login.decode(), login.password.decode()) == tuple(STAGES["smtp"].secrets.values())
        return AuthResult(success=known and self.fault != "401", handled=False)


class Server(SMTP):
    """One connection of the office."""

    def connection_made(self, transport: Any) -> None:
        """Count it."""
        self.event_handler.connections += 1
        super().connection_made(transport)

    async def smtp_MAIL(self, arg: str) -> None:  # noqa: N802  aiosmtpd's naming
        """Hang up before the mail where that is the fault."""
        if self.event_handler.strikes("drop-at-mail"):
            self.event_handler.left -= 1
            self._writer.close()
        else:
            await super().smtp_MAIL(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802  aiosmtpd's naming
        """Hang up before the final dot where that is the fault."""
        office = self.event_handler
        office.seen += 1
        if office.strikes("drop-in-data"):
            office.left -= 1
            await self.push("354 Go on")
            await self._reader.readline()
            self._writer.close()
        else:
            await super().smtp_DATA(arg)


async def serve(pipe: PIPE, tls: str, folder: Path) -> None:
    """Serve, and do what the pipe orders, until it orders nothing."""
    office, context = Office(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "authority.pem", folder / "key.pem")
    made: dict[str, Any] = {"authenticator": office.authenticate, "auth_required": tls != "none"}
    made |= {"tls_context": context} if tls == "starttls" else {"auth_require_tls": False}
    loop, secure = asyncio.get_running_loop(), context if tls == "implicit" else None
    server = await loop.create_server(lambda: Server(office, **made), "127.0.0.1", 0, ssl=secure)
    pipe.send(server.sockets[0].getsockname()[1])
    while order := await loop.run_in_executor(None, pipe.recv):
        pipe.send(office.do(order.pop("order"), **order))


def run(pipe: PIPE, tls: str, folder: Path) -> None:
    """The process."""
    logging.disable(logging.CRITICAL)
    asyncio.run(serve(pipe, tls, folder))


@dataclass(frozen=True)
class PostOffice(Sandbox):
    """The running office, with the words of the sandbox."""

    pipe: PIPE

    def base(self, adapter: str) -> str:  # noqa: ARG002  it plays one network
        """Where it is."""
        return self.address

    @contextmanager
    def rule(self, adapter: str, path: str, fault: str = "lost", **rule: Any) -> Iterator[None]:  # noqa: ARG002  likewise
        """Let mails fail by `fault` inside the block."""
        self.told("rule", fault=fault, times=rule.get("times", 10**6), after=rule.get("after", 0))
        try:
            yield
        finally:
            self.told("rule", fault="", times=0, after=0)

    def told(self, order: str = "look", **values: Any) -> Any:
        """What the office says to an order."""
        self.pipe.send({"order": order, **values})
        return self.pipe.recv()

    def seen(self) -> int:
        """How many mails have been begun since the rule was made."""
        return int(self.told()["seen"])

    def out(self, words: str) -> list[dict[str, Any]]:
        """Every mail taken that holds these words."""
        read = [_read(one) for one in self.told()["taken"]]
        return [one for one in read if words in one["text"]]


def _read(taken: dict[str, Any]) -> dict[str, Any]:
    """A mail that was taken, with its headers and its text read."""
    mail = BytesParser(EmailMessage, policy=email.policy.SMTP).parsebytes(taken["raw"])
    plain = mail.get_body(("plain",))
    return {"id": mail["Message-ID"], "text": plain.get_content() if plain else "", "mail": mail, **taken}


@contextmanager
def opened(folder: Path, tls: str = "starttls") -> Iterator[PostOffice]:
    """An office whose certificate lies in the folder, in a process of its own."""
    method = multiprocessing.get_context("spawn")
    ours, theirs = method.Pipe()
    process = method.Process(target=run, args=(theirs, tls, folder), daemon=True)
    process.start()
    try:
        yield PostOffice(f"smtp://127.0.0.1:{ours.recv()}", ours)
    finally:
        ours.send(None)
        process.join(5)
        process.terminate()
