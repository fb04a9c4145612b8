"""What a mail server tells beside `check`, which has logged in and named each sender: TLS, its certificate's end, AUTH."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

from kutsu.channels.smtp import SmtpChannel
from kutsu.channels.smtp.line import PLAIN
from kutsu.clock import days_left
from kutsu.core.checked import Checked, by_days, note, ok


def examine(channel: SmtpChannel) -> Iterator[Checked]:
    """How the connection is, without a mail; raises as `Lines.line` does."""
    name, lines = channel.name, channel._lines
    server, sender = lines._server, next(iter(channel._senders.values()))
    with lines.line(sender.address, acts=False) as (line, _):
        secure, offers = line.sock, line.esmtp_features.get("auth", "").strip()
        line.rset()
        if isinstance(secure, ssl.SSLSocket):
            certificate, version = secure.getpeercert() or {}, secure.version()
        else:
            certificate, version = {}, None
    yield ok(name, f"mails through {server.host}, port {server.port}, by one mail for each recipient")
    if server.tls == PLAIN:
        yield note(name, "no TLS: the server is on this machine", "See that it passes mail on with TLS itself.")
    elif ends := str(certificate.get("notAfter", "")):
        yield by_days(
            name,
            days_left(ends),
            f"TLS ({version}), the server's certificate",
            "Have it renewed by who runs the server.",
        )
    if lines._credentials.names():
        yield ok(name, f"the login was taken (offered: {offers or 'not told'})")
    else:
        yield note(
            name,
            "the server asks for no login",
            "Right for a relay that knows this machine; else set user and password.",
        )
