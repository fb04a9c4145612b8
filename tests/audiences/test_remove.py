"""A person is taken out of a file: their rows and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from kutsu.audiences.file import FileAudience
from kutsu.core.errors import Faulty, Unavailable


def audience(path: Path) -> FileAudience:
    """The list in this file."""
    return FileAudience(path, ("fi", "sv"), "pippuri")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            b"address,language,consent\na@b.fi,fi,2026-01-02\nc@d.fi,fi,2026-01-02\n",
            b"address,language,consent\nc@d.fi,fi,2026-01-02\n",
        ),
        (
            b'\xef\xbb\xbfosoite;kieli;suostumus\r\n"c@d.fi" ;fi;2026-01-02\r\n A@B.fi;fi;2026-01-02\r\n\r\n',
            b'\xef\xbb\xbfosoite;kieli;suostumus\r\n"c@d.fi" ;fi;2026-01-02\r\n\r\n',
        ),
        (
            b"address,language,consent\nc@d.fi,fi,2026-01-02\nA@b.FI,xx,",
            b"address,language,consent\nc@d.fi,fi,2026-01-02\n",
        ),
        (
            b'address,language,consent\na@b.fi,fi,"two\nlines"\nc@d.fi,fi,"two\nlines"\na@b.fi,sv,\n',
            b'address,language,consent\nc@d.fi,fi,"two\nlines"\n',
        ),
        (b"a@b.fi,fi,2026-01-02\nxa@b.fi,fi,2026-01-02\n", b"xa@b.fi,fi,2026-01-02\n"),
    ],
    ids=["a row", "a spreadsheet's file", "the last one, and faulty", "rows of two lines", "a file without a header"],
)
def test_the_rest_stays_to_the_byte(tmp_path: Path, before: bytes, after: bytes) -> None:
    """Every row of the person goes, whatever its case and its faults; line ends, quotes, blanks and the others' rows stay."""
    path = tmp_path / "list.csv"
    path.write_bytes(before)
    path.chmod(0o640)
    assert audience(path).remove("a@B.fi") >= 1
    assert path.read_bytes() == after
    assert path.stat().st_mode & 0o777 == 0o640
    assert audience(path).remove("a@b.fi") == 0
    assert [each.name for each in tmp_path.iterdir()] == ["list.csv"]


def test_a_link_leads_on(tmp_path: Path) -> None:
    """Where the list is a link to a file elsewhere, that file is changed, and the link stays one."""
    (tmp_path / "real.csv").write_text("address,language,consent\na@b.fi,fi,2026-01-02\n", "utf-8")
    (tmp_path / "list.csv").symlink_to(tmp_path / "real.csv")
    assert audience(tmp_path / "list.csv").remove("a@b.fi") == 1
    assert (tmp_path / "list.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text("utf-8") == "address,language,consent\n"


def test_a_file_that_cannot_be_read_is_left_alone(tmp_path: Path) -> None:
    """It is a fault without an address, and its bytes stay."""
    path = tmp_path / "list.csv"
    path.write_bytes("address,language,consent\na@b.fi,fi,ä".encode("latin-1"))
    with pytest.raises(Faulty, match="cannot be read") as told:
        audience(path).remove("a@b.fi")
    assert "@" not in str(told.value).replace(str(tmp_path), "")
    assert path.read_bytes().endswith(b"\xe4")


def test_what_somebody_saves_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    """A file that is no longer as it was read is left as it is, and nothing lies beside it; that is told in words."""
    path = tmp_path / "list.csv"
    path.write_bytes(b"as it is now")
    with pytest.raises(Unavailable, match="somebody saved it at this moment"):
        audience(path)._replace(b"as it was", b"")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("list.csv", b"as it is now")]
