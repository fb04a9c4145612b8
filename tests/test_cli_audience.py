"""The lists and the rights of those on them, as an operator types it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from kutsu.cli import app
from kutsu.core.publication import Claimed, Receipt, State
from kutsu.ledger.claims import Outcome, Work
from tests.audiences.sheets import PEOPLE, listed
from tests.core.rows import PILOT
from tests.factories import delivery
from tests.houses import CHANNELS, CLOSED, NOW, TICKS, House
from tests.workbooks import write_workbook

WHO = "kaksi@example.org"
PEOPLE_CSV = """address,language,consent,topics
yksi@example.org,fi,2018-05-25,
Kaksi@example.org,fi,2018-06-01,interpreting
kolme@example.org,fi,2018-05-25,education transport
tva@example.org,sv,2018-05-25,
"""
LETTERS = f"""
[newsletter]
adapter = "email"
languages = ["fi", "sv", "en"]
base = "{CLOSED}/sendgrid"
options = {{ from = "pilots@example.org", list = "residents.csv", unsubscribe_group = 7 }}

[staff-mail]
adapter = "email"
languages = ["fi", "sv", "en"]
audience = "staff"
base = "{CLOSED}/sendgrid"
options = {{ from = "pilots@example.org", list = "staff.xlsx", tab = "Tilaajat", unsubscribe_group = 8 }}
"""
LETTER = "PILOT-1/testers-wanted/fi/newsletter/"


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A house with a list in a file and one in a workbook, and the same person on both."""
    made = House(tmp_path)
    (made.config / "channels.toml").write_text(CHANNELS + LETTERS, "utf-8")
    (made.config / "residents.csv").write_text(PEOPLE_CSV, "utf-8")
    write_workbook(made.config / "staff.xlsx", listed(*PEOPLE))
    made.environment |= {"KUTSU_NEWSLETTER_API_KEY": "made-up", "KUTSU_STAFF_MAIL_API_KEY": "made-up"}
    made.fill(pilots=[{**PILOT, **TICKS}])
    return made


def typed(house: House, *words: str, given: str = "") -> Result:
    """Run a command with this on its standard input."""
    before = ["--config", str(house.config), "--state", str(house.state), "--now", NOW]
    return CliRunner().invoke(app, [*before, "audience", *words], env=house.environment, input=given)


def exported(house: House, code: int = 0) -> Any:
    """All that is known of the person who is on both lists."""
    result = typed(house, "export", "-", given=f"{WHO}\n")
    assert result.exit_code == code, result.stderr
    return json.loads(result.stdout)


def recipients(house: House) -> tuple[str, ...]:
    """To whom the mail about the pilot would go."""
    works = house.works()
    message = works.gate.message(works.surveyor.look(), delivery(LETTER))
    assert message.topics == ("interpreting",)
    (share,) = works.gate.channels["newsletter"].shares(message)
    return share


def sent(house: House) -> None:
    """The mail about the pilot is out."""
    works, share = house.works(), recipients(house)
    now, message = works.clock.now(), works.gate.message(works.surveyor.look(), delivery(LETTER))
    assert works.claims.claim([Work(delivery(LETTER), message, [share])], now)
    assert works.claims.begin(LETTER, 0, now)
    assert works.claims.settle(LETTER, 0, Outcome(State.SENT, receipt=Receipt("1")), now, now)


def test_a_mail_goes_to_those_who_chose_its_topic(house: House) -> None:
    """A pilot's mail has its theme: who chose another is no recipient, who chose none is one."""
    mailing = vars(house.works().gate.channels["newsletter"])["_mailing"]
    people = mailing.audience.people(recipients(house))
    assert [person.address for person in people.values()] == ["yksi@example.org", "Kaksi@example.org"]


def test_check(house: House) -> None:
    """Each list with its numbers by language and topic; a bad row is told by its number, and is a fault."""
    first, second = json.loads(typed(house, "check", "--json").stdout)
    assert first["channels"] == ["newsletter"]
    assert {"language": "fi", "topic": "transport", "people": 1} in first["people"]
    assert [each for each in first["people"] if each["topic"] in ("", "*")] == [
        {"language": "fi", "topic": "*", "people": 3},
        {"language": "fi", "topic": "", "people": 1},
        {"language": "sv", "topic": "*", "people": 1},
        {"language": "sv", "topic": "", "people": 1},
    ]
    assert second["list"].endswith("staff.xlsx, tab Tilaajat")
    (house.config / "residents.csv").write_text(PEOPLE_CSV + "ei osoite,fi,2030-01-01,youth\n", "utf-8")
    result = typed(house, "check")
    assert result.exit_code == 1
    assert "residents.csv line 6: the address is not a plain mail address" in result.stderr
    assert "residents.csv line 6: the consent is in the future" in result.stderr
    assert "example.org" not in result.output


