"""What is not as it was written is restored by nobody."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from kutsu.backup.restore import restore
from kutsu.backup.take import take
from kutsu.core.errors import Faulty
from kutsu.settings import Settings
from tests.backup.states import elsewhere
from tests.factories import NOW


def cut(backup: Path) -> None:
    """A disk was full."""
    content = (backup / "ledger.db").read_bytes()
    (backup / "ledger.db").write_bytes(content[: len(content) // 2])


def tamper(backup: Path) -> None:
    """Somebody changed what was sent."""
    with sqlite3.connect(backup / "ledger.db") as ledger:
        ledger.execute("DELETE FROM receipts")


def forget(backup: Path) -> None:
    """A file was lost."""
    (backup / "pepper").unlink()


def link(backup: Path) -> None:
    """A file leads elsewhere."""
    (backup / "pepper").unlink()
    (backup / "pepper").symlink_to("/etc/hostname")


def mumble(backup: Path) -> None:
    """The manifest is no manifest."""
    (backup / "manifest.json").write_text('{"files": "secret-of-nobody"}', "utf-8")


def climb(backup: Path) -> None:
    """The manifest names a file elsewhere."""
    rewrite(backup, lambda manifest: {**manifest, "files": {"../up": {"sha256": "", "size": 0}}})


def hurry(backup: Path) -> None:
    """It is of a Kutsu that is not written yet."""
    rewrite(backup, lambda manifest: {**manifest, "migration": "0999"})


def settle_down(backup: Path) -> None:
    """It is a city's, not a demo's."""
    rewrite(
        backup, lambda manifest: {**manifest, "files": {k: v for k, v in manifest["files"].items() if k != "today"}}
    )


def rewrite(backup: Path, change: Callable[[dict[str, dict[str, str]]], object]) -> None:
    """Change the manifest."""
    path = backup / "manifest.json"
    path.write_text(json.dumps(change(json.loads(path.read_bytes()))), "utf-8")


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (cut, "ledger.db is not as it was written"),
        (tamper, "ledger.db is not as it was written"),
        (forget, "pepper is not as it was written"),
        (link, "pepper is not as it was written"),
        (mumble, "manifest.json is damaged"),
        (climb, "../up is not as it was written"),
        (hurry, "newer than this one"),
        (settle_down, "is the backup of a city"),
    ],
)
def test_harmed(settings: Settings, tmp_path: Path, harm: Callable[[Path], None], words: str) -> None:
    """A backup that was cut, changed, or is another's is refused with words, and nothing of it is in the state."""
    take(settings, tmp_path / "night", NOW)
    harm(tmp_path / "night")
    new = elsewhere(settings)
    with pytest.raises(Faulty) as told:
        restore(new.places, tmp_path / "night")
    assert words in str(told.value)
    assert "secret-of-nobody" not in str(told.value)
    assert [path.name for path in new.places.state.iterdir()] == ["lock"]


def test_a_tar_that_was_cut(settings: Settings, tmp_path: Path) -> None:
    """A tar file that ends too early is refused with words."""
    take(settings, tmp_path / "night.tar", NOW)
    content = (tmp_path / "night.tar").read_bytes()
    (tmp_path / "night.tar").write_bytes(content[: len(content) // 3])
    with pytest.raises(Faulty, match=r"cannot be read as a backup|not as it was written|has no manifest"):
        restore(elsewhere(settings).places, tmp_path / "night.tar")
