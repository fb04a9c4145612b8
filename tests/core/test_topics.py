"""What a mail is about: the themes of its pilots, or nothing in particular."""

from __future__ import annotations

import pytest

from kutsu.core.approval import Key, Memory, Standing, standings
from kutsu.core.content import localize
from kutsu.core.topics import topics, widened
from tests.books import LANGUAGES
from tests.core.rows import PILOT, SESSION, plan, sheet

OTHER = {**PILOT, "id": "PILOT-2", "theme": "Koulutus"}


def found(pilots: str = "PILOT-1") -> dict[Key, Standing]:
    """The standings of a plan with a round, two pilots and a session of some pilots."""
    nothing: dict[Key, Memory] = {}
    made = plan(sheet(pilots=[PILOT, OTHER], sessions=[{**SESSION, "pilots": pilots}]))
    return {(each.entry.subject.id, each.language): each for each in standings(made, LANGUAGES, nothing)}


def told(known: dict[Key, Standing], subject: str) -> tuple[str, ...]:
    """The topics of a subject in Swedish."""
    return topics(localize(known[subject, "sv"].entry.subject, "sv"), "sv", known)


@pytest.mark.parametrize(
    ("subject", "pilots", "expected"),
    [
        ("PILOT-1", "PILOT-1", ("interpreting",)),
        ("ROUND-1", "PILOT-1", ()),
        (str(SESSION["id"]), "PILOT-1", ("interpreting",)),
        (str(SESSION["id"]), "PILOT-2, PILOT-1", ("education", "interpreting")),
    ],
)
def test_topics(subject: str, pilots: str, expected: tuple[str, ...]) -> None:
    """A pilot has its theme, a session those of its pilots; a round is for everybody."""
    assert told(found(pilots), subject) == expected


def test_a_pilot_that_is_gone() -> None:
    """A session of which a pilot is no longer in the plan is told to everybody."""
    known = found()
    gone = {place: each for place, each in known.items() if place[0] != "PILOT-1"}
    assert told(gone, str(SESSION["id"])) == ()


@pytest.mark.parametrize(
    ("about", "before", "expected"),
    [
        (("a",), [], ("a",)),
        (("a",), [("a",), ("b", "a")], ("a", "b")),
        (("a",), [("b",), ()], ()),
        ((), [("b",)], ()),
    ],
)
def test_who_was_told_is_told_on(
    about: tuple[str, ...], before: list[tuple[str, ...]], expected: tuple[str, ...]
) -> None:
    """Readers of every earlier topic have the next mail too, and everybody where everybody had one."""
    assert widened(about, before) == expected
