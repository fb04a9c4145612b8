"""No rehearsal reaches anybody: not by its settings, and not by any other way either."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from kutsu.channels import adapters
from kutsu.clock import JumpingClock
from kutsu.rehearsal.indoors import WayOut, indoors
from kutsu.rehearsal.stage import staged
from kutsu.settings import Settings, read_settings
from tests.factories import NOW, ZONE

ROOT = Path(__file__).resolve().parents[2]
SECRETS = {
    f"KUTSU_{channel}_{name}".upper().replace("-", "_"): "the city's own secret"
    for channel in ("x-fi", "facebook", "mastodon-fi", "newsletter")
    for name in ("consumer_key", "consumer_secret", "token", "token_secret", "api_key")
}


@pytest.fixture
def city(tmp_path: Path) -> Settings:
    """A city with real hosts (no base) and real secrets, one list of mail in Google, and no demo."""
    settings = read_settings(
        ROOT / "config" / "demo", tmp_path / "state", SECRETS | {"KUTSU_SITE": "https://city.example"}
    )
    tables = {name: replace(table, base="") for name, table in settings.channels.items()}
    staff = tables["staff-mail"]
    options = {**staff.options, "spreadsheet": "1AbC", "tab": "Tilaajat"}
    tables["staff-mail"] = replace(staff, options={name: each for name, each in options.items() if name != "list"})
    return replace(settings, channels=tables, places=replace(settings.places, demo=None))


@pytest.mark.parametrize(
    "leave",
    [
        lambda: requests.get("https://api.x.com/2/users/me", timeout=5),
        lambda: requests.get("http://192.0.2.1/", timeout=5),
        lambda: requests.get("http://[2001:db8::1]/", timeout=5),
        lambda: socket.create_connection(("192.0.2.1", 443), 5),
        lambda: socket.getaddrinfo("graph.facebook.com", 443),
        lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"?", ("192.0.2.1", 53)),
    ],
)
def test_every_way_out_is_shut(leave: Callable[[], object]) -> None:
    """Whatever asks for another machine, by name or by address, gets an error before a byte has left."""
    with indoors(), pytest.raises((WayOut, requests.ConnectionError), match="reaches nobody outside"):
        leave()


def test_this_machine_is_reached() -> None:
    """Loopback stays open, a proxy of the environment takes nothing away from it, and afterwards all is as before."""
    with indoors(), socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), 5).close()
        assert requests.utils.should_bypass_proxies(f"http://127.0.0.1:{server.getsockname()[1]}", None)


def test_all_edges_are_turned(city: Settings, tmp_path: Path) -> None:
    """Every channel of a real city has the sandbox as its base, made-up secrets and made-up readers, and a state of its own."""
    place, clock = tmp_path / "played", JumpingClock.at(NOW, ZONE)
    with staged(city, place, clock, {}) as (works, address):
        ours = works.settings
        assert address.startswith("http://127.0.0.1:")
        assert {table.base.startswith(f"{address}/") for table in ours.channels.values()} == {True}
        assert "the city's own secret" not in ours.environment.values()
        known = adapters()
        for name, table in ours.channels.items():
            words = ours.secrets(name, known[table.adapter].CREDENTIALS)
            assert {word.startswith("rehearsal-") for word in words.values()} == {True}
        lists = [Path(str(table.options["list"])) for table in ours.channels.values() if "list" in table.options]
        assert len(lists) == 3
        assert not [table for table in ours.channels.values() if "spreadsheet" in table.options]
        assert {place in path.parents for path in lists} == {True}
        assert "@rehearsal.example" in lists[0].read_text("utf-8")
        assert str(place) in ours.places.ledger
        assert ours.places.state == place
    assert not city.places.state.exists()


def test_every_channel_answers(city: Settings, tmp_path: Path) -> None:
    """The accounts that are made for a config satisfy the real clients: no channel finds a reason not to publish."""
    with staged(city, tmp_path / "played", JumpingClock.at(NOW, ZONE), {}) as (works, _):
        problems = {name: channel.check() for name, channel in works.gate.channels.items()}
    assert {name: why for name, why in problems.items() if why} == {}
