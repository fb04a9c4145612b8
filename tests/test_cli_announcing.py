"""`kutsu announce-again` as people type it: what stands in the way, what has to be approved anew, and what it warns of."""

from __future__ import annotations

from pathlib import Path

import pytest

from kutsu.core.publication import State
from kutsu.ledger.claims import Outcome, Work
from kutsu.settings import read_clock, read_settings
from kutsu.wiring import Works, wire
from tests.core.rows import PILOT, SESSION
from tests.fakes import FakeChannel
from tests.houses import FI, SV, TICKS, House
from tests.test_cli import SENT

AGAIN = ("announce-again", "PILOT-1", "pilot-chosen")
ASKED, LATER = ("--now", "2019-10-18T16:10:00"), ("--now", "2019-10-18T16:30:00")
OWN = {f"{FI}again-2", f"{SV}again-2"}


def works(house: House, minute: int) -> Works:
    """The works of a house at a minute after four."""
    settings = read_settings(house.config, house.state, house.environment)
    return wire(settings, read_clock(settings, f"2019-10-18T16:{minute:02}:00"))


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A pilot whose announcement is approved and out in Finnish, in the very words of the sheet."""
    made = House(tmp_path)
    made.approve()
    parts = works(made, 5)
    survey = parts.surveyor.look()
    said = next(each for each in survey.deliveries if each.key == FI)
    messages, _ = parts.gate.compose(survey, [said])
    now = parts.clock.now()
    assert parts.claims.claim([Work(said, messages[FI], [()])], now)
    assert parts.claims.begin(FI, 0, now)
    assert parts.claims.settle(FI, 0, SENT, now, now)
    return made


def asked_in_vain(house: House, *words: str) -> str:
    """What stands in the way, out of its box; it is wrong use."""
    result = house.kutsu(*words)
    assert result.exit_code == 2
    return " ".join(result.stderr.replace("│", " ").split())


def held(house: House) -> dict[str, str | None]:
    """Why the deliveries of the kind are held, by key, later on."""
    lines = house.json("plan", *LATER)
    return {line["key"]: line["held_because"] for line in lines if line["kind"] == "pilot-chosen"}


def test_approved_anew(house: House) -> None:
    """The ticks that stand do not count; taken away, seen by a pull and set again they do; the old edition is gone from the plan."""
    result = house.kutsu(*AGAIN, "--why", "few came", *ASKED)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith(
        "PILOT-1/pilot-chosen: again-2 goes out from Fri 18.10. 16.10 on, until Fri 1.11. 16.10,"
    )
    assert "The tick that stands now does not count." in result.stdout
    reasons = held(house)
    assert set(reasons) >= OWN
    assert FI not in reasons
    assert all("is to be announced again" in str(reasons[key]) for key in OWN)
    for minute, row in ((15, PILOT), (20, {**PILOT, **TICKS})):
        house.fill(pilots=[row])
        works(house, minute).surveyor.pull()
    assert set(held(house).values()) == {None}


def test_a_tick_between_two_pulls_does_not_count(house: House) -> None:
    """Set before it was asked for, though no pull had seen it: the command looks first, so it is of before."""
    house.fill(pilots=[PILOT])
    works(house, 6).surveyor.pull()
    house.fill(pilots=[{**PILOT, **TICKS}])
    assert house.kutsu(*AGAIN, *ASKED).exit_code == 0
    works(house, 20).surveyor.pull()
    assert all("is to be announced again" in str(held(house)[key]) for key in OWN)


def test_not_twice(house: House) -> None:
    """While one is not out, another is refused by name and with where it stands; once it is out, the next one follows."""
    house.kutsu(*AGAIN, *ASKED)
    told = asked_in_vain(house, *AGAIN, *LATER)
    assert "again-2, asked for by" in told
    assert "is not out yet: PILOT-1/pilot-chosen/" in told
    house.told(f"{FI}again-2", SENT)
    house.told(f"{SV}again-2", SENT)
    assert "again-3 goes out" in house.kutsu(*AGAIN, *LATER).stdout


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("PILOT-9", "pilot-chosen"), "PILOT-9 is not in the plan"),
        (("PILOT-1", "pilot-sung"), "known are"),
        (("PILOT-1", "pilots-selected"), "does not ask for this kind"),
        (("ROUND-1", "correction"), "a change is told by itself when the row's facts change"),
        (("ROUND-1", "pilots-selected"), "it has not been announced yet; nothing to repeat"),
    ],
)
def test_obstacles(house: House, words: tuple[str, str], why: str) -> None:
    """What cannot be said again is wrong use, says why, and adds no edition."""
    assert why in asked_in_vain(house, "announce-again", *words, *ASKED)
    assert works(house, 20).announcer.editions.recall() == {}


def test_an_invitation_when_its_session_has_begun(house: House) -> None:
    """Before that it may be said again, until the session begins; afterwards its time is over."""
    house.fill(sessions=[{**SESSION, **TICKS}])
    house.told("INFO-1/session-invitation/fi/x-fi/", SENT)
    words = ("announce-again", "INFO-1", "session-invitation", "--now")
    told = asked_in_vain(house, *words, "2019-11-06T17:00:00")
    assert "its time is over" in told
    assert "not after 06.11.2019 17.00" in told
    assert "until Wed 6.11. 17.00" in house.kutsu(*words, "2019-11-06T16:00:00").stdout


def test_a_row_that_cannot_be_read(house: House) -> None:
    """Whose ticks nobody can read now cannot tell old ticks from new ones: it is to be mended first."""
    (house.state / "pilots.xlsx").unlink()
    assert "its row cannot be read now" in asked_in_vain(house, *AGAIN, *ASKED)
    house.fill(pilots=[{**PILOT, **TICKS, "announce": "huomenna"}])
    assert "it has errors" in asked_in_vain(house, *AGAIN, *ASKED)


def test_what_was_taken_back_may_be_said_again(house: House) -> None:
    """A mistake is retracted, mended and announced again: it was out once."""
    parts = works(house, 6)
    x = FakeChannel("x-fi")
    retractor = type(parts.retractor)(parts.retractor.retractions, {"x-fi": x}, parts.clock)
    retractor.retract(retractor.retractions.out(FI), "anna", "")
    assert house.states() == {FI: "retracted"}
    result = house.kutsu(*AGAIN, *ASKED)
    assert result.exit_code == 0
    assert f"{FI}again-2 has the words that went out before" in result.stderr


def test_the_same_words_are_told(house: House) -> None:
    """The command and the plan warn that X refuses the very words that went out; with other words nobody is warned."""
    told = f"{FI}again-2 has the words that went out before, and X refuses a text that the account said not long ago"
    assert told in house.kutsu(*AGAIN, *ASKED).stderr
    assert told in house.kutsu("plan", *LATER).stderr
    assert f"{SV}again-2" not in house.kutsu("plan", *LATER).stderr
    house.fill(pilots=[{**PILOT, **TICKS, "title.fi": "Uusi nimi"}])
    assert told not in house.kutsu("plan", *LATER).stderr


def test_in_doubt_is_not_yet_announced(house: House) -> None:
    """What nobody knows to be out is settled first."""
    house.told("ROUND-1/pilots-selected/fi/x-fi/", Outcome(State.UNCONFIRMED, "lost"))
    assert "not been announced yet" in asked_in_vain(house, "announce-again", "ROUND-1", "pilots-selected", *ASKED)
