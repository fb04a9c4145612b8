"""What is public and what is not, in every notation that a resolver understands."""

from __future__ import annotations

import ipaddress

import pytest

from kutsu.pictures.reach import Forbidden, Reach, public

PRIVATE = [
    *("0.0.0.0", "10.1.2.3", "127.0.0.1", "127.255.255.254", "172.16.0.1", "192.168.1.1", "100.64.0.1"),
    *("169.254.169.254", "192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.1", "203.0.113.9"),
    *("224.0.0.251", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b::808:808"),
    *("64:ff9b:1::a00:1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "5f00::1"),
    *("fc00::1", "fd00::1", "fe80::1", "fe80::1%1", "fec0::1", "ff02::1"),
]


@pytest.mark.parametrize("address", PRIVATE)
def test_not_public(address: str) -> None:
    """Private, loopback, link-local, multicast, reserved, documentation, and IPv4 in the disguise of IPv6."""
    assert not public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "193.166.3.2", "172.32.0.1", "2a00:1450:4026::1", "2606:4700:4700::1111"]
)
def test_public(address: str) -> None:
    """What is somebody's in the public network."""
    assert public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "0177.0.0.1", "0"),
        *("localhost", "LOCALHOST", "::1", "::ffff:127.0.0.1", "::ffff:7f00:1", "169.254.169.254"),
        *("2852039166", "fe80::1%lo"),
    ],
)
def test_every_notation(host: str) -> None:
    """However an address of the machine itself or of its network is written, the resolver's own reading of it is refused."""
    with pytest.raises(Forbidden):
        Reach().addresses(host, 443)


@pytest.mark.parametrize("hidden", ["127.0.0.1", "169.254.169.254", "fd00::1"])
def test_a_name_with_a_private_address(hidden: str) -> None:
    """A name that has one private address among its public ones leads nowhere."""
    with pytest.raises(Forbidden):
        Reach(resolve=lambda _: ["8.8.8.8", hidden]).addresses("kuvat.example", 443)


@pytest.mark.parametrize("port", [22, 80, 8443])
def test_another_port(port: int) -> None:
    """Nothing but the port of https is spoken to."""
    with pytest.raises(Forbidden):
        Reach(resolve=lambda _: ["8.8.8.8"]).addresses("kuvat.example", port)


def test_no_name_of_a_host() -> None:
    """What cannot be a name is refused and no error of the machine."""
    with pytest.raises(Forbidden):
        Reach().addresses("a" * 70 + ".example", 443)
