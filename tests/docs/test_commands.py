"""Every command that the docs name can be given."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from kutsu.cli import app
from tests.docs.pages import PAGES, ROOT, code, named

KUTSU = typer.main.get_command(app)
START = re.compile(r"(?:\$ |sudo -u kutsu )*(?:[\w./-]*/)?kutsu (.+)")
END = re.compile(r"\s#\s|\s[|;&>]+\s")
"""A remark, or another command of the shell."""


def said(page: Path) -> Iterator[list[str]]:
    """The words after `kutsu` of every command on a page, without what is there for people: brackets, dots, alternatives."""
    for each in code(page):
        if found := START.fullmatch(each):
            yield shlex.split(END.split(re.sub(r"[\[\]…]", " ", found[1]))[0].replace("'", ""))


def refused(words: list[str]) -> str | None:
    """What Kutsu would not know of a command; None when it knows all of it."""
    command, options = KUTSU, options_of(KUTSU)
    for word in words:
        below = getattr(command, "commands", {})
        if word.startswith("--"):
            if word.split("=")[0] not in options:
                return word
        elif below:
            if word not in below:
                return word
            command = below[word]
            options |= options_of(command)
    return None


def options_of(command: Any) -> set[str]:
    """The options that a command takes."""
    return {name for each in command.params for name in each.opts} | {"--help"}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_commands_are_known(page: Path) -> None:
    """Every `kutsu …` on a page is a command that the CLI has, with the options that it takes."""
    assert [" ".join(["kutsu", *words]) for words in said(page) if refused(words)] == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_targets_are_made(page: Path) -> None:
    """Every `make …` on a page is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    made = (each.split("#")[0] for each in code(page) if each.startswith("make "))
    wanted = {word for each in made for word in re.findall(r" ([a-z-]+)(?= |$)", each)}
    assert wanted - targets == set()


def test_commands_are_found() -> None:
    """The sweep reads commands out of prose and blocks, and an unknown command or option does not pass."""
    assert len([words for page in PAGES for words in said(page)]) > 30
    assert refused(["plan", "--jsno"]) == "--jsno"
    assert refused(["audience", "invent"]) == "invent"
    assert refused(["dance"]) == "dance"
