"""Changes: what residents have, against what the plan says now; to whom it is told, and under which edition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from kutsu.core.changes import Change, Said, changes, concerned, outworn, untold
from kutsu.core.model import Attendance, Entry, Status, Venue
from kutsu.core.publication import State
from tests.factories import TODAY, approved, delivery, entry, kind, pilot, said, session, texts

MOVED = kind("session-changed", "session", "", change="moved", urgent=True)
CANCELLED = kind("session-cancelled", "session", "", change="cancelled", urgent=True)
CORRECTION = kind("correction", "any", "", change="corrected")
KINDS = (CORRECTION, MOVED, CANCELLED)

HOME = Venue("talo", texts("Talo"), texts("Katu 1"), "02100", texts("Tapiola"))
FIRST = session()
LATER = session(start=dt.time(18))
CALLED_OFF = session(status=Status.CANCELLED)
X = frozenset({("x-fi", "fi"), ("x-sv", "sv")})


def told(
    subject: Any, name: str = "session-invitation", edition: str = "", order: int = 1, **changes: Any
) -> list[Said]:
    """The two accounts on X told of it in this state."""
    return [said(subject, name, f"x-{key}", key, edition, order + at, **changes) for at, key in enumerate(("fi", "sv"))]


def found(subject: Any, history: Iterable[Said], *, over: bool = False, **row: Any) -> dict[str, Change]:
    """What is to be told of a row, all of it approved, after this history."""
    return changes({each.language: each for each in approved(entry(subject, **row))}, history, KINDS, over=over)


def one(subject: Any, history: Iterable[Said], **row: Any) -> tuple[str, str, frozenset[tuple[str, str]]]:
    """The only change: its kind, edition and the pairs that lack it."""
    ((name, change),) = found(subject, history, **row).items()
    return name, change.edition, change.stale


@pytest.mark.parametrize(
    "moved",
    [
        {"day": FIRST.day + dt.timedelta(days=1)},
        {"start": dt.time(16)},
        {"end": dt.time(20)},
        {"venue": HOME, "attendance": Attendance.HYBRID},
        {"attendance": Attendance.HYBRID},
        {"online": "https://kokeilut.espoo.example/toinen"},
    ],
)
def test_a_move_is_told_to_all_who_had_the_old_facts(moved: dict[str, Any]) -> None:
    """Another day, time, place, way to take part or link is a change, for each account that told the old one, and no other."""
    assert one(session(**moved), told(FIRST)) == ("session-changed", "1", X)


def test_a_mended_typo_is_no_change() -> None:
    """Another title, venue name or contact changes the mirrors, and nothing is said."""
    mended = replace(HOME, name=texts("Talon"))
    assert found(session(title=texts("Infotilaisuus")), told(FIRST)) == {}
    assert found(session(venue=mended), told(session(venue=HOME))) == {}
    assert found(session(status=Status.PLANNED), told(FIRST)) == {}


def test_who_was_never_told_is_not_concerned() -> None:
    """Before anything is out there is nothing to change, and what was taken back or never left counts as not said."""
    assert found(LATER, []) == {}
    assert found(LATER, told(FIRST, out=False, state=State.RETRACTED)) == {}
    assert found(LATER, told(FIRST, out=False, state=State.UNAVAILABLE)) == {}


@pytest.mark.parametrize("state", [State.UNCONFIRMED, State.WAITING, State.HANDED_OVER, State.CLAIMED])
def test_perhaps_told_counts_as_told(state: State) -> None:
    """Whoever perhaps has the old facts is told the new ones."""
    assert one(LATER, told(FIRST, state=state)) == ("session-changed", "1", X)


def test_an_edition_goes_on_until_all_have_it() -> None:
    """While one account has the change and another has not, it is the same edition for both, and only the other lacks it."""
    half = [*told(FIRST), said(LATER, "session-changed", "x-fi", "fi", "1", 5)]
    (change,) = found(LATER, half).values()
    assert change == Change("1", X, frozenset({("x-sv", "sv")}), X)
    doubt = [*half, said(LATER, "session-changed", "x-sv", "sv", "1", 6, state=State.UNCONFIRMED)]
    (change,) = found(LATER, doubt).values()
    assert (change.edition, change.pairs, change.stale) == ("1", X, frozenset())
    assert found(LATER, [*half, said(LATER, "session-changed", "x-sv", "sv", "1", 6)]) == {}


def test_a_move_and_a_move_back_are_two_editions() -> None:
    """What was told of a move is told back under the next edition, though the first invitation said the same."""
    history = [*told(FIRST), *told(LATER, "session-changed", "1", 5)]
    assert one(FIRST, history) == ("session-changed", "2", X)


def test_moved_back_before_it_was_told_is_nothing() -> None:
    """A move that nobody heard of is no change, even when a try to tell it had failed."""
    failed = told(LATER, "session-changed", "1", 5, out=False, state=State.UNAVAILABLE)
    assert found(FIRST, [*told(FIRST), *failed]) == {}


def test_moved_twice_before_it_was_told_is_one() -> None:
    """The first edition tells the last facts: what never left under it is written anew."""
    failed = told(session(start=dt.time(16)), "session-changed", "1", 5, out=False, state=State.UNAVAILABLE)
    assert one(LATER, [*told(FIRST), *failed]) == ("session-changed", "1", X)


def test_what_was_refused_of_an_old_move_keeps_nobody_from_the_new_one() -> None:
    """A refusal of other facts stays with its edition; the next facts begin another."""
    refused = told(session(start=dt.time(16)), "session-changed", "1", 5, out=False, state=State.REFUSED)
    assert one(LATER, [*told(FIRST), *refused])[1] == "2"


def test_moved_again_after_one_account_was_told() -> None:
    """The account that heard of the first move and the one that did not are both told the second, under one new edition."""
    history = [*told(FIRST), said(LATER, "session-changed", "x-fi", "fi", "1", 5)]
    assert one(session(start=dt.time(20)), history) == ("session-changed", "2", X)


def test_moved_back_after_one_account_was_told() -> None:
    """Only the account that heard of the move is told that it is off: the other one never had anything else."""
    history = [*told(FIRST), said(LATER, "session-changed", "x-fi", "fi", "1", 5)]
    assert one(FIRST, history) == ("session-changed", "2", frozenset({("x-fi", "fi")}))


def test_a_late_old_word_is_put_right() -> None:
    """What went out with the old facts after the change was told is corrected under the next edition."""
    history = [
        *told(FIRST),
        *told(LATER, "session-changed", "1", 5),
        said(FIRST, "session-reminder", "x-fi", "fi", "d", 9),
    ]
    assert one(LATER, history) == ("session-changed", "2", frozenset({("x-fi", "fi")}))


def test_a_reminder_with_the_new_facts_tells_them() -> None:
    """Whoever was reminded with the facts as they are now lacks nothing any more."""
    assert found(LATER, [*told(FIRST), *told(LATER, "session-reminder", "day-before", 5)]) == {}


def test_a_cancellation() -> None:
    """It is told once to all who had the invitation; other facts of a cancelled session are nobody's concern."""
    assert one(CALLED_OFF, told(FIRST)) == ("session-cancelled", "1", X)
    known = [*told(FIRST), *told(CALLED_OFF, "session-cancelled", "1", 5)]
    assert found(session(status=Status.CANCELLED, start=dt.time(9)), known) == {}


