"""A server whose answer never ends: it begins at once and goes on byte by byte, too often to be silent, for ever."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread

BEGUN = {
    "handshake": b"\x16\x03\x03\x40\x00",
    "headers": b"HTTP/1.1 200 OK\r\nX-Slow: ",
    "body": b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{"id": "',
    "length": b"HTTP/1.1 202 Accepted\r\nX-Message-Id: a\r\nContent-Length: 1000000\r\n\r\n",
}
"""How far an answer comes at once: the head of a TLS record of 16 kB, or of an HTTP answer."""
PACE = 0.05
"""Seconds between two bytes."""


@contextmanager
def trickling(begun: str) -> Iterator[str]:
    """The address of such a server, which begins each of its answers as `BEGUN` says."""
    over, waiters = Event(), list[Thread]()

    def trickle(connection: socket.socket) -> None:
        with connection, suppress(OSError):  # the client has gone
            connection.sendall(BEGUN[begun])
            while not over.wait(PACE):
                connection.sendall(b"1")

    def accept() -> None:
        with suppress(OSError):  # closed below
            while True:
                waiters.append(Thread(target=trickle, args=(listening.accept()[0],), daemon=True))
                waiters[-1].start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=accept, daemon=True).start()
        yield f"{'https' if begun == 'handshake' else 'http'}://127.0.0.1:{listening.getsockname()[1]}"
        over.set()
        listening.shutdown(socket.SHUT_RDWR)
    for waiter in waiters:
        waiter.join()
