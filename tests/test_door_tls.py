"""The door and TLS: only the host itself, vouched for by a known authority, is spoken to."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kutsu.channels.common.verdict import surely_not_sent
from kutsu.clock import TickingClock
from kutsu.door import Deadline, outside
from tests.factories import NOW, ZONE

HERE = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
ELSEWHERE = x509.DNSName("elsewhere.example")
DAY = dt.timedelta(days=1)


class Yes(BaseHTTPRequestHandler):
    """Answers 204 to everything."""

    def do_GET(self) -> None:
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path, name: x509.GeneralName) -> Iterator[str]:
    """A host on this machine whose certificate, its own authority at `folder/authority.pem`, is for `name`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(folder, name), folder / "key.pem")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Yes)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def certificate(folder: Path, name: x509.GeneralName) -> Path:
    """A fresh certificate that vouches for itself, with its key beside it."""
    key, today = ec.generate_private_key(ec.SECP256R1()), TickingClock.real(ZONE).now()
    me = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a host of this test")])
    made = x509.CertificateBuilder().subject_name(me).issuer_name(me).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(today - DAY).not_valid_after(today + DAY)
    made = made.add_extension(x509.SubjectAlternativeName([name]), critical=False)
    path = folder / "authority.pem"
    path.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    words = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "key.pem").write_bytes(words)
    return path


def asked(address: str) -> int:
    """The status of one request through the door."""
    deadline = Deadline(TickingClock.starting(ZONE, NOW), dt.timedelta(seconds=9))
    with deadline, outside(deadline) as session:
        return session.get(address).status_code


def test_an_authority_that_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its authority in REQUESTS_CA_BUNDLE a host is spoken to, and the authorities are read once for all connections."""
    with served(tmp_path, HERE) as address:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "authority.pem"))
        assert asked(address) == 204
        (tmp_path / "authority.pem").write_text("no certificate any more", "utf-8")
        assert asked(address) == 204


def test_an_authority_that_is_not_known(tmp_path: Path) -> None:
    """A host that nobody known vouches for is not spoken to, so that nothing can be out."""
    with served(tmp_path, HERE) as address, pytest.raises(requests.exceptions.SSLError) as refused:
        asked(address)
    assert surely_not_sent(refused.value)


def test_another_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate for another host is refused, known authority or not."""
    with served(tmp_path, ELSEWHERE) as address:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "authority.pem"))
        with pytest.raises(requests.exceptions.SSLError, match="IP address mismatch"):
            asked(address)