def test_export(house: House) -> None:
    """One person's rows on every list as they stand there, and the mails with their times; nothing of anybody else."""
    sent(house)
    known = exported(house)
    assert known["address"] == WHO
    (file, sheet), (mail,) = known["lists"], known["mailings"]
    assert (file["channels"], file["topics"], file["consent"]) == (["newsletter"], "interpreting", "2018-06-01")
    assert (sheet["channels"], sheet["consent"]) == (["staff-mail"], "2018-05-25")
    assert (mail["mailing"], mail["outcome"], mail["sent"][:16]) == (LETTER, "sent", NOW[:16])
    assert "Tulkkaussovellus" in mail["title"]
    assert not [other for other in ("yksi", "kolme", "tva") if other in json.dumps(known)]


def test_erase(house: House) -> None:
    """Asked first; then off the file and out of the ledger for ever, and the workbook's row is named for a person to delete."""
    sent(house)
    assert typed(house, "erase", "-", given=f"{WHO}\nn\n").exit_code == 1
    assert len(exported(house)["lists"]) == 2
    result = typed(house, "erase", "-", given=f"{WHO}\ny\n")
    assert result.exit_code == 3
    assert f"{house.config}/staff.xlsx, tab Tilaajat: delete row 3 there" in result.stderr
    assert (house.config / "residents.csv").read_text("utf-8") == PEOPLE_CSV.replace(
        "Kaksi@example.org,fi,2018-06-01,interpreting\n", ""
    )
    known = exported(house)
    assert [each["channels"] for each in known["lists"]] == [["staff-mail"]]
    assert known["mailings"] == []
    assert [(each["scope"], each["reason"]) for each in known["suppressions"]] == [("all mail", "erased")]
    assert WHO not in result.output.lower()


def test_whoever_is_forgotten_is_left_out_of_a_mail_under_way(house: House) -> None:
    """A share that was claimed with them goes to the others alone, and they are no recipient of the next one, on whatever list."""
    people = recipients(house)
    assert typed(house, "erase", WHO, "--yes").exit_code == 3
    (house.config / "residents.csv").write_text(PEOPLE_CSV, "utf-8")
    works = house.works()
    mailing = vars(works.gate.channels["newsletter"])["_mailing"]
    message = works.gate.message(works.surveyor.look(), delivery(LETTER))
    able, left = mailing.people(Claimed(LETTER, message, works.clock.now(), recipients=people))
    assert [person.address for person in able.values()] == ["yksi@example.org"]
    assert list(left.values()) == ["erased"]
    assert len(mailing.tokens(message)) == 1


def test_erasing_again_is_harmless(house: House) -> None:
    """Nothing is left to do the second time, once the workbook's row is gone too; the person is still never written to."""
    write_workbook(house.config / "staff.xlsx", listed(PEOPLE[0]))
    assert typed(house, "erase", WHO, "--yes").exit_code == 0
    before = (house.config / "residents.csv").read_bytes()
    assert typed(house, "erase", WHO, "--yes").exit_code == 0
    assert (house.config / "residents.csv").read_bytes() == before
    assert exported(house)["suppressions"] != []


def test_a_list_that_cannot_be_read_hides_nobody(house: House) -> None:
    """The other lists are done all the same; the broken one is named, and the person is never written to already."""
    (house.config / "staff.xlsx").write_bytes(b"garbage")
    result = typed(house, "erase", WHO, "--yes")
    assert result.exit_code == 3
    assert "staff.xlsx" in result.stderr
    assert "Kaksi" not in (house.config / "residents.csv").read_text("utf-8")
    assert exported(house, code=1)["suppressions"] != []


def test_what_is_no_address_is_not_repeated(house: House) -> None:
    """Wrong use is told without what was typed, which may be an address all the same."""
    result = typed(house, "erase", "Nimi <nimi@example.org>", "--yes")
    assert result.exit_code == 2
    assert "nimi" not in result.output.lower()


def test_who_left_and_asks_for_it_comes_back(house: House) -> None:
    """The page says "tell us and you will get the messages again": staff can do that, but not for somebody who was erased."""
    works = house.works()
    mailing, now = vars(works.gate.channels["newsletter"])["_mailing"], works.clock.now()
    mailing.kept().keep({mailing.token(WHO): "left"}, "residents", "one-click", now)
    mailing.kept().keep({mailing.token(WHO): "bounced"}, "", "sendgrid 1234", now)
    assert len(recipients(house)) == 1
    result = typed(house, "readmit", "-", given=f"{WHO}\n")
    assert result.exit_code == 0
    assert "left, for residents, told by one-click" in result.stdout
    assert "SendGrid's own list" in result.stderr
    assert len(recipients(house)) == 2
    assert "Nothing stood against" in typed(house, "readmit", WHO).stdout
    assert typed(house, "erase", WHO, "--yes").exit_code == 3
    assert typed(house, "readmit", WHO).exit_code == 1
    assert [each["reason"] for each in exported(house)["suppressions"]] == ["erased"]
