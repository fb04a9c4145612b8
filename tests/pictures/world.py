"""A public network on this machine: names by a table, TLS of its own authority, and a server whose pages are functions."""

from __future__ import annotations

import datetime as dt
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kutsu.clock import TickingClock
from kutsu.pictures.fetch import fetch
from kutsu.pictures.reach import Address, Reach, public
from tests.factories import NOW, ZONE

HERE, HOST, OTHER = "127.0.0.1", "kuvat.example", "kopio.example"
"""Where all of this world lies, and its two names; any other name is the real resolver's."""

Page = Callable[["Answer"], None]


class Answer(BaseHTTPRequestHandler):
    """One request; the page of its path writes the answer."""

    def do_GET(self) -> None:
        """Note the request, then let its page answer."""
        world: World = self.server.world  # type: ignore[attr-defined]  # set below
        world.asked.append((f"{self.headers['Host']}{self.path}", dict(self.headers)))
        try:
            world.pages[self.path](self)
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            world.gone.set()

    def begin(self, status: int = 200, **headers: str) -> None:
        """Status and headers, `Content_Type` for Content-Type."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@dataclass
class World:
    """What the server answers, what it was asked (host, path and headers), and which names clients gave for the certificate.

    `names` are the addresses of names, or how their look-up fails, and `later` those after a first look-up; in an `open`
    world every address counts as public.
    """

    port: int
    trust: str
    pages: dict[str, Page] = field(default_factory=dict)
    names: dict[str, list[str] | Exception] = field(
        default_factory=lambda: {HOST: [HERE], OTHER: [HERE], "localhost.": [HERE]}
    )
    later: dict[str, list[str]] = field(default_factory=dict)
    open: bool = False
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    named: list[str | None] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    gone: Event = field(default_factory=Event)
    over: Event = field(default_factory=Event)

    def address(self, path: str = "/kuva", host: str = HOST) -> str:
        """A page's address."""
        return f"https://{host}:{self.port}{path}"

    def resolve(self, host: str) -> list[str]:
        """The addresses of a name, by the table; of any other as the machine itself would say."""
        self.looked_up.append(host)
        found = self.names.get(host)
        if isinstance(found, Exception):
            raise found
        self.names |= {host: self.later[host]} if host in self.later else {}
        return list(Reach().resolve(host)) if found is None else found

    def allowed(self, address: Address) -> bool:
        """This very machine counts as public for the two names alone: no test could do without it."""
        ours = self.looked_up[-1] in (HOST, OTHER)
        return self.open or public(address) or (ours and str(address) == HERE)

    def fetch(self, address: str = "", scale: float = 1) -> bytes:
        """What the code under test makes of an address, on a clock that may run faster."""
        clock = TickingClock.starting(ZONE, NOW, scale)
        reach = Reach(self.resolve, self.allowed, self.port, self.trust)
        return fetch(address or self.address(), clock, reach)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    world: World

    def handle_error(self, *_: Any) -> None:
        """A client that goes in the middle of a handshake is no news."""


@contextmanager
def world(folder: Path) -> Iterator[World]:
    """Such a network, until the end of the block."""
    server = _Server((HERE, 0), Answer)
    made = server.world = World(server.server_port, str(folder / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(folder))
    context.sni_callback = lambda _, name, __: made.named.append(name)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield made
    finally:
        made.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _certificate(folder: Path) -> Path:
    """A certificate for the two names, with its key; it is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    begin = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName(HOST), x509.DNSName(OTHER)])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(begin).not_valid_after(begin + dt.timedelta(days=36500))
    builder = builder.add_extension(names, critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    signed = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    shapes = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "authority.pem").write_bytes(signed)
    (folder / "server.pem").write_bytes(key.private_bytes(*shapes) + signed)
    return folder / "server.pem"
