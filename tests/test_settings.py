"""Config and environment: what comes from where, what a state is for, and which clock runs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from kutsu.core.errors import Faulty
from kutsu.settings import keep_apart, read_clock, read_settings, variable
from tests.configs import ROOT, copied, edit, faults, read
from tests.factories import ZONE


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A copy of the city's config."""
    return copied(tmp_path)


@pytest.mark.parametrize("folder", ["config", "config/demo"])
def test_the_house_s_own_config_is_well(tmp_path: Path, folder: str) -> None:
    """What is shipped has no fault, and the demo has all languages and kinds of the city."""
    settings = read_settings(ROOT / folder, tmp_path, {})
    assert list(settings.languages) == ["fi", "sv", "en"]
    assert settings.languages["fi"].key == "fi"
    assert settings.kinds["session-reminder"].urgent
    assert settings.channels["x-sv"].languages == ("sv",)
    assert settings.city.quiet_until == dt.time(8)


def test_staff_have_a_name_for_every_kind() -> None:
    """The sheet calls nothing by its key: each kind of the house's config is called something in the three languages."""
    for kind in read(ROOT / "config").kinds.values():
        assert list(kind.called) == ["fi", "sv", "en"], f"kinds.toml [{kind.name}]: add its name for staff as `called`"


def test_a_name_in_another_language(config: Path) -> None:
    """A name of a kind in a language that no staff header has is told with those that there are."""
    edit(config / "kinds.toml", 'sv = "valda försök"', 'de = "gewählt"')
    assert faults(config) == ["kinds.toml [pilots-selected] called: 'de' is unknown; known are en, fi, sv"]


def test_extends(config: Path) -> None:
    """Files and keys of the city that a directory lacks are those of the one it extends; faults name the file they are in."""
    settings = read(config / "demo", KUTSU_SITE="http://127.0.0.1:1")
    assert settings.city.site == "http://127.0.0.1:1"
    assert settings.city.name["sv"] == "Esbo stad"
    assert settings.channels["x-fi"].base == "/x"
    assert settings.places.demo == config / "demo" / "plan"
    edit(config / "kinds.toml", 'anchor = "start"', 'anchor = "begin"')
    edit(config / "city.toml", 'quiet_from = "20:00"', "quiet_from = 20")
    told = " ".join(faults(config / "demo"))
    assert f"{config}/city.toml quiet_from: " in told
    assert f"{config}/kinds.toml [pilot-started] anchor: " in told


def test_variables_are_put_into_texts(config: Path) -> None:
    """A variable stands for its value at any depth, as it is, and the state is where --state says, not the environment."""
    edit(config / "channels.toml", '"kokeilut@espoo.example"', '"${SENDER}"')
    settings = read(config, SENDER='a "b"\\@example.org', KUTSU_STATE="/elsewhere")
    assert settings.channels["newsletter"].options["from"] == 'a "b"\\@example.org'
    assert settings.sheets["pilots"].path == f"{config.parent}/state/pilots.xlsx"
    assert settings.environment["KUTSU_STATE"] == str(config.parent / "state")


def test_which_environment_counts(config: Path) -> None:
    """The process's environment comes before what `up` wrote under the state, and that before the config's own file."""
    state = config.parent / "state"
    state.mkdir()
    own = "# made up\n\nKUTSU_X_FI_TOKEN = first\nKUTSU_X_SV_TOKEN=first\nKUTSU_X_EN_TOKEN=first=1\nnonsense\n"
    (config / "demo" / "sandbox.env").write_text(own, "utf-8")
    (state / "environment").write_text("KUTSU_X_FI_TOKEN=second\nKUTSU_X_SV_TOKEN=second\n", "utf-8")
    settings = read(config / "demo", KUTSU_X_FI_TOKEN="third")
    found = [settings.secrets(name, ["token", "token_secret"]) for name in ("x-fi", "x-sv", "x-en")]
    assert found == [{"token": "third"}, {"token": "second"}, {"token": "first=1"}]


