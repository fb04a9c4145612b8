"""Logins, kept for as long as the process lives: Bluesky allows 30 in five minutes and 300 a day for one account."""

from __future__ import annotations

import datetime as dt
from threading import Lock
from typing import TYPE_CHECKING

from kutsu.channels.bluesky.wire import Client, atproto
from kutsu.core.ports import Clock

if TYPE_CHECKING:
    from atproto import Session

SPARE = dt.timedelta(minutes=15)
"""A login with less than this left is renewed by the client before an ordinary call (atproto 0.0.73)."""


class Login:
    """One account's login; those who want it at the same time wait for one of them to open it.

    `session` is the client's own writing of both tokens, empty while there is no login.
    """

    def __init__(self, handle: str, password: str) -> None:
        self._handle, self._password = handle, password
        self.session = ""
        self._opening = Lock()

    def __repr__(self) -> str:
        return f"Login({self._handle})"

    def enter(self, client: Client, clock: Clock) -> Session:
        """Log `client` in with what is kept; renews a login that is about to end, opens one where there is none."""
        with self._opening:
            if self.session:
                client.login(session_string=self.session, fetch_bsky_profile=False)
            else:
                client.login(self._handle, self._password, fetch_bsky_profile=False)
            if _ends(client) - clock.now() < SPARE:
                client.com.atproto.server.get_session()
            self.session = client.export_session_string()
            return atproto.Session.decode(self.session)

    def forget(self) -> None:
        """Drop what is kept, when Bluesky does not take it any more."""
        self.session = ""


def _ends(client: Client) -> dt.datetime:
    """When the access token ends."""
    ends = atproto.Session.decode(client.export_session_string()).access_jwt_payload.exp
    return dt.datetime.fromtimestamp(ends or 0, dt.UTC)


_LOGINS: dict[tuple[str, str, str], Login] = {}
_LISTING = Lock()


def kept(base: str, handle: str, password: str) -> Login:
    """The one login of an account in this process, whoever asks for it."""
    with _LISTING:
        return _LOGINS.setdefault((base, handle, password), Login(handle, password))