def test_a_cancellation_that_is_taken_back_and_made_again() -> None:
    """That it takes place after all is a change; cancelled once more it is a second edition; so is the next revival."""
    history = [*told(FIRST), *told(CALLED_OFF, "session-cancelled", "1", 5)]
    assert one(FIRST, history) == ("session-changed", "1", X)
    history += told(FIRST, "session-changed", "1", 9)
    assert one(CALLED_OFF, history) == ("session-cancelled", "2", X)
    history += told(CALLED_OFF, "session-cancelled", "2", 13)
    assert one(FIRST, history) == ("session-changed", "2", X)


def test_a_correction_needs_its_tick() -> None:
    """A wrong word of a pilot or session is told where it was said, while the tick to correct is there, and no longer."""
    wrong, right = pilot(title=texts("Väärin")), pilot(title=texts("Oikein"))
    history = told(wrong, "testers-wanted")
    assert found(right, history) == {}
    assert one(right, history, correct=True) == ("correction", "1", X)
    history += told(right, "correction", "1", 5)
    assert found(right, history, correct=True) == {}
    assert one(pilot(title=texts("Vielä")), history, correct=True) == ("correction", "2", X)
    assert found(right, told(right, "testers-wanted"), correct=True) == {}


def test_a_correction_stands_behind_a_move() -> None:
    """Who is told that a session moved gets the right words with it, and no correction beside."""
    moved = session(start=dt.time(18), title=texts("Toinen"))
    assert found(moved, told(FIRST), correct=True).keys() == {"session-changed"}


