"""The runbook has a section for every alarm that can ring."""

from __future__ import annotations

import ast
import re
from dataclasses import fields

from kutsu.core.alarms import Alarm
from tests.docs.pages import ROOT

AGREED = {"unread", "overdue", "unsettled", "waiting", "missing", "outdated", "held-mail", "companion", "blind", "disk"}
"""What was agreed; the code says it itself as soon as an alarm has a code."""

PREFECT = {"run-failed", "run-late", "run-zombie"}
"""Those that Prefect's automations ring."""

PARTS = ("Says", "Means", "Look first", "Do", "Over", "If it comes back")


def sections() -> dict[str, str]:
    """The sections of the runbook, by their headings."""
    pieces = re.split(r"^## (.+)$", (ROOT / "docs" / "runbook.md").read_text("utf-8"), flags=re.M)[1:]
    return dict(zip(pieces[::2], pieces[1::2], strict=True))


def codes() -> set[str]:
    """The codes with which our source makes alarms: the fifth thing that an `Alarm` takes, written there or named."""
    trees = [ast.parse(path.read_text("utf-8")) for path in (ROOT / "kutsu").rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    named = {
        target.id: node.value.value
        for node in nodes
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    calls = [node for node in nodes if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Alarm"]
    said = [call.args[4] for call in calls if len(call.args) > 4]
    said += [each.value for call in calls for each in call.keywords if each.arg == "code"]
    return {str(each.value if isinstance(each, ast.Constant) else named[ast.unparse(each)]) for each in said}


def test_every_alarm_has_its_section() -> None:
    """The sections are the codes that Kutsu and Prefect's automations ring with, neither more nor fewer."""
    known = codes() if "code" in {field.name for field in fields(Alarm)} else AGREED
    assert set(sections()) == known | PREFECT


def test_every_section_is_whole() -> None:
    """Each says what it tells, what it means, where to look, what to do, when it is over, and what if it comes back."""
    lacking = {code: [part for part in PARTS if f"**{part}**" not in text] for code, text in sections().items()}
    assert {code: parts for code, parts in lacking.items() if parts} == {}
