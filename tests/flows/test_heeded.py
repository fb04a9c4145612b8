"""A slot does not wait for a Prefect server that is away."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from flows import publish
from kutsu.wiring import Works
from tests.houses import House


async def _hangs(_: Works) -> int:
    """A server that is asked again and again."""
    await asyncio.Event().wait()
    return 0


async def _breaks(_: Works) -> int:
    """A server that is gone."""
    raise OSError


@pytest.mark.parametrize("heed", [_hangs, _breaks])
def test_a_server_that_is_away(
    heed: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whether it hangs or is gone, the run goes on, and says that it could not ask."""
    monkeypatch.setattr(publish, "heed", heed)
    monkeypatch.setattr(publish, "HEEDING_SECONDS", 0.05)
    asyncio.run(asyncio.wait_for(publish.heeded(House(tmp_path).works()), 30))
    assert "operators' cancels could not be seen" in caplog.text