@pytest.mark.parametrize("row", [{"faulty": True}, {"over": True}])
def test_nothing_is_concluded(row: dict[str, Any]) -> None:
    """A row with an error is frozen, and of a session that is over nobody needs to hear that it moved."""
    assert found(LATER, told(FIRST), **row) == {}


def test_a_row_that_lacks_a_text_has_moved_all_the_same() -> None:
    """Facts are the same in every language: a missing Swedish title does not hide that the day is another."""
    assert one(LATER, told(FIRST), missing={"fi": (), "sv": ("title.sv",), "en": ()})[2] == X


def test_one_message_in_two_languages_tells_both() -> None:
    """A joint delivery counts for each of its languages."""
    both = [said(FIRST, "session-invitation", "facebook", "fi+sv")]
    assert one(LATER, both)[2] == {("facebook", "fi"), ("facebook", "sv")}


def test_what_is_partly_out_with_old_facts() -> None:
    """Such a delivery goes to nobody else; one that is whole, whose facts hold, or of which nothing is out is no such thing."""
    rows = {each.language: each for each in approved(entry(LATER))}
    old = said(FIRST, "session-invitation", "letter", state=State.UNAVAILABLE)
    new = said(LATER, "session-invitation", "x-fi", state=State.UNAVAILABLE)
    none = said(FIRST, "session-invitation", "x-sv", out=False, state=State.UNAVAILABLE)
    assert outworn(rows, [old, new, none, said(FIRST, "session-invitation", "x-en")]) == {old.key}
    frozen: Entry = entry(LATER, faulty=True)
    assert outworn({each.language: each for each in approved(frozen)}, [old]) == set()


def test_untold_changes() -> None:
    """Of all that is planned only changes that are not out, nor perhaps out, are old facts."""
    planned = [delivery(f"INFO-1/{name}/fi/x-fi/1") for name in ("session-changed", "session-invitation")]
    kinds = {"session-changed": MOVED, "session-invitation": kind("session-invitation", "session", "day")}
    assert untold(planned, kinds, {}) == planned[:1]
    assert untold(planned, kinds, {planned[0].key: State.REFUSED}) == planned[:1]
    for state in (State.SENT, State.CLAIMED, State.UNCONFIRMED, State.EXPIRED):
        assert untold(planned, kinds, {planned[0].key: state}) == []


def test_of_what_a_change_could_be_told() -> None:
    """Of sessions from today on, and of whatever has the tick to correct; the ledger is asked of nothing else."""
    old, new = session(id="OLD", day=TODAY - dt.timedelta(days=1)), session(id="NEW", day=TODAY)
    rows = [entry(old), entry(new), entry(pilot()), entry(pilot(id="WRONG"), correct=True)]
    assert concerned(rows, TODAY) == {"NEW", "WRONG"}
