"""`kutsu web` put together: the secret that hosts share, keys that are none, and the way out that mails are given."""

from __future__ import annotations

from pathlib import Path

import pytest

from kutsu import edges
from kutsu.clock import TickingClock
from kutsu.core.errors import Faulty
from kutsu.ledger.database import Database
from kutsu.ledger.suppressions import Suppressions
from kutsu.public import endpoints
from kutsu.settings import read_clock
from tests.configs import copied, edit, faults, read
from tests.fakes import HandClock
from tests.web.town import SECRET, WEB, SendGrid

WORDS = "KUTSU_NEWSLETTER_WEBHOOK_KEY", "KUTSU_STAFF_MAIL_WEBHOOK_KEY"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A copy of the city's config that names where `kutsu web` is reached."""
    config = copied(tmp_path)
    edit(config / "city.toml", 'country = "FI"', f'country = "FI"\nweb = "{WEB}"')
    return config


def test_a_state_makes_its_secret(config: Path) -> None:
    """One host needs none: it is made once, for its owner's eyes."""
    settings = read(config)
    made = edges.secret_of(settings)
    assert len(made) == 64
    assert edges.secret_of(settings) == made
    assert (settings.places.state / "pepper").stat().st_mode & 0o077 == 0


def test_hosts_share_a_secret(config: Path) -> None:
    """KUTSU_SECRET goes before the state's own, and then nothing is written."""
    settings = read(config, KUTSU_SECRET=SECRET)
    assert edges.secret_of(settings) == SECRET
    assert not (settings.places.state / "pepper").exists()


def test_a_secret_that_forgets_who_left(config: Path) -> None:
    """Another secret than the one by which people left is refused in words, one that is the same is taken."""
    made = edges.secret_of(read(config))
    assert edges.secret_of(read(config, KUTSU_SECRET=made)) == made
    with pytest.raises(Faulty, match="by which people left lists: set KUTSU_SECRET to what that file holds") as told:
        edges.secret_of(read(config, KUTSU_SECRET=SECRET))
    assert SECRET not in str(told.value)
    assert made not in str(told.value)


def test_a_secret_that_can_be_guessed(config: Path) -> None:
    """A short one is refused, and not shown."""
    with pytest.raises(Faulty, match="32 random characters") as told:
        edges.secret_of(read(config, KUTSU_SECRET="espoo123"))
    assert "espoo123" not in str(told.value)


def test_keys_that_are_none(config: Path) -> None:
    """All bad keys are told at once, by their names and not by their words."""
    with pytest.raises(Faulty) as told:
        endpoints(read(config, **dict.fromkeys(WORDS, "sandbox-key")), HandClock())
    assert [fault.partition(":")[0] for fault in told.value.faults] == list(WORDS)
    assert "sandbox-key" not in str(told.value)
    endpoints(read(config, **dict.fromkeys(WORDS, SendGrid().shown)), HandClock())


@pytest.mark.parametrize("web", ["http://web.example", "web.example", "https:/web"])
def test_a_way_out_that_providers_do_not_take(config: Path, web: str) -> None:
    """An address without https is told when config is read."""
    edit(config / "city.toml", WEB, web)
    assert [fault.partition(":")[0] for fault in faults(config)] == ["city.toml web"]


@pytest.mark.parametrize("web", [WEB, ""])
def test_the_way_out_of_a_mailing(config: Path, web: str) -> None:
    """A list has a way out of our own where `kutsu web` is reached, for the list's own audience, and none where it is not."""
    edit(config / "city.toml", f'web = "{WEB}"', f'web = "{web}"')
    settings = read(config, KUTSU_SECRET=SECRET)
    clock = read_clock(settings)
    assert isinstance(clock, TickingClock)
    listed = edges.lists(settings, clock)
    mailing = edges._mailing(
        settings, listed, settings.channels["newsletter"], lambda: Suppressions(Database(settings.places.ledger)), clock
    )
    assert mailing
    assert bool(mailing.way_out) == bool(web)
    if mailing.way_out:
        assert mailing.way_out("0" * 32, "fi").startswith(f"{WEB}/u/")
