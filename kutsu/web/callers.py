"""How often one caller may ask: counted in memory, by an address that is neither written down nor logged."""

from __future__ import annotations

from ipaddress import IPv6Address, IPv6Network, ip_address

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.requests import Request

PEOPLE = "120/minute"
"""For pages and clicks. A mailbox provider clicks for many people from few addresses, so it is far more than one person needs."""

PROVIDER = "1200/minute"
"""For the webhook: 20 batches of up to a thousand events each second."""

NETWORK = 64
"""Bits: who has one address of IPv6 has all of such a network."""


class Callers:
    """Those who call, each with as much as `most` says (`120/minute`).

    Behind a reverse proxy, `header` names the header in which it tells whose request it passes on; nobody else's word is taken.
    """

    def __init__(self, most: str, header: str = "") -> None:
        self._limit, self._header = parse(most), header
        self._counted = MovingWindowRateLimiter(MemoryStorage())
        self.seconds = self._limit.get_expiry()

    def welcome(self, request: Request) -> bool:
        """Count this request; False when its caller has had enough for a while."""
        return self._counted.hit(self._limit, self._caller(request))

    def _caller(self, request: Request) -> str:
        """Whose request it is: of a list of addresses the last, for that one the proxy itself has written."""
        peer = request.client.host if request.client else ""
        told = request.headers.getlist(self._header)[-1:] if self._header else []
        for text in (*(each.rpartition(",")[2].strip() for each in told), peer):
            try:
                found = ip_address(text)
            except ValueError:
                continue
            return str(IPv6Network((found, NETWORK), strict=False) if isinstance(found, IPv6Address) else found)
        return ""
