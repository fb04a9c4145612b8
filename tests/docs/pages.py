"""The pages that people read today, and what is written in them as code; decisions are history and may name what is gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])

INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
FENCE = re.compile(r"^( *)```.*?^\1```", re.M | re.S)


def named(page: Path) -> str:
    """A page's name in a test's report."""
    return str(page.relative_to(ROOT))


def inline(page: Path) -> list[str]:
    """What stands between backquotes on a page."""
    text = FENCE.sub("", page.read_text("utf-8"))
    return [found[1].replace("\\|", "|") for found in INLINE.finditer(text)]


def lines(page: Path) -> Iterator[str]:
    """The lines of a page's blocks of code: indented by four or more, or fenced."""
    text = page.read_text("utf-8")
    for block in FENCE.finditer(text):
        yield from (line.strip() for line in block[0].splitlines()[1:-1])
    yield from (line.strip() for line in FENCE.sub("", text).splitlines() if line.startswith("    "))


def code(page: Path) -> list[str]:
    """Everything that is written as code on a page."""
    return [*inline(page), *lines(page)]
