"""What config may say of mail that is handed over ahead of its slot."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kutsu.core.carrying import of_channels, of_networks
from kutsu.core.errors import Faulty
from kutsu.settings import read_clock
from kutsu.wiring import wire
from tests.configs import copied, edit, read
from tests.factories import channel, language

LANGUAGES = {key: language(key, required=key != "en") for key in ("fi", "sv", "en")}


def told(*ahead: int) -> list[tuple[str, str]]:
    """The table and the words of every fault of mail lists, one per language, that are so far ahead."""
    keys = ("fi", "sv", "en")
    tables = [channel(f"letter-{key}", key, adapter="email", ahead=many) for key, many in zip(keys, ahead, strict=True)]
    channels = {table.name: table for table in tables}
    found = [*of_channels(channels, None, None), *of_networks(channels, LANGUAGES)]
    return [(place[1], words) for place, words in found if place[-1] == "ahead"]


@pytest.mark.parametrize("ahead", [0, 15, 60, 4320])
def test_well(ahead: int) -> None:
    """Just in time, or as long before as a provider keeps it and gives it back."""
    assert told(ahead, ahead, 0) == []


@pytest.mark.parametrize("ahead", [-60, 1, 14, 4321])
def test_out_of_range(ahead: int) -> None:
    """Too near to be given back, or more than a provider keeps, is told."""
    words = "a provider keeps mail for 15 to 4320 minutes (72 hours); write one of these, or 0 for just in time"
    assert told(0, 0, ahead) == [("letter-en", words)]


def test_together() -> None:
    """Lists of the languages that go together are handed over together."""
    assert told(60, 30, 0) == [("letter-sv", "it goes together with letter-fi: write 60 here too")]


def test_only_where_it_can_be_given_back(tmp_path: Path) -> None:
    """A network that keeps nothing and gives nothing back has no hand-over."""
    config = copied(tmp_path)
    for _ in ("x-fi", "x-sv"):
        edit(config / "channels.toml", "per_hour = 40", "ahead = 60")
    settings = read(config)
    words = "channels.toml [x-sv] ahead: x cannot give back what it was handed ahead of its slot"
    with pytest.raises(Faulty, match=re.escape(words)):
        wire(settings, read_clock(settings))
