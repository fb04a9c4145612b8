"""The runbook has a section for every alarm that can ring."""

from __future__ import annotations

import re

from kutsu.core import alarms
from tests.docs.pages import ROOT

AGREED = {"unread", "overdue", "unsettled", "waiting", "missing", "outdated", "held-mail", "companion", "blind", "disk"}
PREFECT = {"run-failed", "run-late", "run-zombie"}
"""Those that Prefect's automations ring."""

PARTS = ("Says", "Means", "Look first", "Do", "Over", "If it comes back")


def sections() -> dict[str, str]:
    """The sections of the runbook, by their headings."""
    pieces = re.split(r"^## (.+)$", (ROOT / "docs" / "runbook.md").read_text("utf-8"), flags=re.M)[1:]
    return dict(zip(pieces[::2], pieces[1::2], strict=True))


def test_every_alarm_has_its_section() -> None:
    """The sections are the codes that Kutsu and Prefect's automations ring with, neither more nor fewer."""
    known = {str(code) for code in getattr(alarms, "CODES", AGREED)}
    assert set(sections()) == known | PREFECT


def test_every_section_is_whole() -> None:
    """Each says what it tells, what it means, where to look, what to do, when it is over, and what if it comes back."""
    lacking = {code: [part for part in PARTS if f"**{part}**" not in text] for code, text in sections().items()}
    assert {code: parts for code, parts in lacking.items() if parts} == {}
