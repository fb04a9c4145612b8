"""Fetch what lies at an address in the sheet, which anybody may have typed: from the public network, within bounds, or not at all.

A name is looked up once, every address that it has is checked, and the connection is made to one of these: there is no second
look-up that could give another answer. A redirect is a new address, and is checked as the first was.
"""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Sequence
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from urllib3.exceptions import HTTPError

from kutsu.core.ports import Clock
from kutsu.door import Deadline, Door, Secure, outside
from kutsu.pictures.reach import HTTPS, Forbidden, Reach
from kutsu.pictures.unfit import Unfit

SPAN = dt.timedelta(seconds=10)
"""How long one picture may take, all its redirects together."""

MEGABYTES = 10
"""A picture file that is larger is not read to its end."""

REDIRECTS = 3
CHUNK = 65536

HEADERS = {
    "User-Agent": "Kutsu",
    "Accept": "image/jpeg, image/png, image/webp, image/gif",
    "Accept-Encoding": "identity",  # a packed answer could be a thousand times its length
}


def fetch(address: str, clock: Clock, reach: Reach) -> bytes:
    """What a public https address answers with, whatever it is; raises `Unfit`."""
    try:
        with Deadline(clock, SPAN) as deadline:
            return _follow(address, deadline, reach)
    except requests.Timeout as error:
        raise Unfit("picture-unanswered", seen=_host(address)) from error


def _follow(address: str, deadline: Deadline, reach: Reach) -> bytes:
    """What is at the end of at most `REDIRECTS` redirects, each of them looked at as if it stood in the sheet."""
    for _ in range(1 + REDIRECTS):
        try:
            found = _get(address, deadline, reach)
        except (Forbidden, ValueError) as error:  # ValueError: it cannot be taken apart
            raise Unfit("picture-forbidden", seen=_host(address)) from error
        except (OSError, HTTPError) as error:
            raise Unfit("picture-unanswered", seen=_host(address)) from error
        if isinstance(found, bytes):
            return found
        address = found
    raise Unfit("picture-astray", seen=_host(address))


def _get(address: str, deadline: Deadline, reach: Reach) -> bytes | str:
    """The bytes at an address, or where it redirects to; nothing of another request is known here, no cookie, proxy or login."""
    with outside(deadline) as session:
        session.trust_env = False
        request = session.prepare_request(requests.Request("GET", address, HEADERS))
        parts = urlsplit(str(request.url))
        if parts.scheme != "https" or "@" in parts.netloc or not parts.hostname:
            raise Forbidden(address)
        session.mount("https://", _Lane(deadline, reach.addresses(parts.hostname, parts.port or HTTPS)))
        try:
            with session.send(request, stream=True, verify=reach.trust) as answer:
                return _read(answer)
        except requests.TooManyRedirects as redirect:
            return urljoin(address, _target(session, redirect.response))


def _target(session: requests.Session, answer: requests.Response | None) -> str:
    """Where a redirect leads, as it is written there."""
    return (session.get_redirect_target(answer) if answer is not None else None) or ""


def _read(answer: requests.Response) -> bytes:
    """The whole body, as long as it is; what the headers say of its length and type is not believed."""
    if answer.status_code != requests.codes.ok:
        raise Unfit("picture-status", seen=_host(answer.url), status=str(answer.status_code))
    content = bytearray()
    for chunk in answer.raw.stream(CHUNK, decode_content=False):
        content += chunk
        if len(content) > MEGABYTES * 1_000_000:
            raise Unfit("picture-heavy", most=str(MEGABYTES))
    return bytes(content)


def _host(address: str) -> str:
    """The host of an address, as an editor would recognize it."""
    try:
        return urlsplit(address).hostname or address
    except ValueError:  # an address that cannot be taken apart
        return address


class _Lane(Door):
    """A door that leads to these addresses alone."""

    def __init__(self, deadline: Deadline, addresses: Sequence[str]) -> None:
        super().__init__(deadline)
        self.addresses = addresses

    def get_connection_with_tls_context(self, *args: Any, **options: Any) -> Any:
        """The pool that the door gives, with connections to these addresses."""
        pool = super().get_connection_with_tls_context(*args, **options)
        pool.ConnectionCls = _Pinned
        pool.conn_kw["addresses"] = self.addresses
        return pool


class _Pinned(Secure):
    """A TLS connection to the first of these addresses that answers; its name stays for the certificate and the request."""

    def __init__(self, *args: Any, addresses: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self._addresses = addresses

    def _new_conn(self) -> socket.socket:
        name, failed = self.host, HTTPError("there is no address")
        for address in self._addresses:
            self.host = address  # only while it connects
            try:
                return super()._new_conn()
            except HTTPError as error:
                failed = error
            finally:
                self.host = name
        raise failed
