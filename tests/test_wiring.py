"""What the composition root tells of a config: faults of every edge at once, and what must be set before anything is sent."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from kutsu.core.errors import Faulty
from kutsu.core.publication import Message
from kutsu.settings import read_clock
from kutsu.wiring import Works, wire
from tests.configs import copied, edit, read

GOOGLE = 'adapter = "google"\nspreadsheet = "1AbC"'


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A copy of the city's config, with a page, an organisation, servers and handles."""
    config = copied(tmp_path)
    edit(config / "channels.toml", "Replace with the page's id", "100200300")
    edit(config / "channels.toml", "Replace with the organisation's id", "400500600")
    for _ in range(3):
        edit(config / "channels.toml", "Replace with the server's address", "https://mastodon.example")
        edit(config / "channels.toml", "Replace with the account's handle", "espoo.example")
    return config


def wired(config: Path, **environ: str) -> Works:
    """The works of a config."""
    settings = read(config, **environ)
    return wire(settings, read_clock(settings))


def faults(config: Path) -> list[str]:
    """What wiring tells of a config, its files named from the config directory."""
    with pytest.raises(Faulty) as told:
        wired(config)
    return [fault.replace(f"{config}/", "") for fault in told.value.faults]


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("channels.toml", 'adapter = "x"', 'adapter = "y"', "channels.toml [x-fi] adapter: 'y' is unknown; known are "),
        ("channels.toml", "100200300", "Espoo", "channels.toml [facebook] page: "),
        (
            "channels.toml",
            "unsubscribe_group",
            "group",
            "channels.toml [newsletter] group: the adapter 'email' does not",
        ),
        (
            "kinds.toml",
            '"associations"]',
            '"residentz"]',
            "kinds.toml [testers-wanted] audiences: 'residentz' is unknown",
        ),
        ("sheets.toml", "path =", "#", "sheets.toml [pilots] path: the adapter 'workbook' needs one"),
        ("sheets.toml", 'adapter = "workbook"', 'adapter = "google"', "sheets.toml [pilots] spreadsheet: the adapter"),
    ],
)
def test_every_kind_of_fault(config: Path, name: str, old: str, new: str, expected: str) -> None:
    """Each fault of an edge is told with its file, its table and its key."""
    edit(config / name, old, new)
    told = faults(config)
    assert any(fault.startswith(expected) for fault in told), told


def test_all_faults_at_once(config: Path) -> None:
    """What reading found, what the adapters say of their options and what the sheets lack comes in one error."""
    edit(config / "city.toml", "Europe/Helsinki", "Europe/Helsinky")
    edit(config / "city.toml", 'country = "FI"', 'country = "XX"')
    edit(config / "languages.toml", '"sv_FI"', '"xx"')
    edit(config / "kinds.toml", 'until = "deadline"', 'until = "dedline"')
    edit(config / "kinds.toml", '"associations"]', '"residentz"]')
    edit(config / "channels.toml", '["en"]', '"en"')
    edit(config / "channels.toml", "100200300", "Espoo")
    edit(config / "sheets.toml", "path =", "#")
    assert sorted(fault.partition(": ")[0] for fault in faults(config)) == [
        "channels.toml [facebook] page",
        "channels.toml [x-en] languages",
        "city.toml country",
        "city.toml zone",
        "kinds.toml [testers-wanted] audiences",
        "kinds.toml [testers-wanted] until",
        "languages.toml [sv] locale",
        "sheets.toml [pilots] path",
    ]


def test_the_demo_lacks_nothing(config: Path) -> None:
    """The demo's credentials and lists are all there."""
    assert wired(config / "demo").missing == ()


def test_missing_secrets_are_told_and_stop_nothing(config: Path) -> None:
    """Each secret is named by its variable and the table that wants it, unless the channel is retired."""
    edit(config / "channels.toml", "[x-en]", "[x-en]\nretired = true")
    missing = wired(config, KUTSU_X_FI_TOKEN="told").missing
    assert f"KUTSU_X_SV_TOKEN is not set ({config}/channels.toml [x-sv])" in missing
    assert not [each for each in missing if each.startswith(("KUTSU_X_FI_TOKEN ", "KUTSU_X_EN_"))]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (None, "residents.csv: cannot be read as a UTF-8 text file"),
        ("x" * 200_000, "residents.csv: cannot be read as a UTF-8 text file"),
        ("garbage", "residents.csv line 1: the header must be"),
        (
            "address,language,consent\n" + "a.b@c@example.org,fi,2026-01-01\n" * 9,
            "residents.csv line 2: the address is",
        ),
    ],
)
def test_a_list_that_cannot_be_read(config: Path, rows: str | None, expected: str) -> None:
    """A mail channel's list is told by its file and lines, not all of them and without an address; it stops nobody else."""
    path = config / "audience" / "residents.csv"
    path.parent.mkdir()
    if rows is not None:
        path.write_text(rows, "utf-8")
    told = [each for each in wired(config).missing if "[newsletter] list" in each]
    assert told[0].startswith(f"{config}/channels.toml [newsletter] list: {path.parent}/{expected}")
    assert len(told) <= 3
    assert "@" not in "".join(told)


def test_a_google_key_that_is_not_there(config: Path) -> None:
    """A sheet without its key is told by the variable; the works are there all the same."""
    edit(config / "sheets.toml", 'adapter = "workbook"', GOOGLE)
    place = f"({config}/sheets.toml [pilots])"
    unset = f"KUTSU_PILOTS_CREDENTIALS is not set: the path of the service account's key file {place}"
    assert unset in wired(config).missing
    wrong = f"KUTSU_PILOTS_CREDENTIALS {str(config)!r} is not a service account's key file {place}"
    assert wrong in wired(config, KUTSU_PILOTS_CREDENTIALS=str(config)).missing


def test_a_mail_list_keeps_whom_its_provider_names(config: Path) -> None:
    """An address that a provider tells has the token of the list, whatever its case; once kept, nobody writes to it again."""
    people = config / "audience" / "residents.csv"
    people.parent.mkdir(exist_ok=True)
    people.write_text(
        "address,language,consent\nyksi@example.org,fi,2026-01-02\nkaksi@example.org,fi,2026-01-02\n", "utf-8"
    )
    mailing = vars(wired(config).gate.channels["newsletter"])["_mailing"]
    first, *others = mailing.audience.recipients("fi")
    token = mailing.token(first.address.upper())
    assert token == first.token
    mailing.kept().keep({token: "bounced"}, "", "sendgrid", dt.datetime(2026, 5, 4, tzinfo=dt.UTC))
    assert mailing.tokens(Message("fi", {}, "")) == [person.token for person in others]
