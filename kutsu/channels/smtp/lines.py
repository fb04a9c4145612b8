"""The connections to one mail server: kept from mail to mail, as a TLS handshake for every person takes longer than the mail."""

from __future__ import annotations

import datetime as dt
import ssl
import weakref
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import astuple
from functools import cached_property

from kutsu.channels.common.credentials import Credentials
from kutsu.channels.common.verdict import by_phase
from kutsu.channels.smtp.line import Line, Phase, Server, opened
from kutsu.core.ports import Clock
from kutsu.door import Deadline

KEPT = 4
"""So many connections are kept when nobody uses them."""
WELL = 250


class Lines:
    """Gives each mail a connection of its own; without a login the credentials have no names."""

    def __init__(
        self, who: str, server: Server, credentials: Credentials, clock: Clock, patience: dt.timedelta
    ) -> None:
        """A call ends within `patience`."""
        self._who, self._server, self._credentials = who, server, credentials
        self._clock, self._patience = clock, patience
        self._idle: deque[Line] = deque()
        weakref.finalize(self, _hang_up, self._idle)

    @contextmanager
    def line(self, sender: str, *, acts: bool) -> Iterator[tuple[Line, Phase]]:
        """A connection on which MAIL was said, kept afterwards if all went well; raises one of the four errors."""
        phase, deadline = Phase(self._who, self._clock), Deadline(self._clock, self._patience)
        with by_phase(self._who, self._credentials, phase.judge, acts=acts), deadline:
            line = self._kept(sender, deadline) or self._new(sender, deadline, phase)
            try:
                yield line, phase
            except BaseException:
                line.close()
                raise
            if len(self._idle) < KEPT:
                self._idle.append(line)
            else:
                _hang_up([line])

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        """The system's authorities, read once."""
        return ssl.create_default_context()

    def _kept(self, sender: str, deadline: Deadline) -> Line | None:
        """A connection that nobody uses, with MAIL said; one that has gone stale is closed, as nothing was sent on it."""
        while self._idle:
            with suppress(IndexError):  # another thread took the last one
                line = self._idle.pop()
                if line.again(sender, deadline) == WELL:
                    return line
                line.close()
        return None

    def _new(self, sender: str, deadline: Deadline, phase: Phase) -> Line:
        """A new connection, with MAIL said."""
        line = opened(phase, self._server, astuple(self._credentials), deadline, self._trust)
        code, words = line.mail(sender)
        if code != WELL:
            line.close()
            raise phase.no(code, words)
        return line


def _hang_up(lines: Iterable[Line]) -> None:
    """Close connections as one should."""
    for line in lines:
        line.leave()
