"""No way out: while a rehearsal lasts, this process can talk to its own machine and to nobody else."""

from __future__ import annotations

import ipaddress
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

OWN_NAMES = frozenset({"", "localhost"})
"""Hosts that are this machine, besides the addresses of its loopback."""

PROXIES = ("NO_PROXY", "no_proxy")
"""A proxy would carry a request for loopback elsewhere."""


class WayOut(OSError):
    """Something tried to leave the rehearsal; it did not."""


class _Doors:
    """How many rehearsals last; Python's own hook, which cannot be taken away, asks it at every connection."""

    hooked = False
    shut = 0

    def watch(self, event: str, arguments: tuple[object, ...]) -> None:
        """Raise `WayOut` before a connection, a datagram or a question for a name that leads off this machine."""
        if not self.shut:
            return
        if event in ("socket.connect", "socket.sendto", "socket.sendmsg") and isinstance(arguments[1], tuple):
            _refuse(arguments[1][0])
        elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
            _refuse(arguments[0])


_DOORS = _Doors()


@contextmanager
def indoors() -> Iterator[None]:
    """Refuse every connection of this process, of any thread and library in Python, that is not to this machine."""
    if not _DOORS.hooked:
        sys.addaudithook(_DOORS.watch)
        _DOORS.hooked = True
    before = {name: os.environ.get(name) for name in PROXIES}
    os.environ.update(dict.fromkeys(PROXIES, "127.0.0.1,localhost"))
    _DOORS.shut += 1
    try:
        yield
    finally:
        _DOORS.shut -= 1
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


def _refuse(host: object) -> None:
    """Raise `WayOut` unless the host is this machine."""
    name = host.decode("ascii", "replace") if isinstance(host, bytes | bytearray) else str(host or "")
    if name in OWN_NAMES:
        return
    try:
        own = ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        own = False
    if not own:
        raise WayOut(f"a rehearsal reaches nobody outside this machine, and something asked for {name}")
