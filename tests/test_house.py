"""The house numbers: files and functions stay small enough to be read at a glance."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted(path for folder in ("kutsu", "flows", "tests") for path in (ROOT / folder).rglob("*.py"))
FILE_LINES, FUNCTION_LINES = 250, 40


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    total = (node.end_lineno or node.lineno) - node.lineno + 1
    if ast.get_docstring(node, clean=False) is not None:
        first = node.body[0]
        total -= (first.end_lineno or first.lineno) - first.lineno + 1
    return total


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_small(path: Path) -> None:
    """No file is over 250 lines and no function over 40."""
    source = path.read_text("utf-8")
    assert len(source.splitlines()) <= FILE_LINES
    nodes = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    assert {node.name: lines for node in nodes if (lines := body_lines(node)) > FUNCTION_LINES} == {}


def test_sources_found() -> None:
    """The sweep sees the whole house, so that it cannot pass on nothing."""
    assert {path.relative_to(ROOT).parts[0] for path in SOURCES} == {"kutsu", "flows", "tests"}


@pytest.mark.parametrize("lock", ["requirements.lock", "tests/html/package-lock.json"])
def test_locks_name_no_address(lock: str) -> None:
    """What is installed is known by version and hash alone: no registry, no page of sponsors."""
    text = (ROOT / lock).read_text("utf-8")
    assert len(text.splitlines()) > 100
    assert "://" not in text
