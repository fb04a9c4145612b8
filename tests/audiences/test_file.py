"""The list of recipients: every fault by its line, no address anywhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kutsu.audiences.file import FileAudience, Person
from kutsu.core.errors import Faulty
from tests.books import HELSINKI
from tests.fakes import HandClock


def audience(folder: Path, text: str) -> FileAudience:
    """The audience of a file with this text."""
    path = folder / "residents.csv"
    path.write_text(text, encoding="utf-8")
    return FileAudience(path, ("fi", "sv", "en"), "pippuri")


def chosen(folder: Path, text: str) -> FileAudience:
    """The same for residents who may choose topics, on the fourth of May 2026."""
    path = folder / "residents.csv"
    path.write_text(text, encoding="utf-8")
    themes = ("transport", "youth", "education")
    return FileAudience(path, ("fi", "sv", "en"), "pippuri", themes=themes, audience="residents", clock=HandClock(MAY))


def names(people: Iterable[Person]) -> list[str]:
    """What stands before the at sign of each."""
    return [person.address.partition("@")[0] for person in people]


MAY = dt.datetime(2026, 5, 4, 12, tzinfo=HELSINKI)
GOOD = "address,language,consent\nyksi@example.org,fi,2026-01-02\nkaksi@example.org,sv,2026-01-03\nYKSI@Example.org,fi,2026-01-04\n"


def test_each_address_counts_once(tmp_path: Path) -> None:
    """The same address in other letters is the same person, written to once, and only in their language."""
    people = audience(tmp_path, GOOD)
    assert [person.address for person in people.recipients("fi")] == ["yksi@example.org"]
    assert [person.address for person in people.recipients("sv")] == ["kaksi@example.org"]
    assert list(people.recipients("en")) == []


def test_a_language_in_any_case(tmp_path: Path) -> None:
    """A key with capitals such as zh-Hans is found as config writes it, however the row does."""
    path = tmp_path / "residents.csv"
    path.write_text(
        "address,language,consent\na@example.org,ZH-hans,2026-01-02\nb@example.org,FI,2026-01-02\n", "utf-8"
    )
    people = FileAudience(path, ("fi", "zh-Hans"), "pippuri")
    found = {key: [person.address for person in people.recipients(key)] for key in ("zh-Hans", "fi")}
    assert found == {"zh-Hans": ["a@example.org"], "fi": ["b@example.org"]}


def test_tokens_are_opaque_and_stable(tmp_path: Path) -> None:
    """A token stays the same however the address is written, needs the pepper, and shows nothing."""
    (one,) = audience(tmp_path, GOOD).recipients("fi")
    (same,) = audience(tmp_path, GOOD.replace("yksi@", "Yksi@")).recipients("fi")
    (other,) = FileAudience(tmp_path / "residents.csv", ("fi", "sv"), "suola").recipients("fi")
    assert one.token == same.token != other.token
    assert len(one.token) == 32
    assert "example" not in repr(one)


def test_all_faults_at_once_without_an_address(tmp_path: Path) -> None:
    """Every bad line of the file is named by its number, and the address on it is not."""
    rows = [
        "yksi@example.org,fi,2026-01-02",
        "ei osoite,fi,2026-01-02",
        "kaksi@example.org,suomi,",
        '"A, B <c@example.org>",sv,x',
    ]
    with pytest.raises(Faulty) as told:
        audience(tmp_path, "\n".join(["address,language,consent", *rows])).recipients("fi")
    lines = [fault.split(": ")[0].rpartition(" ")[2] for fault in told.value.faults]
    assert lines == ["3", "4", "4", "5", "5"]
    assert "@" not in str(told.value).replace(str(tmp_path), "")


def test_a_spreadsheet_may_have_saved_it(tmp_path: Path) -> None:
    """Semicolons, a byte order mark, blank lines and columns in another order are taken."""
    text = "\ufeffconsent;address;language\n2026-01-02;yksi@example.org;fi\n;;\n"
    assert [person.address for person in audience(tmp_path, text).recipients("fi")] == ["yksi@example.org"]


@pytest.mark.parametrize("text", ["", "email,language\n", "address,language,consent,address\n"])
def test_a_foreign_file_is_refused(tmp_path: Path, text: str) -> None:
    """A file without exactly the three columns is named with the header that it needs."""
    with pytest.raises(Faulty, match=r"line 1: the header must be address,language,consent"):
        audience(tmp_path, text).recipients("fi")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """A file that is not there, or that is not UTF-8, is a fault and no empty list."""
    with pytest.raises(Faulty, match="cannot be read"):
        FileAudience(tmp_path / "none.csv", ("fi",), "pippuri").recipients("fi")
    (tmp_path / "latin.csv").write_bytes("address,language,consent\nä@example.org".encode("latin-1"))
    with pytest.raises(Faulty, match="cannot be read"):
        FileAudience(tmp_path / "latin.csv", ("fi",), "pippuri").recipients("fi")


def test_who_chose_topics_gets_these_alone(tmp_path: Path) -> None:
    """Mail about a topic goes to who chose it and to who chose none; mail about nothing in particular goes to all."""
    rows = [
        "yksi@example.org,fi,2026-01-02,",
        "kaksi@example.org,fi,2026-01-02,transport",
        'c@example.org,fi,2026-01-02,"youth, TRANSPORT"',
    ]
    people = chosen(tmp_path, "\n".join(["address,language,consent,topics", *rows]))
    assert names(people.recipients("fi")) == ["yksi", "kaksi", "c"]
    assert names(people.recipients("fi", ("transport",))) == ["yksi", "kaksi", "c"]
    assert names(people.recipients("fi", ("youth", "education"))) == ["yksi", "c"]
    assert names(people.recipients("sv", ("youth",))) == []
    assert people.roll().count() == {("fi", "*"): 3, ("fi", ""): 1, ("fi", "transport"): 2, ("fi", "youth"): 1}


def test_the_headers_of_the_staff(tmp_path: Path) -> None:
    """The columns may be called as people call them in Finnish, Swedish or English, in any order."""
    text = "Ryhmä,Sähköposti,Kieli,Aiheet,Suostumus\nresident,yksi@example.org,FI,youth,2026-01-02\n"
    assert names(chosen(tmp_path, text).recipients("fi", ("youth",))) == ["yksi"]
    text = "e-post,språk,samtycke,ämnen\nkaksi@example.org,sv,2026-01-02,\n"
    assert names(chosen(tmp_path, text).recipients("sv")) == ["kaksi"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("a@example.org,fi,2026-05-05,,", "the consent is in the future"),
        ("a@example.org,fi,,,", "the consent must be the day"),
        ("a@example.org,fi,2026-01-02,b@example.org,", "the topics must be of transport, youth, education"),
        ("a@example.org,fi,2026-01-02,,b@example.org", "the group must be one of resident, staff"),
        ("a@example.org,fi,2026-01-02,,partner", "the group partner is not that of this list, which is for residents"),
        ("a@example.org,fi,2026-01-02,youth,resident,b@example.org", "there are more cells than columns"),
    ],
)
def test_what_a_row_may_not_say(tmp_path: Path, row: str, words: str) -> None:
    """A consent of tomorrow, a topic or a group that config does not know, another audience's group: each is told in words."""
    people = chosen(tmp_path, f"address,language,consent,topics,group\n{row}\n")
    with pytest.raises(Faulty) as told:
        people.recipients("fi")
    (fault,) = told.value.faults
    assert f"line 2: {words}" in fault
    assert "@" not in fault.replace(str(tmp_path), "")


