"""Artifacts say something new or are not written, and texts in them are data."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from flows import artifacts


def test_only_what_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that says the same as its latest version is not written again."""
    written: list[str] = []

    async def latest(_: str) -> Any:
        return SimpleNamespace(type="markdown", data=written[-1]) if written else None

    async def write(words: str, **_: str) -> None:
        written.append(words)

    monkeypatch.setattr(artifacts, "Artifact", SimpleNamespace(aget=latest))
    monkeypatch.setattr(artifacts, "acreate_markdown_artifact", write)
    pages = (["one"], ["one"], ["two"], ["two"], ["one"])
    told = [asyncio.run(artifacts.tell_page("calendar", page, "what")) for page in pages]
    assert told == [True, False, True, False, True]
    assert written == ["one", "two", "one"]


def test_a_table() -> None:
    """Every text is one cell, an address can be opened, and what is lacking is empty."""
    lines = [{"a": "x | y", "b": "https://x.com/1"}, {"a": "<i>"}]
    assert artifacts.table(("a", "b"), lines) == [
        "| a | b |",
        "|---|---|",
        "| x \\| y | [open](https://x.com/1) |",
        "| &lt;i&gt; |  |",
    ]
