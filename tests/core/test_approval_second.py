"""Two ticks, by two people: both are needed, both on content that had been shown before, and an edit asks for both anew."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kutsu.core.approval import Memory, Seen, Standing, Verdict, judge
from kutsu.core.model import Entry, Pilot, Texts
from tests.factories import entry, pilot, texts

OLD, NEW = pilot(), pilot(title=texts("Uusi"))
NONE, FIRST, SECOND, BOTH = "none", "first", "second", "both"


def row(subject: Pilot[Texts], ticks: str) -> Entry:
    """A row with these of the two Finnish ticks."""
    half = frozenset({"fi"}) if ticks in (FIRST, SECOND) else frozenset[str]()
    return entry(subject, "fi" if ticks == BOTH else "", half=half)


@dataclass
class History:
    """What the ledger remembers of a row from pull to pull, and all that the pulls saw."""

    memory: Memory
    seen: list[tuple[Standing, str]]

    def pull(self, subject: Pilot[Texts], ticks: str) -> Standing:
        """Judge the row and remember it, as `kutsu.ledger.memory` does."""
        standing = judge(row(subject, ticks), "fi", self.memory)
        approved = standing.digest if standing.approved else self.memory.approved if ticks == BOTH else None
        self.memory = Memory(Seen(standing.digest, standing.spent), approved)
        self.seen.append((standing, ticks))
        return standing


def last(*pulls: tuple[Pilot[Texts], str]) -> Verdict:
    """The verdict of the last of these pulls."""
    history = History(Memory(), [])
    return [history.pull(*each).verdict for each in pulls][-1]


@pytest.mark.parametrize(
    ("pulls", "verdict"),
    [
        ([(OLD, NONE), (OLD, FIRST)], Verdict.HALF),
        ([(OLD, NONE), (OLD, FIRST), (OLD, BOTH)], Verdict.APPROVES),
        ([(OLD, NONE), (OLD, SECOND)], Verdict.HALF),
        ([(OLD, NONE), (OLD, SECOND), (OLD, BOTH)], Verdict.APPROVES),
        ([(OLD, NONE), (OLD, BOTH)], Verdict.APPROVES),
        ([(OLD, NONE), (OLD, FIRST), (OLD, FIRST), (OLD, BOTH), (OLD, BOTH)], Verdict.STANDS),
        ([(OLD, NONE), (NEW, SECOND), (NEW, BOTH)], Verdict.UNSHOWN),
        ([(OLD, FIRST)], Verdict.UNSHOWN),
        ([(OLD, FIRST), (OLD, BOTH)], Verdict.UNSHOWN),
        ([(OLD, NONE), (NEW, FIRST)], Verdict.UNSHOWN),
        ([(OLD, NONE), (OLD, FIRST), (NEW, FIRST)], Verdict.UNSHOWN),
        ([(OLD, NONE), (OLD, FIRST), (NEW, FIRST), (NEW, BOTH)], Verdict.UNSHOWN),
        ([(OLD, NONE), (OLD, FIRST), (NEW, BOTH)], Verdict.UNSHOWN),
        ([(OLD, NONE), (OLD, BOTH), (NEW, BOTH)], Verdict.CHANGED),
        ([(OLD, NONE), (OLD, BOTH), (NEW, BOTH), (NEW, FIRST), (NEW, BOTH)], Verdict.UNSHOWN),
        ([(OLD, NONE), (OLD, BOTH), (NEW, BOTH), (NEW, NONE), (NEW, FIRST), (NEW, BOTH)], Verdict.APPROVES),
        ([(OLD, NONE), (OLD, BOTH), (OLD, FIRST)], Verdict.HALF),
        ([(OLD, NONE), (OLD, BOTH), (OLD, SECOND)], Verdict.HALF),
        ([(OLD, NONE), (OLD, BOTH), (OLD, FIRST), (NEW, BOTH)], Verdict.UNSHOWN),
    ],
    ids=[
        "the first waits for the second",
        "one after the other",
        "the second alone",
        "the other one first",
        "both at once",
        "both stand",
        "the other one came with an edit",
        "the first on what was never shown",
        "the second cannot mend that",
        "the first came with an edit",
        "an edit while it waited",
        "the second on the edit",
        "the second came with an edit",
        "an edit after both",
        "one of both anew",
        "both anew",
        "the second taken away",
        "the first taken away",
        "taken away, edited and ticked in one go",
    ],
)
def test_two_ticks(pulls: list[tuple[Pilot[Texts], str]], verdict: Verdict) -> None:
    """Each history of the two ticks leads to the verdict that both approvers would expect."""
    assert last(*pulls) is verdict
    assert verdict in (Verdict.APPROVES, Verdict.STANDS) or not History(Memory(), []).pull(*pulls[-1]).approved


STEPS = st.lists(st.tuples(st.sampled_from([OLD, NEW]), st.sampled_from([NONE, FIRST, SECOND, BOTH])), max_size=12)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(STEPS)
def test_each_tick_was_set_on_this_very_content(steps: list[tuple[Pilot[Texts], str]]) -> None:
    """Over any history: what is approved now was shown before each of its two ticks came, or both had approved it before."""
    history, approved = History(Memory(), []), set[str]()
    for subject, ticks in steps:
        standing = history.pull(subject, ticks)
        if standing.approved:
            assert ticks == BOTH
            assert standing.digest in approved or all(
                shown_before(history.seen, standing.digest, sort) for sort in (FIRST, SECOND)
            )
            approved.add(standing.digest)


def shown_before(seen: list[tuple[Standing, str]], digest: str, sort: str) -> bool:
    """Whether the pull at which this tick last came, and the one before it, had this content."""
    came = max(at for at in range(len(seen)) if at == 0 or seen[at - 1][1] not in (sort, BOTH))
    return came > 0 and {seen[came][0].digest, seen[came - 1][0].digest} == {digest}
