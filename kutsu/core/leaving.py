"""The way out of a list: a token that names one person and one list, that only this city can make, and that ends."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass, field
from enum import StrEnum

from kutsu.core.ports import Clock, WayOut

LASTS = dt.timedelta(days=731)
"""How long a way out is good: two years. People leave from the oldest mail that they find in their box, and a page that says no to
them makes a complaint of a click; but an old mailbox that leaks must not give power over its owner's lists for ever."""

PATH = "/u/"
"""Where a way out stands below the address of `kutsu web`."""

VERSION = b"\x01"
_PURPOSE = b"kutsu: leave a list, 1"
_DAY, _PERSON, _SEAL = 2, 16, 16
_HEAD = len(VERSION) + _DAY + _PERSON
LONGEST = 300
"""Characters; longer ones are not looked at."""


class Void(StrEnum):
    """Why a token opens nothing."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Leaver:
    """Who may leave what: a recipient's token, the audience that is left, and the language of the mail."""

    person: str = field(repr=False)
    scope: str
    language: str


class Leaving:
    """Makes and reads the tokens of one city, whose `secret` nobody else has."""

    def __init__(self, secret: str) -> None:
        self._key = hmac.new(secret.encode(), _PURPOSE, hashlib.sha256).digest()

    def token(self, leaver: Leaver, until: dt.datetime) -> str:
        """A token for URLs that is good to the end of the day (UTC) of `until`; it holds no address, and nobody reads a name in it."""
        told = f"{leaver.scope}/{leaver.language}".encode()
        plain = VERSION + _days(until).to_bytes(_DAY, "big") + bytes.fromhex(leaver.person) + told
        return base64.urlsafe_b64encode(plain + self._seal(plain)).rstrip(b"=").decode("ascii")

    def read(self, text: str, now: dt.datetime) -> Leaver | Void:
        """Who may leave what by this token; nothing by one that is cut, changed, of another city, or too old."""
        content = _plain(text)
        plain, seal = content[:-_SEAL], content[-_SEAL:]
        genuine = hmac.compare_digest(self._seal(plain), seal)
        if not genuine or plain[:1] != VERSION or len(plain) < _HEAD:
            return Void.UNKNOWN
        if int.from_bytes(plain[1 : 1 + _DAY], "big") < _days(now):
            return Void.EXPIRED
        scope, _, language = plain[_HEAD:].decode().rpartition("/")
        return Leaver(plain[1 + _DAY : _HEAD].hex(), scope, language)

    def way_out(self, web: str, scope: str, clock: Clock) -> WayOut:
        """The addresses at which readers leave the lists of `scope`, below the address of `kutsu web`."""

        def address(person: str, language: str) -> str:
            return f"{web.rstrip('/')}{PATH}{self.token(Leaver(person, scope, language), clock.now() + LASTS)}"

        return address

    def _seal(self, plain: bytes) -> bytes:
        """What only who has the secret can put under it: 128 bits, as short as is safe for what stands in a mail."""
        return hmac.new(self._key, plain, hashlib.sha256).digest()[:_SEAL]


def _days(instant: dt.datetime) -> int:
    """The days since 1970 in UTC."""
    return (instant.astimezone(dt.UTC).date() - dt.date(1970, 1, 1)).days


def _plain(text: str) -> bytes:
    """The bytes of a token; none for a text that no token is written as, so that each has one spelling alone."""
    if len(text) > LONGEST:
        return b""
    try:
        found = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
    return found if base64.urlsafe_b64encode(found).rstrip(b"=").decode("ascii") == text else b""
