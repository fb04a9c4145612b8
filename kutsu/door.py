"""The one way out to networks and to Google: a deadline for the whole call, no hidden retry, no redirect, a test server if wanted."""

from __future__ import annotations

import datetime as dt
import logging
import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from threading import Event, Timer
from types import TracebackType
from typing import Any, Protocol, Self

import requests
import urllib3
from requests.adapters import DEFAULT_CA_BUNDLE_PATH, HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util.ssl_ import create_urllib3_context

from kutsu.core.ports import Clock


class Deadline:
    """The moment at which one call must be over, all its requests together; a block that is cut off there.

    A client's timeout counts silence: an answer that trickles in would outlast it for ever. So at the deadline every
    connection of the call is shut down under the client's hands, be it in the handshake, the headers or the body.
    """

    def __init__(self, clock: Clock, span: dt.timedelta) -> None:
        self._clock = clock
        self._until = clock.now() + span
        self._over = Event()
        self._connections: list[socket.socket] = []

    def __enter__(self) -> Self:
        self._timer = Timer(max(self._wall(), 0), self._cut)
        self._timer.daemon = True
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the watch; raises `requests.ReadTimeout` after a cut, as no answer of such a call is surely whole."""
        self._timer.cancel()
        self._timer.join()
        for connection in self._connections:
            connection.close()
        if self._over.is_set() and isinstance(error, Exception | None):
            raise requests.ReadTimeout("the answer was not there in time") from error

    def left(self) -> float:
        """Seconds on the wall that are left; raises `requests.ConnectTimeout` when there are none, before any connection."""
        seconds = self._wall()
        if seconds <= 0 or self._over.is_set():
            raise requests.ConnectTimeout("the time for this call is over")
        return seconds

    def watch(self, connection: socket.socket) -> socket.socket:
        """Cut this new connection off at the deadline; raises as `left` does when it came too late to be used.

        What is kept is a second descriptor of it: TLS takes the first one away.
        """
        self._connections.append(socket.fromfd(connection.fileno(), connection.family, connection.type))
        self.left()
        return connection

    def _wall(self) -> float:
        return self._clock.seconds(self._until - self._clock.now())

    def _cut(self) -> None:
        self._over.set()
        for connection in self._connections:
            with suppress(OSError):  # the other side was faster
                connection.shutdown(socket.SHUT_RDWR)


class _Plain(HTTPConnection):
    """A connection that ends with its deadline."""

    def __init__(self, *args: Any, deadline: Deadline, **options: Any) -> None:
        super().__init__(*args, **options)
        self._deadline = deadline

    def _new_conn(self) -> socket.socket:
        return self._deadline.watch(super()._new_conn())


class Secure(_Plain, HTTPSConnection):
    """The same with TLS."""


class Meter(Protocol):
    """Who knows what is left of an account's allowance."""

    def ask(self, method: str, address: str) -> None:
        """Raise before a request for which nothing is left."""

    def note(self, method: str, address: str, headers: Mapping[str, str]) -> None:
        """Remember what an answer said of it."""


WATCHED: Mapping[type, type] = {HTTPConnection: _Plain, HTTPSConnection: Secure}


@cache
def trusted(authorities: str) -> ssl.SSLContext:
    """The rules by which certificates are judged, with the authorities of this file or folder, read once per process.

    To read them takes 15 ms of computing, and a slot opens sixty connections at one instant.
    """
    context, folder = create_urllib3_context(), Path(authorities).is_dir()
    context.load_verify_locations(capath=authorities) if folder else context.load_verify_locations(authorities)
    return context


class Page(requests.RequestException):
    """A page for people where an API answers: something on the way wrote it, and nobody knows what the network did."""


class Door(HTTPAdapter):
    """Sends each request once and at once; `base` takes the place of the real host, a `meter` stops what would be too much.

    It is the only way to give tweepy a timeout. A redirect is refused: followed, it would carry credentials elsewhere, or
    turn a POST into a GET that looks like success, or post twice.
    """

    def __init__(self, deadline: Deadline, base: str = "", meter: Meter | None = None, *, acts: bool = False) -> None:
        super().__init__(max_retries=0)
        self.deadline, self.base, self.meter, self.acts = deadline, base.rstrip("/"), meter, acts

    def build_connection_pool_key_attributes(self, request: Any, verify: Any, cert: Any = None) -> Any:
        """What a connection is made with: the authorities as they were read once."""
        host, tls = super().build_connection_pool_key_attributes(request, verify, cert)
        if verify and host["scheme"] == "https":
            tls["ssl_context"] = trusted(verify if isinstance(verify, str) else DEFAULT_CA_BUNDLE_PATH)
        return host, tls

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """As ever, but what the context of this connection knows already is not read again; a proxy's is another one."""
        super().cert_verify(conn, url, verify, cert)  # type: ignore[no-untyped-call]  # the stubs know it so
        if conn.conn_kw.get("ssl_context") and not conn.proxy:
            conn.ca_certs = conn.ca_cert_dir = None

    def get_connection_with_tls_context(self, *args: Any, **options: Any) -> Any:
        """The pool of the library's choice (there may be a proxy), with connections that end with the deadline."""
        pool: Any = super().get_connection_with_tls_context(*args, **options)  # the stubs know too little of it
        if pool.ConnectionCls in WATCHED:
            pool.ConnectionCls = WATCHED[pool.ConnectionCls]
            pool.conn_kw["deadline"] = self.deadline
        return pool

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: object = None,  # noqa: ARG002  the deadline decides, not the caller
        verify: bool | str = True,
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Send within the deadline; raises `requests.TooManyRedirects` for a redirect, with only one request made.

        Where residents can see what is asked for, a page is no no: raises `Page`.
        """
        asked = (request.method or "", request.url or "")
        if self.meter:
            self.meter.ask(*asked)
        if self.base:
            request.url = self.base + request.path_url
        left = self.deadline.left()
        patience = urllib3.Timeout(connect=left / 4, total=left)
        answer = super().send(request, stream, patience, verify, cert, proxies)  # type: ignore[arg-type]  # stubs lack it
        if self.meter:
            self.meter.note(*asked, answer.headers)
        if answer.is_redirect:
            raise requests.TooManyRedirects(f"redirect {answer.status_code} refused", request=request, response=answer)
        if self.acts and _is_page(answer):
            raise Page(
                f"{answer.status_code} with a page of HTML, as a proxy answers", request=request, response=answer
            )
        return answer


def _is_page(answer: requests.Response) -> bool:
    """Whether a no was written by something between us and the network; haste (429) is told before anything is done."""
    html = answer.headers.get("Content-Type", "").startswith("text/html")
    return html and 400 <= answer.status_code < 500 and answer.status_code != requests.codes.too_many_requests


def outside(deadline: Deadline, base: str = "", meter: Meter | None = None, *, acts: bool = False) -> requests.Session:
    """A session whose only way out is a door; what a `.netrc` says of a host never takes the place of our own credentials."""
    session = requests.Session()
    session.mount("https://", Door(deadline, base, meter, acts=acts))
    session.auth = _as_it_is
    return session


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Leave a request's credentials alone; without an auth of its own, requests asks the `.netrc`."""
    return request


def hush(*loggers: str) -> None:
    """Keep clients that write credentials or addresses into their DEBUG log from doing so, whatever the root logger says."""
    for name in loggers:
        logger = logging.getLogger(name)
        logger.setLevel(max(logging.INFO, logger.level))
