"""A town per test, and one for tests that leave nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.town import Town


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """A town that nobody has left."""
    made = Town(tmp_path)
    yield made
    made.database.close()