def test_a_list_is_read_once_and_anew_when_it_changed(tmp_path: Path) -> None:
    """Two channels with one list share its reading; who left the file is gone at the next question."""
    first, second = audience(tmp_path, GOOD), audience(tmp_path, GOOD)
    tokens = [person.token for person in first.recipients("fi")]
    assert first.roll() is second.roll()
    assert list(first.people([*tokens, "f" * 32, "nobody"])) == tokens
    (tmp_path / "residents.csv").write_text("address,language,consent\n", "utf-8")
    assert first.people(tokens) == {}


def test_many_are_found_in_the_order_that_was_asked_for(tmp_path: Path) -> None:
    """More people than one question of the database takes are found all the same, each once."""
    rows = "".join(f"resident-{number}@example.org,fi,2026-01-02\n" for number in range(2000))
    people = audience(tmp_path, f"address,language,consent\n{rows}")
    tokens = [person.token for person in people.recipients("fi")][::-1]
    assert len(set(tokens)) == 2000
    assert list(people.people(tokens)) == tokens
    assert people.people(tokens)[tokens[0]].address == "resident-1999@example.org"


def test_a_start_glances_at_a_list(tmp_path: Path) -> None:
    """A start looks at the first rows alone; before anybody is written to, everything is read, and a late fault is one too."""
    rows = "".join(f"resident-{number}@example.org,fi,2026-01-02\n" for number in range(2000))
    people = audience(tmp_path, f"address,language,consent\n{rows}nobody,fi,2026-01-02\n")
    people.glance()
    with pytest.raises(Faulty, match="line 2002: the address"):
        people.recipients("fi")
    with pytest.raises(Faulty, match="line 2: the language"):
        audience(tmp_path, f"address,language,consent\na@example.org,suomi,2026-01-02\n{rows}").glance()


def test_many_ask_at_once(tmp_path: Path) -> None:
    """Requests are made side by side: each gets its own people, while a list is still being gone through."""
    rows = "".join(f"resident-{number}@example.org,fi,2026-01-02\n" for number in range(3000))
    people = audience(tmp_path, f"address,language,consent\n{rows}")
    going = people.recipients("fi")
    tokens = [next(going).token, *(person.token for person in people.recipients("fi"))][1:]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda start: list(people.people(tokens[start : start + 100])), range(0, 3000, 100)))
    assert [token for some in found for token in some] == tokens
    assert [person.token for person in going] == tokens[1:]
