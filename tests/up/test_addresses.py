"""Ports that are taken, and doors that would stand open."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kutsu.companions import Companions
from kutsu.core.errors import Faulty
from kutsu.settings import Settings, read_settings
from kutsu.up.addresses import WISHES, Door, choose
from tests.campaign.world import ROOT


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The demo's settings on a state of their own, with addresses of an earlier start on free ports."""
    companions = Companions(tmp_path / "logs")
    names = (*WISHES, "KUTSU_SANDBOX")
    lines = [f"{name}=http://127.0.0.1:{companions.port(None, 0)}\n" for name in names]
    (tmp_path / "environment").write_text("".join(lines), "utf-8")
    companions.stop()
    return read_settings(ROOT / "config/demo", tmp_path)


@pytest.fixture
def companions(tmp_path: Path) -> Iterator[Companions]:
    """Companions that give their ports back."""
    made = Companions(tmp_path / "logs")
    yield made
    made.stop()


@pytest.fixture
def occupied(settings: Settings) -> Iterator[int]:
    """The port that the site had, on which we listen ourselves now."""
    with socket.create_server(("127.0.0.1", int(settings.environment["KUTSU_SITE"].rpartition(":")[2]))) as listener:
        yield listener.getsockname()[1]


def test_another_port_is_told(settings: Settings, companions: Companions, occupied: int) -> None:
    """When the port of the earlier start is taken, another is used, and a line says which, whose, and what instead."""
    said: list[str] = []
    found = choose(settings, companions, Door(), said.append)
    assert {
        name: address for name, address in found.items() if name != "KUTSU_SITE"
    }.items() <= settings.environment.items()
    number = found["KUTSU_SITE"].rpartition(":")[2]
    (words,) = said
    assert words.startswith(f"KUTSU_SITE: port {occupied} of 127.0.0.1 is taken by ")
    assert words.endswith(f"(process {os.getpid()}); {number} is used instead")


def test_a_fixed_port_is_never_another(
    settings: Settings, companions: Companions, occupied: int, tmp_path: Path
) -> None:
    """A port that the file of variables fixes, and one of the command line, is that port or an error in words."""
    file = tmp_path / "city.env"
    file.write_text(f"KUTSU_SITE=http://127.0.0.1:{occupied}\n", "utf-8")
    fixed = replace(settings, places=replace(settings.places, environment=file))
    with pytest.raises(Faulty) as raised:
        choose(fixed, companions, Door(port=occupied), lambda _: None)
    assert [words.partition(" is taken by ")[0] for words in raised.value.faults] == [
        f"KUTSU_PREFECT: port {occupied} of 127.0.0.1",
        f"KUTSU_SITE: port {occupied} of 127.0.0.1",
    ]


def test_no_port_of_somebody_elses(settings: Settings, companions: Companions, tmp_path: Path) -> None:
    """An address that is not one of this machine cannot be where it serves."""
    (file := tmp_path / "city.env").write_text("KUTSU_SITE=https://pilots.example\n", "utf-8")
    fixed = replace(settings, places=replace(settings.places, environment=file))
    with pytest.raises(Faulty, match=r"write http://127\.0\.0\.1:PORT"):
        choose(fixed, companions, Door(), lambda _: None)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::"])
def test_beyond_loopback_only_with_a_password(host: str) -> None:
    """Where others reach Prefect, it asks for a password or does not start."""
    with pytest.raises(Faulty, match="KUTSU_PREFECT_AUTH"):
        Door(host).check()
    Door(host, auth="desk:secret").check()


@pytest.mark.parametrize(("host", "auth"), [("kutsu.example", ""), ("127.0.0.1", "secret"), ("127.0.0.1", ":x")])
def test_doors_that_cannot_be(host: str, auth: str) -> None:
    """A name is no address, and a password needs its user."""
    with pytest.raises(Faulty):
        Door(host, auth=auth).check()


def test_what_is_told_of_the_door() -> None:
    """The password reaches both sides of Prefect and no printed form; a wildcard is reached through loopback."""
    door = Door("0.0.0.0", auth="desk:secret:long")
    told = door.environment
    assert told["PREFECT_SERVER_API_AUTH_STRING"] == told["PREFECT_API_AUTH_STRING"] == "desk:secret:long"
    assert door.credentials == ("desk", "secret:long")
    assert (door.name, Door("::1").name, Door("192.0.2.7").name) == ("127.0.0.1", "[::1]", "192.0.2.7")
    assert "secret" not in repr(door)
    assert "PREFECT_API_AUTH_STRING" not in Door().environment
