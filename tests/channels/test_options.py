"""Wrong options of a channel are told all at once, with table and key."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from kutsu import channels
from kutsu.channels import adapters
from kutsu.core.config import ChannelTable
from kutsu.core.errors import Faulty
from tests.channels.worlds import clock


def table(adapter: str, **options: str | int) -> ChannelTable:
    """A table of two languages with these options."""
    return ChannelTable("kanava", adapter, ("fi", "sv"), options=options)


def faults(adapter: str, **options: str | int) -> list[str]:
    """What the adapter finds wrong with the options."""
    with pytest.raises(Faulty) as told:
        adapters()[adapter].channel(table(adapter, **options), {}, clock())
    return told.value.faults


def test_every_adapter_is_found_by_its_own_name() -> None:
    """Each package of `kutsu.channels` is an adapter of its own name, found without a list; what has no `ADAPTER` is none."""
    folders = {path.parent.name for path in Path(channels.__path__[0]).glob("*/__init__.py")}
    assert set(adapters()) == folders - {"common"} >= {"x", "email"}


@pytest.mark.parametrize(
    ("adapter", "options", "keys"),
    [
        ("x", {"page": "1"}, ["page"]),
        ("facebook", {"page": "Replace with the page's id", "verson": "v24.0"}, ["verson", "page", "version"]),
        ("linkedin", {"organization": "Espoo", "version": "202613", "page": 1}, ["page", "organization", "version"]),
        ("mastodon", {}, ["server"]),
        ("mastodon", {"server": "http://mastodon.example", "token": "1"}, ["token", "server"]),
        ("bluesky", {"handle": "@espoo.example", "pds": "https://pds.example"}, ["pds", "handle"]),
        ("bluesky", {}, ["handle"]),
        ("email", {"from": "espoo", "unsubscribe_group_sv": "ryhmä"}, ["unsubscribe_group_sv", "from", "list"]),
        ("email", {"unsubscribe_group_en": 1}, ["unsubscribe_group_en", "from", "list"]),
        ("smtp", {"port": "smtp", "tls": "maybe"}, ["from", "port", "tls", "host", "list"]),
        (
            "smtp",
            {"from": "kokeilut@espoo.example", "from_name": "E\r\nBcc: x", "host": "mail.example", "tls": "none"},
            ["from_name", "tls", "list"],
        ),
        ("smtp", {"from": "kokeilut@espoo.example", "host": "h", "login": "root"}, ["list", "login"]),
    ],
)
def test_all_faults_at_once(adapter: str, options: Mapping[str, str | int], keys: list[str]) -> None:
    """Unknown, missing and malformed options come in one error, each named by its place."""
    told = faults(adapter, **options)
    assert [fault.split(": ")[0] for fault in told] == [f"[kanava] {key}" for key in keys]
