"""The list of recipients: every fault by its line, no address anywhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from kutsu.audiences.file import FileAudience
from kutsu.core.errors import Faulty


def audience(folder: Path, text: str) -> FileAudience:
    """The audience of a file with this text."""
    path = folder / "residents.csv"
    path.write_text(text, encoding="utf-8")
    return FileAudience(path, ("fi", "sv", "en"), "pippuri")


GOOD = "address,language,consent\nyksi@example.org,fi,2026-01-02\nkaksi@example.org,sv,2026-01-03\nYKSI@Example.org,fi,2026-01-04\n"


def test_each_address_counts_once(tmp_path: Path) -> None:
    """The same address in other letters is the same person, written to once, and only in their language."""
    people = audience(tmp_path, GOOD)
    assert [person.address for person in people.recipients("fi")] == ["yksi@example.org"]
    assert [person.address for person in people.recipients("sv")] == ["kaksi@example.org"]
    assert list(people.recipients("en")) == []


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
