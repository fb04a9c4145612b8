"""How often one caller may ask, and whose word is taken on who that is."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.requests import Request

from kutsu.web.callers import PEOPLE, Callers
from tests.web.town import Caller, Town

PROXY = "127.0.0.1"


def request(peer: str, **headers: str) -> Request:
    """A request from this address, with these headers."""
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "client": (peer, 1), "headers": raw})


def same(header: str, one: Request, other: Request) -> bool:
    """Whether two requests count as one caller's."""
    callers = Callers("1/minute", header)
    return callers.welcome(one) and not callers.welcome(other)


def test_enough(town: Town) -> None:
    """Who asks too often gets a page with the time to wait (429), and nobody else does; health is never counted."""
    most = int(PEOPLE.partition("/")[0])
    statuses = [town.client.request("HEAD", "/u/x").status_code for _ in range(most + 1)]
    assert statuses == [404] * most + [429]
    told = town.client.request("POST", town.way_out())
    assert (told.status_code, told.headers["retry-after"]) == (429, "60")
    assert "Liian monta pyyntöä" in told.text
    assert told.headers["cache-control"] == "no-store"
    assert town.client.request("GET", "/health").status_code == 200
    assert town.tell().status_code == 204, "the webhook has a limit of its own"
    assert Caller(town.app, "192.0.2.2").request("GET", town.way_out()).status_code == 200


def test_nobody_is_believed() -> None:
    """Without a trusted header, whatever a caller says of itself makes it no other caller."""
    forged = request(
        "192.0.2.1", x_forwarded_for="198.51.100.7", x_real_ip="198.51.100.7", forwarded="for=198.51.100.7"
    )
    assert same("", request("192.0.2.1"), forged)


def test_the_proxy_is_believed() -> None:
    """Behind a reverse proxy the callers are those that its header names, and what they put before it counts for nothing."""
    one, other = request(PROXY, x_forwarded_for="192.0.2.1"), request(PROXY, x_forwarded_for="192.0.2.2")
    assert not same("X-Forwarded-For", one, other)
    assert same("X-Forwarded-For", one, request(PROXY, x_forwarded_for="198.51.100.7, 192.0.2.1"))
    assert same("X-Forwarded-For", request(PROXY), request(PROXY, x_forwarded_for="nonsense"))


@pytest.mark.parametrize(("one", "other", "expected"), [("a::1", "a::2", True), ("a:1::1", "a:2::1", False)])
def test_the_next_version(one: str, other: str, expected: bool) -> None:
    """Of IPv6 a whole network of 64 bits is one caller, for it has all of its addresses."""
    assert same("", request(f"2001:db8:{one}"), request(f"2001:db8:{other}")) == expected


def test_by_the_environment(tmp_path: Path) -> None:
    """KUTSU_CALLER_HEADER names the header for the whole of `kutsu web`."""
    town = Town(tmp_path, more={"KUTSU_CALLER_HEADER": "X-Real-IP"})
    asked = [town.client.request("HEAD", "/u/x", headers={"X-Real-IP": f"192.0.2.{n}"}) for n in range(1, 130)]
    assert {each.status_code for each in asked} == {404}
    town.database.close()
