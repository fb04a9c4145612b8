"""Half releases: what is tried, and what a person is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from kutsu.core.halves import TOLD_FOR, missing, to_shorten
from kutsu.core.publication import State
from tests.factories import NOW

REQUIRED = ("fi", "sv")


@dataclass(frozen=True)
class Line:
    """A row of a ledger."""

    language: str
    state: State
    release: str = "PILOT-1/pilot-chosen/x/residents/"
    expires: dt.datetime = NOW
    short: bool = False
    settled_at: dt.datetime = NOW
    reason: str | None = "X (x-sv) answered 400: too blunt"

    @property
    def key(self) -> str:
        """Its key, with the release's network for its channel."""
        subject, kind, network, _, edition = self.release.split("/")
        return f"{subject}/{kind}/{self.language}/{network}-{self.language}/{edition}"

    @property
    def url(self) -> str | None:
        """Where it is, if it is out."""
        return f"https://x.com/{self.language}" if self.state is State.SENT else None


FI, SV = Line("fi", State.SENT), Line("sv", State.REFUSED)


def test_the_short_form_of_what_is_missing() -> None:
    """The refused language is to be tried in its short form while the other is out, where the ledger allows it."""
    assert to_shorten([FI, SV], {SV.key}, REQUIRED) == {SV.key}
    assert to_shorten([FI, SV], set(), REQUIRED) == set()


@pytest.mark.parametrize("other", sorted(set(State) - {State.SENT}))
def test_no_short_form_while_the_other_is_not_surely_out(other: State) -> None:
    """Where the other language is refused too, in doubt or on its way, nothing is tried and nothing is missing yet."""
    rows = [Line("fi", other), SV]
    assert to_shorten(rows, {each.key for each in rows}, REQUIRED) == set()
    assert missing(rows, REQUIRED, NOW) == []


def test_its_other_half_is_in_another_language() -> None:
    """Where two accounts speak Finnish, the one that is out is not named as what stands beside the missing Finnish."""
    lost = Line("fi", State.REFUSED)
    assert missing([FI, lost], REQUIRED, NOW) == []
    (told,) = missing([FI, lost, Line("sv", State.SENT)], REQUIRED, NOW)
    assert "sv is out at https://x.com/sv" in told.what


def test_another_release_is_another_matter() -> None:
    """Finnish on X does not make Swedish on Facebook a half, nor does an optional language."""
    elsewhere = Line("sv", State.REFUSED, release="PILOT-1/pilot-chosen/facebook/residents/")
    english = Line("en", State.REFUSED)
    assert missing([FI, elsewhere, english], REQUIRED, NOW) == []


def test_what_a_person_is_told() -> None:
    """The alarm names the language, the network, the key, the reason, where the other is, and what to do."""
    (found,) = missing([FI, Line("sv", State.REFUSED, short=True)], REQUIRED, NOW)
    assert str(found) == (
        "sv is missing on x: PILOT-1/pilot-chosen/sv/x-sv/ was refused in its short form too (X (x-sv) answered 400: too "
        "blunt); fi is out at https://x.com/fi. Say it there by hand and tell it: kutsu settle PILOT-1/pilot-chosen/sv/x-sv/ "
        "--sent URL; or mend its text, have it ticked, and: kutsu retry PILOT-1/pilot-chosen/sv/x-sv/; "
        "or take the other back: kutsu retract PILOT-1/pilot-chosen/fi/x-fi/"
    )


def test_what_is_over_is_told_for_a_while() -> None:
    """A language that never came before its end is told for a week after it; one that was refused until somebody acts."""
    over = [FI, Line("sv", State.EXPIRED, reason="429")]
    (found,) = missing(over, REQUIRED, NOW)
    assert "did not go out in its time (429)" in str(found)
    assert missing(over, REQUIRED, NOW + TOLD_FOR) == []
    assert missing([FI, SV], REQUIRED, NOW + 100 * TOLD_FOR)
