"""What a table of channels.toml says of a mail server and of who writes."""

from __future__ import annotations

from urllib.parse import urlsplit

from kutsu.channels.common.options import Options
from kutsu.channels.smtp.letter import Sender, takes
from kutsu.channels.smtp.line import IMPLICIT, IMPLICIT_PORT, PLAIN, STARTTLS, Server
from kutsu.core.config import ChannelTable

PORT = "587"


def senders(options: Options, table: ChannelTable) -> dict[str, Sender]:
    """Who writes in each language."""
    addresses, names = options.texts("from"), options.texts("from_name")
    for address in addresses.values():
        if not takes(address):
            options.fault("from", "write the address that the mail comes from")
    if not all(name.isprintable() for name in names.values()):
        options.fault("from_name", "it holds a control character")
    return {language: Sender(addresses[language], names[language]) for language in table.languages}


def server(options: Options, table: ChannelTable, greets: str) -> Server:
    """Where mail is handed over; `base` stands for another host and port, as of a server that is played."""
    host, port = options.text("host"), options.text("port", PORT)
    if not port.isdecimal() or not 0 < int(port) < 2**16:
        options.fault("port", f"{port!r} is no port; write 587, or 465 for TLS from the first byte")
        port = PORT
    tls = options.text("tls", IMPLICIT if int(port) == IMPLICIT_PORT else STARTTLS)
    if tls not in (STARTTLS, IMPLICIT, PLAIN):
        options.fault("tls", f"{tls!r} is unknown; known are {STARTTLS}, {IMPLICIT}, {PLAIN}")
    played = urlsplit(table.base)
    found = Server(played.hostname or host, played.port or int(port), tls, greets)
    if not found.host:
        options.fault("host", "name the mail server")
    elif tls == PLAIN and not found.here:
        options.fault("tls", "mail goes without TLS to this machine only")
    return found
