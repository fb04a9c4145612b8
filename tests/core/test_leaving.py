"""The tokens of the way out: what goes in comes back, and nothing else ever does."""

from __future__ import annotations

import base64
import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kutsu.core.leaving import LASTS, Leaver, Leaving, Void
from kutsu.core.tokens import token
from tests.factories import NOW
from tests.fakes import HandClock

OURS, THEIRS = Leaving("espoo" * 10), Leaving("vantaa" * 10)
UNTIL = NOW + LASTS
ADDRESS = "aino@residents.example"
AINO = Leaver(token("espoo" * 10, ADDRESS), "residents", "fi")
GOOD = OURS.token(AINO, UNTIL)

leavers = st.builds(
    Leaver,
    st.binary(min_size=16, max_size=16).map(bytes.hex),
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=20),
    st.sampled_from(["fi", "sv", "en", "fi-simple", "zh-Hans", "ar"]),
)


@given(leavers)
def test_there_and_back(leaver: Leaver) -> None:
    """Who, what and in which language survive the way through a mail, in characters that no URL changes."""
    written = OURS.token(leaver, UNTIL)
    assert re.fullmatch(r"[A-Za-z0-9_-]{52,}", written)
    assert OURS.read(written, NOW) == leaver


@given(leavers, leavers)
def test_one_person_alone(one: Leaver, other: Leaver) -> None:
    """Two people, two lists or two languages never have the same token."""
    assert (OURS.token(one, UNTIL) == OURS.token(other, UNTIL)) == (one == other)


@given(leavers)
def test_another_city(leaver: Leaver) -> None:
    """What one city has made opens nothing in another."""
    assert THEIRS.read(OURS.token(leaver, UNTIL), NOW) is Void.UNKNOWN


@given(st.data())
def test_changed(data: st.DataObject) -> None:
    """A token in which any one character is another one opens nothing: there is one spelling of each."""
    at = data.draw(st.integers(0, len(GOOD) - 1))
    sign = data.draw(st.sampled_from("ABCXYZabcxyz0189-_+/=. ä\n").filter(lambda each: each != GOOD[at]))
    assert OURS.read(GOOD[:at] + sign + GOOD[at + 1 :], NOW) is Void.UNKNOWN


@given(st.integers(0, len(GOOD) - 1), st.text(max_size=5))
def test_cut(length: int, more: str) -> None:
    """A token that a mail program has cut, or to which it has added a dot, opens nothing."""
    assert OURS.read(GOOD[:length], NOW) is Void.UNKNOWN
    assert OURS.read(GOOD + more, NOW) == (Void.UNKNOWN if more else AINO)


@given(st.text() | st.binary().map(lambda each: base64.urlsafe_b64encode(each).decode()))
def test_forged(text: str) -> None:
    """Whatever somebody makes up is read without an error, and opens nothing."""
    assert OURS.read(text, NOW) is Void.UNKNOWN


def test_the_end() -> None:
    """It is good for two years to the end of the day, and is told apart after that: only a token of ours can be too old."""
    last = UNTIL.astimezone(dt.UTC).replace(hour=23, minute=59, second=59)
    assert OURS.read(GOOD, last) == AINO
    assert OURS.read(GOOD, last + dt.timedelta(seconds=1)) is Void.EXPIRED
    assert dt.timedelta(days=730) <= LASTS <= dt.timedelta(days=732)


def test_nothing_personal() -> None:
    """No address and no name of one stands in the address of the way out, nor in what is shown of who leaves."""
    address = OURS.way_out("https://web.example/", "residents", HandClock())(AINO.person, "fi")
    assert address == f"https://web.example/u/{GOOD}"
    assert len(address) <= 120, "it stands in a header line, and in a mail as plain text"
    plain = base64.urlsafe_b64decode(GOOD + "=" * (-len(GOOD) % 4))
    assert plain[19:-16] == b"residents/fi", "beside version, day, person and seal"
    assert AINO.person not in repr(AINO)


@pytest.mark.parametrize("address", ["Aino@Residents.example", "AINO@RESIDENTS.EXAMPLE"])
def test_one_person_whatever_the_case(address: str) -> None:
    """A provider that writes an address in other letters still tells of the same person."""
    assert token("espoo" * 10, address) == AINO.person
