"""A tick approves exactly what had been shown before it, and nothing else, whatever staff do in whatever order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kutsu.core.approval import Memory, Seen, Verdict, judge, standings
from kutsu.core.content import digest, localize
from kutsu.core.model import Contact, Entry, Plan, Venue
from tests.factories import entry, pilot, session, texts

OLD, NEW = pilot(), pilot(title=texts("Uusi"))


def mark(row: Entry, language: str = "fi") -> str:
    """The digest of a row's content in a language."""
    return digest(localize(row.subject, language))


def seen(row: Entry, *, ticked: bool, approved: Entry | None = None) -> Memory:
    """What is remembered after a pull that showed this row."""
    return Memory(Seen(mark(row), ticked), mark(approved) if approved else None)


@pytest.mark.parametrize(
    ("row", "memory", "verdict"),
    [
        (entry(OLD, ""), Memory(), Verdict.UNTICKED),
        (entry(OLD), Memory(), Verdict.UNSHOWN),
        (entry(OLD), seen(entry(OLD), ticked=False), Verdict.APPROVES),
        (entry(OLD), Memory(Seen(mark(entry(OLD)), ticked=False, shown=False)), Verdict.UNSHOWN),
        (entry(OLD), seen(entry(OLD), ticked=True), Verdict.UNSHOWN),
        (entry(OLD), seen(entry(OLD), ticked=True, approved=entry(OLD)), Verdict.STANDS),
        (entry(NEW), seen(entry(OLD), ticked=False), Verdict.UNSHOWN),
        (entry(NEW), seen(entry(OLD), ticked=True, approved=entry(OLD)), Verdict.CHANGED),
        (entry(OLD), seen(entry(NEW), ticked=True, approved=entry(OLD)), Verdict.STANDS),
        (entry(OLD), seen(entry(NEW), ticked=False, approved=entry(OLD)), Verdict.STANDS),
        (entry(NEW), seen(entry(NEW), ticked=False, approved=entry(OLD)), Verdict.APPROVES),
        (entry(OLD, ""), seen(entry(OLD), ticked=True, approved=entry(OLD)), Verdict.UNTICKED),
        (entry(OLD, "sv"), seen(entry(OLD), ticked=False), Verdict.UNTICKED),
    ],
    ids=[
        "new, unticked",
        "never shown",
        "shown, then ticked",
        "seen, not shown, ticked",
        "shown ticked",
        "approved before",
        "ticked and edited in one go",
        "edited after its approval",
        "reverted to what stands approved",
        "reverted, and the revert never shown",
        "the edit shown unticked, then ticked",
        "tick taken away",
        "another language ticked",
    ],
)
def test_verdict(row: Entry, memory: Memory, verdict: Verdict) -> None:
    """Each history of a row leads to the verdict that its approver would expect."""
    standing = judge(row, "fi", memory)
    assert standing.verdict is verdict
    assert standing.approved is (verdict in (Verdict.STANDS, Verdict.APPROVES))
    assert (standing.content, standing.digest) == (localize(row.subject, "fi"), mark(row))


def test_unfinished_and_faulty() -> None:
    """An unfinished language has no content to approve, an error freezes the row in every language, tick or no tick."""
    unfinished = entry(OLD, missing={"fi": ("what.fi",), "sv": ()})
    known = seen(entry(OLD), ticked=False)
    assert judge(unfinished, "fi", known).verdict is Verdict.INCOMPLETE
    assert judge(unfinished, "fi", known).content is None
    assert judge(unfinished, "sv", Memory(Seen(mark(unfinished, "sv"), ticked=False))).verdict is Verdict.APPROVES
    for row in (entry(OLD, faulty=True), replace(unfinished, faulty=True)):
        assert judge(row, "fi", known) == judge(row, "fi", Memory())
        assert judge(row, "fi", known).verdict is Verdict.FROZEN
        assert not judge(row, "fi", known).approved


@pytest.mark.parametrize(
    "changes",
    [
        {"venue": Venue("tprek:1", texts("Kirjasto"), texts("Katu 2"), "02230", texts("Matinkylä"))},
        {"contact": Contact("KOKEILUT", texts("Tiimi"), "uusi@example.org")},
        {"online": "https://kokeilut.espoo.example/other"},
        {"note": texts("Ovi B")},
    ],
)
def test_facts_are_part_of_what_is_approved(changes: dict[str, object]) -> None:
    """A new address of the venue or the contact un-approves the session, though its own row was not touched."""
    before = session(
        venue=Venue("tprek:1", texts("Kirjasto"), texts("Katu 1"), "02230", texts("Matinkylä")),
        contact=Contact("KOKEILUT", texts("Tiimi"), "kokeilut@example.org"),
    )
    memory = seen(entry(before), ticked=True, approved=entry(before))
    assert judge(entry(before), "fi", memory).verdict is Verdict.STANDS
    assert judge(entry(replace(before, **changes)), "fi", memory).verdict is Verdict.CHANGED  # type: ignore[arg-type]  # a table


def test_an_edit_in_one_language_leaves_the_others() -> None:
    """A mended Swedish title needs a Swedish tick; Finnish stands."""
    mended = entry(pilot(title={**texts("Otsikko"), "sv": "Rubrik"}))
    memory = {
        ("PILOT-1", language): Memory(Seen(mark(entry(OLD), language), ticked=True), mark(entry(OLD), language))
        for language in ("fi", "sv", "en")
    }
    found = {
        each.language: each.verdict for each in standings(Plan((mended,)), dict.fromkeys(("fi", "sv", "en")), memory)
    }
    assert found == {"fi": Verdict.STANDS, "sv": Verdict.CHANGED, "en": Verdict.STANDS}


STEPS = st.lists(st.tuples(st.sampled_from([OLD, NEW]), st.booleans()), max_size=12)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(STEPS)
def test_approved_only_if_shown_unticked_before(steps: list[tuple[object, bool]]) -> None:
    """Over any history of edits and ticks: what is approved was once seen unticked by an earlier pull, and a tick was on it."""
    shown: set[str] = set()
    memory = Memory()
    for subject, ticked in steps:
        standing = judge(entry(subject, "fi" if ticked else ""), "fi", memory)  # type: ignore[arg-type]  # one of two pilots
        if standing.approved:
            assert ticked
            assert standing.digest in shown
        if not ticked:
            shown.add(standing.digest)
        approved = standing.digest if standing.approved else memory.approved if ticked else None
        memory = Memory(Seen(standing.digest, ticked), approved)
