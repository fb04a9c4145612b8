"""The index of the decisions is written from the decisions."""

from __future__ import annotations

import os

from tests.docs.pages import ROOT

FOLDER = ROOT / "docs" / "decisions"
HEAD = """# Decisions

Why things are as they are, a page each: context, decision, consequences. A change of mind is a new page. This list is written by a test:
`UPDATE_GOLDEN=1 .venv/bin/pytest tests/docs/test_decisions.py`.

"""


def index() -> str:
    """The page that links to every decision by its own first line."""
    pages = sorted(FOLDER.glob("[0-9]*.md"))
    titles = {page.name: page.read_text("utf-8").splitlines()[0].removeprefix("# ") for page in pages}
    lines = (f"- [{title}]({name})" for name, title in titles.items())
    return HEAD + "\n".join(lines) + "\n"


def test_index() -> None:
    """Every decision stands on the index page, under its own title."""
    page = FOLDER / "README.md"
    if os.environ.get("UPDATE_GOLDEN"):
        page.write_text(index(), "utf-8")
    assert page.read_text("utf-8") == index()
