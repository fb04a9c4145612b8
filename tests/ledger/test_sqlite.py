"""SQLite is for one host: where several could open the file, it is refused with words that say what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from kutsu.core.errors import Faulty
from kutsu.ledger.database import Database
from kutsu.ledger.sqlite import shared

MOUNTS = r"""
/dev/sda1 / ext4 rw,relatime 0 0
files.example:/kutsu /var/lib/kutsu nfs4 rw,vers=4.2 0 0
/dev/sdb1 /var/lib/kutsu/own ext4 rw 0 0
//files.example/kutsu /srv/the\040city cifs rw 0 0
user@files.example: /home/user/far fuse.sshfs rw 0 0
files.example:/old /mnt/over nfs rw 0 0
tmpfs /mnt/over tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/var/lib/kutsu/ledger.db", "nfs4"),
        ("/var/lib/kutsu/deep/er/ledger.db", "nfs4"),
        ("/var/lib/kutsu/own/ledger.db", None),
        ("/var/lib/kutsu-too/ledger.db", None),
        ("/srv/the city/ledger.db", "cifs"),
        ("/home/user/far/ledger.db", "fuse.sshfs"),
        ("/mnt/over/ledger.db", None),
        ("/srv/ledger.db", None),
    ],
)
def test_what_lies_where_other_hosts_see_it(path: str, kind: str | None) -> None:
    """The nearest mount above a file, the last one of several at a place, tells whether other hosts share it."""
    assert shared(Path(path), MOUNTS) == kind


def test_a_file_that_other_hosts_see_is_refused(tmp_path: Path) -> None:
    """The ledger is not even made there; the words name the place, the reason, and what to set instead."""
    mounts, state = tmp_path / "mounts", tmp_path / "state"
    mounts.write_text(f"files.example:/kutsu {tmp_path} nfs4 rw 0 0\n", "utf-8")
    with pytest.raises(Faulty) as refused:
        Database(f"sqlite:///{state / 'ledger.db'}", mounts)
    assert str(state / "ledger.db") in str(refused.value)
    assert "(nfs4)" in str(refused.value)
    assert "KUTSU_LEDGER=postgresql+psycopg://" in str(refused.value)
    assert not state.exists()


def test_a_machine_without_a_table_of_mounts(tmp_path: Path) -> None:
    """Where nothing can be read of mounts, as on a Mac, the file is taken to be this host's."""
    Database(f"sqlite:///{tmp_path / 'ledger.db'}", tmp_path / "none").close()


def test_another_kind_of_database_is_refused() -> None:
    """What keeps none of the ledger's promises is named, with the two that do, and without its password."""
    with pytest.raises(Faulty, match="mysql:// is no ledger; write sqlite:") as refused:
        Database("mysql://kutsu:secret@db.example/kutsu")
    assert "secret" not in str(refused.value)
