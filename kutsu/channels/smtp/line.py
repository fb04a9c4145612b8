"""One connection to the mail server: opened only with TLS, watched by the deadline of each call, and what its answers mean."""

from __future__ import annotations

import datetime as dt
import ipaddress
import re
import smtplib
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass

from kutsu.core.errors import Held, KutsuError, Refused, Unavailable, Unconfirmed
from kutsu.core.ports import Clock
from kutsu.door import Deadline

STARTTLS, IMPLICIT, PLAIN = "starttls", "implicit", "none"
IMPLICIT_PORT = 465
GREYLISTED = dt.timedelta(minutes=2)
"""When to come again after a "not now": SMTP names no time, and who greylists lets in after a minute or two."""
DOT = b".\r\n"
YES, LATER, NEVER = 2, 4, 5
"""The first digit of an answer (RFC 5321, 4.2.1)."""


@dataclass(frozen=True)
class Server:
    """Where mail is handed over, and whether TLS comes at once (port 465), by STARTTLS, or on this machine not at all."""

    host: str
    port: int
    tls: str
    greets: str
    """The name that we greet with; our own host's would be looked up, which takes long, and tells of the inner network."""

    @property
    def here(self) -> bool:
        """Whether it is on this machine."""
        try:
            return self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


class Line(smtplib.SMTP):
    """A connection; raises as smtplib does."""

    def __init__(self, server: Server, deadline: Deadline, trust: ssl.SSLContext) -> None:
        self._server, self._deadline, self._trust = server, deadline, trust
        super().__init__(server.host, server.port, local_hostname=server.greets, timeout=deadline.left())

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        """The seam of smtplib: the connection is cut off at the deadline, and each command leaves at once."""
        made = socket.create_connection((host, port), timeout)
        try:
            made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._deadline.watch(made)
            return self._trust.wrap_socket(made, server_hostname=host) if self._server.tls == IMPLICIT else made
        except BaseException:
            made.close()
            raise

    def again(self, sender: str, deadline: Deadline) -> int:
        """Say MAIL of another call; its answer has to come soon, or the connection is dead: 0."""
        if self.sock is None:
            return 0
        try:
            deadline.watch(self.sock)
            self.sock.settimeout(deadline.left() / 4)
            code, _ = self.mail(sender)
            self.sock.settimeout(deadline.left())
        except OSError:  # also what smtplib and the deadline raise
            return 0
        return code

    def forget(self) -> None:
        """Give up a mail that was begun; where the server hangs up instead, that is well too."""
        with suppress(smtplib.SMTPServerDisconnected):
            self.rset()

    def leave(self) -> None:
        """Say good-bye, without waiting long for an answer."""
        with suppress(OSError):
            if self.sock is not None:
                self.sock.settimeout(1)
            self.quit()
        self.close()


@dataclass
class Phase:
    """How far a mail has come. A connection that breaks looks the same before and after the final dot; this tells them apart."""

    who: str
    clock: Clock
    dotted: bool = False

    def judge(self, who: str, error: Exception) -> KutsuError | None:
        """What an exception means here, for `by_phase`; None where no connection was made."""
        told = f"{type(error).__name__}: {error}"
        if self.dotted:
            return Unconfirmed(f"{who} gave no answer that can be read after the whole mail was there ({told})")
        match error:
            case smtplib.SMTPResponseException():
                return self.no(error.smtp_code, error.smtp_error)
            case ConnectionRefusedError() | socket.gaierror() | ssl.SSLCertVerificationError():
                return None
            case smtplib.SMTPServerDisconnected():
                pass
            case smtplib.SMTPException() | UnicodeEncodeError():
                return Held(f"{who} takes no login that we have: it has to take CRAM-MD5, PLAIN or LOGIN, in ASCII")
        return Unavailable(f"{who} broke off before the mail was there, so it is not out ({told})")

    def no(self, code: int, words: bytes | str, lasting: type[Refused] = Held) -> KutsuError:
        """What an answer that is no yes means: "not now", or `lasting` (before the mail itself: the account, so `Held`)."""
        said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
        told = f"{self.who} answered {code}: {' '.join(said.split())}"
        if code // 100 == NEVER:
            return lasting(told + ("; mend the account or its credentials" if lasting is Held else ""))
        if code // 100 == LATER or not self.dotted:
            return Unavailable(told, self.clock.now() + GREYLISTED)
        return Unconfirmed(told)


def opened(phase: Phase, server: Server, login: tuple[str, ...], deadline: Deadline, trust: ssl.SSLContext) -> Line:
    """A connection on which mail may be said: with TLS, or to this machine, and logged in where there is a login."""
    if server.tls == PLAIN and not server.here:
        raise Held(f"{phase.who} is not on this machine, and no mail goes without TLS")
    line = Line(server, deadline, trust)
    try:
        if server.tls == STARTTLS:
            _secure(line, phase, trust)
        line.ehlo_or_helo_if_needed()  # before TLS it did not count
        if login:
            line.login(*login)
    except BaseException:
        line.close()
        raise
    return line


def _secure(line: Line, phase: Phase, trust: ssl.SSLContext) -> None:
    """Begin TLS; a server that offers none is not spoken to any further."""
    code, words = line.ehlo()
    if code // 100 == LATER:
        raise phase.no(code, words)
    if not line.has_extn("starttls"):
        raise Held(f"{phase.who} offers no STARTTLS, and no mail goes without TLS: take port 465 or another server")
    line.starttls(context=trust)


def hand_over(line: Line, phase: Phase, address: str, letter: bytes) -> bool:
    """Say RCPT and DATA, after MAIL; False when the server knows no such recipient, in which case nothing was sent."""
    code, words = line.rcpt(address)
    if unknown(code, words):
        return False
    if code // 100 != YES:
        raise phase.no(code, words, Refused)
    code, words = line.docmd("DATA")
    if code != 354:
        raise phase.no(code, words, Refused)
    line.send(_dotted(letter))
    phase.dotted = True
    line.send(DOT)
    code, words = line.getreply()
    if code // 100 != YES:
        raise phase.no(code, words, Refused)
    return True


def unknown(code: int, words: bytes) -> bool:
    """Whether a no at RCPT is about this one person: 5xx, but for logins (530 to 538) and rules of the server (x.7.x, RFC 3463).

    Servers without such codes (Exim, say) tell in words alone that they do not pass mail on: that is no word about anybody on the list.
    """
    ours = words.startswith(b"5.7.") or b"relay" in words.lower()
    return code // 100 == NEVER and not 530 <= code <= 538 and not ours


def _dotted(letter: bytes) -> bytes:
    """The mail with its lines that begin with a dot made safe (RFC 5321, 4.5.2), and its last line ended."""
    whole = letter if letter.endswith(b"\r\n") else letter + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", whole)
