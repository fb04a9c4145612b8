"""`kutsu retract` as people type it, against the sandbox: it shows, asks, deletes, and tells what is still out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from kutsu import sandbox
from kutsu.core.publication import Message, Receipt, State
from kutsu.ledger.claims import Outcome, Work
from tests.channels.stages import ACCOUNTS
from tests.factories import delivery
from tests.houses import CHANNELS, CLOSED, FI, SV, House

MAIL = "PILOT-1/pilot-chosen/fi/letter/"
LETTER = """
[letter]
adapter = "email"
languages = ["fi", "sv", "en"]
options = { from = "kokeilut@espoo.example", from_name = "Espoo", list = "list.csv", unsubscribe_group = 101 }
"""


class Wall:
    """A house on X of a sandbox, where it publishes for real."""

    def __init__(self, folder: Path, address: str) -> None:
        self.address, self.house = address, House(folder)
        self.house.fill()
        channels = CHANNELS.replace(f"{CLOSED}/x", f"{address}/x") + LETTER
        (self.house.config / "channels.toml").write_text(channels, "utf-8")
        (self.house.config / "list.csv").write_text("address,language,consent\na@example.org,fi,2019-01-01\n", "utf-8")
        for account in ACCOUNTS["x"]:
            for name in ("consumer_key", "consumer_secret", "token", "token_secret"):
                key = f"KUTSU_X_{account['language'].upper()}_{name.upper()}"
                self.house.environment[key] = account[name]

    def publish(self, key: str, text: str) -> None:
        """Claim, send and settle one delivery."""
        works = self.house.works()
        message = Message("fi", {"status": text}, "https://example.org")
        (mine,) = works.publisher.claim([Work(delivery(key), message, [()])])
        outcome = works.publisher.send(mine, works.clock.now())
        assert outcome
        assert outcome.state is State.SENT

    def out(self) -> list[str]:
        """The texts that residents see."""
        return [each["text"] for each in requests.get(f"{self.address}/_sandbox/published", timeout=5).json()]

    def fail(self, fault: str) -> None:
        """Let every deletion on X fail."""
        rule = {"network": "x", "fault": fault, "path": "/x/2/tweets/*", "method": "DELETE"}
        requests.post(f"{self.address}/_sandbox/faults", data=json.dumps(rule), timeout=5).raise_for_status()


@pytest.fixture
def wall(tmp_path: Path) -> Iterator[Wall]:
    """Finnish and Swedish of one thing are out on X."""
    with sandbox.start(tmp_path / "sandbox") as address:
        made = Wall(tmp_path, address)
        made.publish(FI, "Tervetuloa testaajaksi! " * 4)
        made.publish(SV, "Välkommen!")
        yield made


def test_shown_asked_and_taken_back(wall: Wall) -> None:
    """Network, address and first words are shown; without a yes nothing is done; `--yes` does it and names the sister."""
    result = wall.house.kutsu("retract", FI)
    assert result.exit_code == 1
    assert "x (x-fi), fi, out since Fri 18.10. 16.04\nhttps://x.com/" in result.stdout
    assert "\nTervetuloa testaajaksi! Tervetuloa testaajaksi! Tervetuloa t…\n" in result.stdout
    assert len(wall.out()) == 2
    result = wall.house.kutsu("retract", FI, "--yes", "--why", "wrong day")
    assert result.exit_code == 0, result.stderr
    assert f"{FI}: retracted\nOf the same release these are still out:\n  {SV} (sent) https://x.com/" in result.stdout
    assert wall.out() == ["Välkommen!"]
    assert wall.house.states() == {FI: "retracted", SV: "sent"}
    assert "taken back by" in wall.house.kutsu("ledger").stdout


def test_said_twice(wall: Wall) -> None:
    """The second time it is told who did it, nothing is asked for, and it ends well; the last of a release has no sister."""
    for key in (FI, SV):
        last = wall.house.kutsu("retract", key, "--yes")
    assert "still out" not in last.stdout
    result = wall.house.kutsu("retract", FI)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{FI}: taken back by ")


@pytest.mark.parametrize(
    ("fault", "code", "left"), [("refused", 3, 2), ("lost", 3, 1), ("500-before", 3, 2), ("401", 1, 2), ("429", 1, 2)]
)
def test_not_taken_back(wall: Wall, fault: str, code: int, left: int) -> None:
    """A no and doubt call a person (3), a held or hurried account may be tried later (1); the ledger says that it is out."""
    wall.fail(fault)
    result = wall.house.kutsu("retract", FI, "--yes")
    assert (result.exit_code, len(wall.out())) == (code, left)
    assert f"{FI} is not taken back: X (x-fi)" in result.stderr
    assert ("kutsu announce-again PILOT-1 pilot-chosen" in result.stderr) is (code == 3)
    assert wall.house.states() == {FI: "sent", SV: "sent"}
    requests.delete(f"{wall.address}/_sandbox/faults", timeout=5)
    assert wall.house.kutsu("retract", FI, "--yes").exit_code == 0
    assert wall.out() == ["Välkommen!"]


def test_a_person_was_faster(wall: Wall) -> None:
    """What somebody has deleted on X itself is taken back all the same, and not said again."""
    works = wall.house.works()
    (out,) = works.retractor.retractions.out(FI)
    works.retractor.channels["x-fi"].retract(out.claimed, out.receipt)
    assert wall.house.kutsu("retract", FI, "--yes").exit_code == 0
    assert wall.house.states()[FI] == "retracted"


def test_mail_is_out_for_good(wall: Wall) -> None:
    """Mail that is out is told as such, with what to do instead, and a person is called."""
    message = Message("fi", {"subject": "Tervetuloa", "text": "-", "html": "-"}, "https://example.org")
    works, sent = wall.house.works(), Outcome(State.SENT, receipt=Receipt("m1"))
    now = works.clock.now()
    assert works.claims.claim([Work(delivery(MAIL), message, [("token",)])], now)
    assert works.claims.begin(MAIL, 0, now)
    works.claims.settle(MAIL, 0, sent, now, now)
    result = wall.house.kutsu("retract", MAIL, "--yes")
    assert result.exit_code == 3
    assert "mail that is out cannot be taken back; send a correction" in result.stderr
    assert wall.house.states()[MAIL] == "sent"


def test_what_is_not_out(wall: Wall) -> None:
    """A key that the ledger does not know, or that is not out, is wrong use."""
    assert wall.house.kutsu("retract", "no/such/key/x/", "--yes").exit_code == 2
    wall.house.told(f"{FI}again-2", Outcome(State.REFUSED, "no"))
    assert wall.house.kutsu("retract", f"{FI}again-2", "--yes").exit_code == 2


def test_a_hold_that_comes_too_late(wall: Wall) -> None:
    """What is out already cannot be held, and it is said what can be done."""
    result = wall.house.kutsu("hold", FI)
    assert result.exit_code == 2
    assert "kutsu retract" in result.stderr
