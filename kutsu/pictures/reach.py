"""Where a picture may be fetched from: public addresses alone, whatever a name, a notation or a redirect makes of them."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

HTTPS = 443

_WORLD = ipaddress.ip_network("2000::/3")
"""All that is given out as global unicast in IPv6 (RFC 4291). Outside lie loopback and private addresses, and IPv4 in disguise:
mapped (::ffff:0:0/96) and NAT64 (64:ff9b::/96, 64:ff9b:1::/48)."""

_NOWHERE = [
    ipaddress.ip_network(each)
    for each in (
        "192.88.99.0/24",  # relays of 6to4 (RFC 7526)
        "2001::/23",  # protocols of the IETF, Teredo among them (RFC 2928, RFC 4380)
        "2002::/16",  # 6to4: an IPv4 address in disguise (RFC 3056)
        "3fff::/20",  # documentation (RFC 9637), which Python 3.11 does not know
    )
]


class Forbidden(OSError):
    """Nothing is fetched from there."""


def public(address: Address) -> bool:
    """Whether an address is somebody's in the public network (IANA's special-purpose registries, as Python knows them)."""
    if address.version == 6 and address not in _WORLD:
        return False
    special = address.is_multicast or address.is_reserved or any(address in network for network in _NOWHERE)
    return address.is_global and not special


def resolve(host: str) -> list[str]:
    """The addresses of a host by the system's resolver, which understands every notation of a number; raises OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]


@dataclass(frozen=True)
class Reach:
    """What may be connected to; tests bring a world of their own.

    `trust` is a file of certificates, or True for those that the client brings.
    """

    resolve: Callable[[str], Sequence[str]] = resolve
    public: Callable[[Address], bool] = public
    port: int = HTTPS
    trust: str | bool = True

    def addresses(self, host: str, port: int) -> list[str]:
        """The addresses to connect to, looked up this once.

        Raises `Forbidden` unless all of them are public, and OSError when there are none.
        """
        if port != self.port:
            raise Forbidden(f"port {port}")
        try:
            found = list(dict.fromkeys(self.resolve(host)))
        except UnicodeError as error:  # it cannot be the name of a host
            raise Forbidden(host) from error
        if not all(self.public(ipaddress.ip_address(each)) for each in found):
            raise Forbidden(host)
        return found
