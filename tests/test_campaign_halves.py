"""A round of publishing with a half release, and what the command line says of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from kutsu import campaign
from kutsu.core.errors import Refused
from kutsu.core.publication import Receipt, State
from kutsu.ledger.claims import Outcome
from kutsu.watch import Watch
from kutsu.wiring import Works
from tests.fakes import FakeChannel, FakeMirror
from tests.houses import CLOSED, FI, SV, House

REFUSED = Outcome(State.REFUSED, "X (x-sv) answered 400: too blunt")
SENT = Outcome(State.SENT, receipt=Receipt("7", "https://x.com/i/status/7"))


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A house with an approved pilot."""
    made = House(tmp_path)
    made.approve()
    return made


def faked(works: Works) -> tuple[Works, dict[str, FakeChannel]]:
    """The works with accounts and a site in memory."""
    fakes, site = {name: FakeChannel(name) for name in works.gate.channels}, FakeMirror()
    gate = replace(works.gate, channels=fakes, origin=site)
    surveyor = replace(works.surveyor, mirrors=[site])
    publisher = replace(works.publisher, channels=fakes)
    return replace(works, gate=gate, surveyor=surveyor, publisher=publisher), fakes


def test_one_round_mends_it(house: House) -> None:
    """The round in which Swedish is refused sends its short form too, once."""
    works, accounts = faked(house.works())
    accounts["x-sv"].meets.append(Refused("too blunt"))
    campaign.publish_due(works, dt.timedelta())
    assert [each.message.short for each in accounts["x-sv"].out] == [True]
    assert [each.message.short for each in accounts["x-fi"].out] == [False]


def test_one_round_calls_a_person(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """Refused twice, the round ends, and its log has one ERROR that says which language is missing where."""
    works, accounts = faked(house.works())
    accounts["x-sv"].meets.extend([Refused("too blunt"), Refused("still too blunt")])
    campaign.publish_due(works, dt.timedelta())
    assert accounts["x-sv"].out == []
    (told,) = [record.message for record in caplog.records if record.levelname == "ERROR"]
    assert told.startswith(
        f"sv is missing on x: {SV} was refused in its short form too (still too blunt); fi is out at"
    )


@pytest.mark.parametrize("command", ["ledger", "plan"])
def test_every_command_tells_it(house: House, command: str) -> None:
    """While Swedish is missing, a command says so once, with what to do, and ends with 3."""
    house.told(FI, SENT)
    house.told(SV, REFUSED)
    result = house.kutsu(command)
    assert result.exit_code == 3
    assert result.stderr.count(SV) == 3
    assert f"sv is missing on x: {SV} was refused (X (x-sv) answered 400: too blunt)" in result.stderr
    assert "waits for a person" not in result.stderr


def test_a_person_who_has_said_it_by_hand(house: House) -> None:
    """A person who said it by hand settles it, and nothing is missing any more, also of what was merely unavailable."""
    house.told(FI, SENT)
    house.told(SV, Outcome(State.UNAVAILABLE, "429"))
    assert house.kutsu("settle", SV, "--sent", "https://x.com/i/status/9").exit_code == 0
    assert house.kutsu("ledger").exit_code == 0


def test_the_watch_tells_it(house: House) -> None:
    """The watch beside the workers names what is missing once, and not as something that merely waits."""
    house.told(FI, SENT)
    house.told(SV, REFUSED)
    (alarm,) = (each for each in Watch(house.works()).look() if each.about == SV)
    assert alarm.what.startswith("sv is missing on x")
    assert "kutsu retry" in alarm.do


def test_a_changed_layout_is_told_in_the_plan(house: House) -> None:
    """What was said apart is not said again together, and the plan says why."""
    house.told(FI.replace("x-fi", "x"), SENT)
    (house.config / "channels.toml").write_text(
        f'[x]\nadapter = "x"\nlanguages = ["fi", "sv"]\nlayout = "together"\nbase = "{CLOSED}/x"\n', "utf-8"
    )
    lines = {line["key"]: line["held_because"] for line in house.json("plan")}
    assert lines["PILOT-1/pilot-chosen/fi+sv/x/"] == "said in another layout: PILOT-1/pilot-chosen/fi/x/"