def test_where_things_are(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Config, state and ledger are where the environment says, and the state is absolute."""
    monkeypatch.chdir(config.parent)
    places = read_settings(environ={}).places
    assert (places.state, places.config) == (config.parent / "state", Path("config"))
    assert places.ledger == f"sqlite:///{config.parent}/state/ledger.db"
    moved = {"KUTSU_CONFIG": "config/demo", "KUTSU_STATE": "there", "KUTSU_LEDGER": "postgresql://db.example/kutsu"}
    places = read_settings(environ=moved).places
    assert (places.state, places.config) == (config.parent / "there", Path("config/demo"))
    assert places.ledger == "postgresql://db.example/kutsu"


def test_a_demo_stays_out_of_a_city_s_ledger(config: Path) -> None:
    """A KUTSU_LEDGER that is set for a city is not written to by a demo on the same machine."""
    demo, ledger = config / "demo", "postgresql+psycopg://db.example/kutsu"
    keep_apart(read(demo).places)
    keep_apart(read(config, KUTSU_LEDGER=ledger).places)
    with pytest.raises(Faulty, match="a demo keeps its ledger in its own state"):
        keep_apart(read(demo, KUTSU_LEDGER=ledger).places)


def test_no_secret_in_a_repr(config: Path) -> None:
    """Settings may be printed: the environment with its secrets is not shown."""
    assert variable("x-fi", "token") == "KUTSU_X_FI_TOKEN"
    assert "s3cret" not in repr(read(config, KUTSU_X_FI_TOKEN="s3cret"))


def test_a_demo_s_state_is_no_city_s(config: Path) -> None:
    """A city's config on the state of a demo, or the other way round, is refused."""
    city, demo = read(config).places, read(config / "demo").places
    for places in (city, demo):
        keep_apart(places)
    city.state.mkdir()
    (city.state / "ledger.db").touch()
    keep_apart(city)
    with pytest.raises(Faulty, match="is the state of a city"):
        keep_apart(demo)
    (city.state / "today").touch()
    keep_apart(demo)
    with pytest.raises(Faulty, match="is the state of a demo"):
        keep_apart(city)


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        ("2027-03-29T09:00:00+00:00", dt.datetime(2027, 3, 29, 12, tzinfo=ZONE)),
        ("2027-03-29T09:00:00", dt.datetime(2027, 3, 29, 9, tzinfo=ZONE)),
        ("2027-01-15", dt.datetime(2027, 1, 15, tzinfo=ZONE)),
    ],
)
def test_a_clock_that_starts_there(config: Path, now: str, shown: dt.datetime) -> None:
    """--now is an instant, in the city's zone where it names none, and the clock ticks on from it."""
    clock = read_clock(read(config, KUTSU_CLOCK="ignored"), now)
    assert clock.shown == shown
    assert shown <= clock.now() < shown + dt.timedelta(minutes=1)
    assert clock.now().tzinfo == ZONE


def test_a_clock_shared_between_processes(config: Path) -> None:
    """KUTSU_CLOCK gives every process the same time, at the same scale."""
    first = read_clock(read(config), "2027-03-29T09:00:00")
    text = f"{first.anchor.isoformat()} {first.shown.isoformat()} 20"
    second = read_clock(read(config, KUTSU_CLOCK=text))
    assert str(second) == text
    assert second.now() >= first.shown


def test_the_wall_s_clock(config: Path) -> None:
    """Without either it is the wall's time in the city's zone."""
    clock = read_clock(read(config))
    assert (clock.anchor, clock.scale) == (clock.shown, 1.0) or clock.shown - clock.anchor < dt.timedelta(seconds=1)


NAIVE = "2027-03-29T09:00:00"


@pytest.mark.parametrize(
    "wrong",
    [
        {"now": "tomorrow"},
        {"shared": "noon"},
        {"shared": f"{NAIVE} {NAIVE}+03:00 1"},
        {"shared": f"{NAIVE}Z {NAIVE} 1"},
        {"shared": f"{NAIVE}Z {NAIVE}Z 0"},
        {"shared": f"{NAIVE}Z {NAIVE}Z fast"},
    ],
)
def test_a_clock_that_cannot_be_read(config: Path, wrong: dict[str, Any]) -> None:
    """What is no clock is told with how to write one."""
    with pytest.raises(Faulty, match=r"--now or KUTSU_CLOCK: .*; write an instant such as"):
        read_clock(read(config, **{"KUTSU_CLOCK": wrong["shared"]} if "shared" in wrong else {}), wrong.get("now"))
