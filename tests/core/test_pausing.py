"""The pause of the sheet."""

from __future__ import annotations

import pytest

from kutsu.core.pausing import wants_pause


@pytest.mark.parametrize("name", ["tauko", "paus", "pause"])
@pytest.mark.parametrize(
    ("value", "paused"), [("TOSI", True), ("x", True), ("EPÄTOSI", False), ("", False), ("ok kai", True)]
)
def test_tick(name: str, value: str, paused: bool) -> None:
    """A tick pauses in any of the languages; what is neither yes nor no pauses too, for silence can be mended."""
    assert wants_pause({name: value}) is paused


def test_nothing_said() -> None:
    """A sheet that has no row for the pause neither asks for one nor ends one."""
    assert wants_pause({"muu": "x"}) is None
