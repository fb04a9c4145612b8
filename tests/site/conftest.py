"""One site of the demo for all tests that read it."""

from __future__ import annotations

import pytest

from tests.site.built import built
from tests.site.reading import Whole


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """The demo's site with all its pages."""
    return Whole(built(tmp_path_factory.mktemp("demo") / "state"))
