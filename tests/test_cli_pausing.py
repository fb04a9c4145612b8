"""Pause, resume, hold and unhold as people type them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kutsu.core.ahead import AHEAD
from kutsu.core.placing import Wanted
from kutsu.core.publication import Receipt, State
from kutsu.ledger.claims import Outcome, Work
from tests.factories import delivery, message
from tests.houses import FI, SV, House


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A house with a well-filled sheet, ticked after it had been shown."""
    made = House(tmp_path)
    made.approve()
    return made


def reasons(house: House) -> set[str]:
    """Why things wait, by the plan."""
    return {line["held_because"] for line in house.json("plan") if line["key"] in (FI, SV)}


def test_pause_and_resume(house: House) -> None:
    """A pause holds the whole plan with its reason, until it is resumed; resuming lists what goes out now."""
    assert reasons(house) == {None}
    assert house.kutsu("pause", "--why", "storm").exit_code == 0
    (why,) = reasons(house)
    assert why.startswith("paused by ")
    assert why.endswith(": storm")
    result = house.kutsu("resume")
    assert result.exit_code == 0
    assert "Goes out now: " in result.stdout
    assert "Nothing was paused." not in result.stdout
    assert "Nothing was paused." in house.kutsu("resume").stdout
    assert reasons(house) == {None}


def test_pause_until(house: House) -> None:
    """A pause tells until when it lasts; an instant that is over or cannot be read is wrong use, and holds nothing."""
    assert house.kutsu("pause", "--until", "2000-01-01T09:00").exit_code == 2
    assert house.kutsu("pause", "--until", "tomorrow").exit_code == 2
    assert reasons(house) == {None}
    assert "Paused until Fri 1.1. 09.00." in house.kutsu("pause", "--until", "2100-01-01T09:00").stdout
    assert None not in reasons(house)


@pytest.mark.parametrize("command", [("pause", "--why", "storm"), ("hold", SV, "--why", "storm")])
def test_what_leaves_all_the_same(house: House, command: tuple[str, ...]) -> None:
    """What is with a provider that does not give it back is named, with the hour at which it leaves."""
    works = house.works()
    now, slot = works.clock.now(), works.clock.now().replace(hour=18, minute=0, second=0, microsecond=0)
    assert works.claims.claim([Work(delivery(SV, slot=slot), message(), [()])], now)
    works.claims.mark(SV, 0, {AHEAD: slot.isoformat()})
    assert works.claims.begin(SV, 0, now)
    yes = Outcome(State.HANDED_OVER, receipt=Receipt("1"), next=slot)
    assert works.claims.settle(SV, 0, yes, now, now)
    said = house.kutsu(*command).stderr
    assert f"{SV}: " in said
    assert ": storm; it is with the mail provider and leaves at 18.00 on 18.10.2019 (" in said
    (row,) = [each for each in house.json("ledger") if each["key"] == SV]
    assert row["state"] == "handed-over"
    assert ": storm; it is with the mail provider" in str(works.views.rows()[0].reason)


def test_hold_and_unhold(house: House) -> None:
    """A held Swedish holds its Finnish too; a key that the plan does not have, or that is not held, is wrong use."""
    assert house.kutsu("hold", SV, "--why", "the picture").exit_code == 0
    assert reasons(house) == {"held by a person: the picture", "goes together with sv: held by a person: the picture"}
    assert house.kutsu("unhold", SV).exit_code == 0
    assert reasons(house) == {None}
    assert house.kutsu("unhold", SV).exit_code == 2
    assert house.kutsu("hold", "NOBODY/x/fi/x-fi/").exit_code == 2


def test_release_what_cancelled_runs_hold(house: House) -> None:
    """What an operator's cancel holds says so, and is let go by --cancelled; one key and --cancelled at once is wrong use."""
    assert "No cancelled run holds anything." in house.kutsu("unhold", "--cancelled").stdout
    works = house.works()
    now = works.clock.now()
    run = works.placed.intend(Wanted(now, now, "Fri 18.10. 16.04 · pilot-chosen", (), (FI, SV)), now)
    assert run
    works.placed.cancelled(run, now)
    assert reasons(house) == {"held by a person: an operator cancelled the run Fri 18.10. 16.04 · pilot-chosen"}
    assert house.kutsu("unhold").exit_code == house.kutsu("unhold", FI, "--cancelled").exit_code == 2
    assert "No cancelled run" in house.kutsu("unhold", "--cancelled", "--slot", "2019-10-18T16:05").stdout
    said = house.kutsu("unhold", "--cancelled", "--slot", now.isoformat()).stdout
    assert f"{FI}: no longer held" in said
    assert reasons(house) == {None}
