"""Libraries that are loaded on first use."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from kutsu.later import Later
from kutsu.ledger.database import MIGRATIONS, head

HEAVY = ("atproto", "atproto_client", "twitter_text", "alembic")
CHANNELS = "import sys; from kutsu.channels import adapters; from kutsu.ledger.database import Database; list(adapters().values())"


def test_a_missing_library_is_missed_at_once() -> None:
    """What is loaded later fails as early as what is imported."""
    with pytest.raises(ModuleNotFoundError, match="no_such_library"):
        Later("no_such_library.part")


def test_it_is_the_module_that_it_stands_for() -> None:
    """What is asked of it is the library's own."""
    assert Later("json.decoder").JSONDecodeError is __import__("json").JSONDecodeError


def test_channels_and_a_ledger_at_its_head_load_none_of_the_heavy_ones(tmp_path: Path) -> None:
    """Every adapter and a ledger of the present schema are opened without the libraries that a flow at rest has no use for."""
    opened = f"{CHANNELS}; Database({f'sqlite:///{tmp_path}/ledger.db'!r}); print(*sys.modules)"
    for expected in ({"alembic"}, set()):
        told = subprocess.run([sys.executable, "-c", opened], capture_output=True, text=True, check=True).stdout
        assert set(HEAVY) & set(told.split()) == expected


def test_the_head_is_alembics() -> None:
    """The files' names tell the newest revision that Alembic finds in them."""
    assert head() == ScriptDirectory(str(MIGRATIONS)).get_current_head()
