"""Which system tests share a worker, and which begin first."""

from __future__ import annotations

from pathlib import Path

import pytest

HOUSE = ("test_browser.py", "test_demo.py", "test_running.py", "test_secrets.py")
"""They share one played demo, one after the other in this order: the browser looks at eleven o'clock, the demo goes on to noon."""

LONG = (
    "test_operators.py",
    "test_automations.py",
    "test_slot.py",
    "test_slots.py",
    "test_killed.py",
    "test_google.py",
    "test_again.py",
    "test_season.py",
)
"""They wait for minutes; whoever begins with them has the others meanwhile."""


@pytest.hookimpl(tryfirst=True)  # xdist reads the groups at its own turn
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order by what takes longest; each file is a group of its own (for `--dist loadgroup`), but for those of the one house."""
    items.sort(key=lambda item: _rank(item.path))
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item.path)))


def _rank(path: Path) -> int:
    """The place of a file: the house, then what is long, then the others as they are."""
    first = (*HOUSE, *LONG)
    return first.index(path.name) if _systemic(path) and path.name in first else len(first)


def _group(path: Path) -> str:
    return "house" if path.parent.name == "system" and path.name in HOUSE else str(path)


def _systemic(path: Path) -> bool:
    """Whether a file of this name is meant: other folders may have one of the same name."""
    return path.parent.name in {"system", "campaign", "chaos", "flows", "rehearsal"}
