"""What the commands print for people and for machines, and how they end."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from kutsu.core.publication import Receipt, State
from kutsu.ledger.claims import Outcome
from tests.core.rows import PILOT, SESSION
from tests.houses import EN, FI, SV, TICKS, House

WAITS = (Outcome(State.UNCONFIRMED, "lost"), Outcome(State.WAITING, "nobody knows"))
REFUSED = Outcome(State.REFUSED, "too [blunt]")
SENT = Outcome(State.SENT, receipt=Receipt("7", "https://x.com/i/status/7"))


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A house with a well-filled, unticked sheet."""
    made = House(tmp_path)
    made.fill()
    return made


def test_check_of_a_sheet_that_is_well(house: House) -> None:
    """Without faults the array is empty, people read one sentence, and the end is well."""
    assert house.json("check") == []
    result = house.kutsu("check")
    assert (result.exit_code, result.stdout) == (0, "All sheets are well.\n")


def test_check_of_a_sheet_with_faults(house: House) -> None:
    """Every fault is told with its cell and in three languages; an error ends with 1."""
    house.fill(pilots=[{**PILOT, "announce": "huomenna", "theme": "Avaruus"}])
    found = house.json("check", code=1)
    assert [list(fault) for fault in found] == [
        ["sheet", "tab", "row", "column", "cell", "severity", "code", "message"]
    ] * len(found)
    wrong = {fault["column"]: fault for fault in found}
    assert {"Julkistus", "Teema"} <= wrong.keys()
    fault = wrong["Julkistus"]
    assert (fault["sheet"], fault["tab"], fault["row"], fault["severity"]) == ("pilots", "Pilotit", 2, "error")
    assert fault["cell"][-1] == "2"
    assert set(fault["message"]) == {"fi", "sv", "en"}
    shown = house.kutsu("check")
    assert shown.exit_code == 1
    assert "huomenna" in shown.stdout


def test_a_note_is_no_fault(house: House) -> None:
    """What was understood is told and ends well."""
    house.fill(pilots=[PILOT, {"id": "PILOT-2"}])
    found = house.json("check")
    assert {fault["severity"] for fault in found} == {"note"}


def test_plan(house: House) -> None:
    """Every delivery has exactly the promised keys; what is not ticked waits for approval."""
    found = house.json("plan")
    keys = ["key", "kind", "subject", "language", "channel", "slot", "release", "state", "held_because", "cost"]
    assert [list(line) for line in found] == [keys] * len(found)
    lines = {line["key"]: line for line in found}
    assert lines[FI] == {
        "key": FI,
        "kind": "pilot-chosen",
        "subject": "PILOT-1",
        "language": "fi",
        "channel": "x-fi",
        "slot": "2019-10-18T09:30:00+03:00",
        "release": "PILOT-1/pilot-chosen/x/residents/",
        "state": "planned",
        "held_because": "waits for approval",
        "cost": None,
    }


def test_plan_of_what_is_approved(house: House) -> None:
    """What was shown and then ticked is held by nothing, and people see it as coming."""
    house.approve()
    lines = {line["key"]: line["held_because"] for line in house.json("plan")}
    assert [lines[key] for key in (FI, SV, EN)] == [None] * 3
    shown = house.kutsu("plan").stdout
    assert shown.index("Coming") < shown.index("pilot-chosen") < shown.index("Held")


def test_now(house: House) -> None:
    """--now starts the clock there: what is planned today is over in a month."""
    assert {line["state"] for line in house.json("plan")} == {"planned"}
    later = house.json("plan", "--now", "2019-11-18T10:00:00+02:00")
    assert {line["state"] for line in later if line["kind"] == "pilot-chosen"} == {"expired"}


def test_plan_of_a_sheet_with_faults(house: House) -> None:
    """The plan is whole for the rows that are well, stdout stays pure, and the end is 1."""
    house.fill(sessions=[{**SESSION, **TICKS, "day": "huomenna"}])
    assert {line["subject"] for line in house.json("plan", code=1)} >= {"ROUND-1", "PILOT-1"}


def test_preview(house: House, tmp_path: Path) -> None:
    """Every row has its page with all its messages, beside the state or elsewhere; where they are is told, and nothing is approved."""
    house.fill()
    for place in ([], ["--out", str(tmp_path / "out")]):
        found = house.json("preview", *place)
        path = Path(unquote(urlsplit(found["pages"]["PILOT-1"]).path))
        assert path.parent == (tmp_path / "out" if place else house.state / "preview")
        assert "Tolkningsapp för ärenden" in path.read_text("utf-8")
        assert Path(unquote(urlsplit(found["index"]).path)).is_file()
        assert (found["held"], found["notes"]) == ({}, [])
        assert "2 rows, 0 of them new: file:" in house.kutsu("preview", *place).stdout
    assert house.works().surveyor.memories.recall() == {}
    assert house.json("ledger") == []


def test_preview_into_a_folder_of_others(house: House, tmp_path: Path) -> None:
    """A folder with somebody's own pages is refused, and keeps every one of them."""
    house.fill()
    own = tmp_path / "own" / "page.html"
    own.parent.mkdir()
    own.write_text("mine", "utf-8")
    assert "is not empty" in str(house.kutsu("preview", "--out", str(own.parent)).exception)
    assert [path.name for path in own.parent.iterdir()] == ["page.html"]


def test_ledger(house: House) -> None:
    """Every row has exactly the promised keys, its instants in the city's time."""
    assert house.json("ledger") == []
    house.told(FI, SENT)
    (row,) = house.json("ledger")
    assert row.pop("claimed_at") == row.pop("settled_at")
    assert row == {
        "key": FI,
        "state": "sent",
        "slot": "2026-11-24T10:00:00+02:00",
        "remote_id": "7",
        "url": "https://x.com/i/status/7",
    }
    (raw,) = house.json("ledger")
    assert list(raw) == ["key", "state", "slot", "claimed_at", "settled_at", "remote_id", "url"]
    assert raw["claimed_at"].startswith("2019-10-18T16:04:")
    assert raw["claimed_at"].endswith("+03:00")


@pytest.mark.parametrize("command", [("ledger",), ("plan",), ("reconcile",)])
def test_something_waits_for_a_person(house: House, command: tuple[str, ...]) -> None:
    """While something waits, every command that looks ends with 3, before 1, and says on stderr what to do."""
    house.fill(pilots=[{**PILOT, "announce": "huomenna"}])
    house.told(FI, *WAITS)
    result = house.kutsu(*command)
    assert result.exit_code == 3
    assert "kutsu settle KEY --sent URL | --absent" in result.stderr


def test_settle_sent(house: House) -> None:
    """A person's address is the receipt, and nothing waits any more."""
    house.told(FI, *WAITS)
    result = house.kutsu("settle", FI, "--sent", "https://x.com/i/status/9")
    assert (result.exit_code, result.stdout) == (0, f"{FI}: sent\n")
    assert house.json("ledger")[0]["url"] == "https://x.com/i/status/9"


def test_settle_absent(house: House) -> None:
    """What is not out may be sent again."""
    house.told(FI, *WAITS)
    assert house.kutsu("settle", FI, "--absent").exit_code == 0
    assert house.states() == {FI: "unavailable"}


def test_retry(house: House) -> None:
    """What was refused may be tried again by a person's word, once."""
    house.told(FI, REFUSED)
    assert house.kutsu("retry", FI).exit_code == 0
    assert house.states() == {FI: "unavailable"}
    assert house.kutsu("retry", FI).exit_code == 2
