"""A subject in one language: nothing is lost on its way to the ledger and back, and the same facts have the same digest."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from kutsu.core import content
from kutsu.core.content import digest, dump, load, localize
from kutsu.core.model import (
    Attendance,
    Contact,
    Goal,
    Image,
    Pilot,
    Reference,
    Registration,
    Round,
    Session,
    Stage,
    Status,
    Subject,
    Venue,
)
from tests.factories import TODAY, pilot, session, texts

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
DAYS, TIMES = st.dates(), st.times()
SMALL = st.integers(0, 10_000)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The value or nothing."""
    return st.none() | strategy


REFERENCES = st.builds(Reference, TEXT, TEXT)
CONTACTS = st.builds(Contact, TEXT, TEXT, TEXT, maybe(TEXT), maybe(TEXT))
VENUES = st.builds(Venue, TEXT, TEXT, TEXT, TEXT, TEXT, maybe(TEXT))
IMAGES = st.builds(Image, TEXT, maybe(TEXT), maybe(TEXT))
ROUNDS = st.builds(Round, TEXT, TEXT, TEXT, SMALL, SMALL, DAYS, maybe(TEXT), maybe(CONTACTS))
PILOTS = st.builds(
    Pilot,
    id=TEXT,
    stage=st.sampled_from(Stage),
    theme=TEXT,
    goal=st.sampled_from(Goal),
    title=TEXT,
    what=TEXT,
    announce=DAYS,
    round=maybe(REFERENCES),
    problem=maybe(TEXT),
    start=maybe(DAYS),
    testers=maybe(SMALL),
    contact=maybe(CONTACTS),
    image=maybe(IMAGES),
)
SESSIONS = st.builds(
    Session,
    id=TEXT,
    title=TEXT,
    day=DAYS,
    start=TIMES,
    end=TIMES,
    status=st.sampled_from(Status),
    attendance=st.sampled_from(Attendance),
    registration=st.sampled_from(Registration),
    languages=st.lists(TEXT, max_size=3).map(tuple),
    pilots=st.lists(REFERENCES, max_size=3).map(tuple),
    venue=maybe(VENUES),
    doors=maybe(TIMES),
    recorded=st.booleans(),
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.one_of(ROUNDS, PILOTS, SESSIONS))
def test_there_and_back(subject: Subject[str]) -> None:
    """Whatever stands in it, a content comes back from the ledger as the same facts of the same kind."""
    again = load(dump(subject))
    assert again == subject
    assert type(again) is type(subject)
    assert dump(again) == dump(subject)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.one_of(ROUNDS, PILOTS, SESSIONS), min_size=2, max_size=2))
def test_one_digest_one_content(pair: list[Subject[str]]) -> None:
    """Two contents have one digest exactly when they say the same."""
    one, other = pair
    assert (digest(one) == digest(other)) is (one == other)


def full_session() -> Session[Any]:
    """A session with everything that it can lean on."""
    return session(
        pilots=(Reference("PILOT-1", texts("Otsikko")), Reference("PILOT-2", texts("Toinen"))),
        round=Reference("ROUND-1", texts("Kierros")),
        venue=Venue("tprek:1", texts("Kirjasto"), texts("Katu 1"), "02230", texts("Matinkylä"), texts("Esteetön")),
        contact=Contact("KOKEILUT", texts("Tiimi"), "kokeilut@example.org"),
        image=Image("https://example.org/1.jpg", texts("Kuva")),
    )


def test_localize_leaves_one_language() -> None:
    """Every text, those of the venue, the contact, the pilots and the picture too, is in the one language."""
    found = dump(localize(full_session(), "sv"))
    assert "suomeksi" not in found
    assert "in English" not in found
    assert found.count("på svenska") == 10
    assert json.loads(found)["session"]["venue"]["postcode"] == "02230"


def test_a_lacking_text_is_none() -> None:
    """What there is not in a language is None, not another language's text."""
    found = localize(pilot(problem={"fi": "Ongelma"}), "sv")
    assert found.problem is None  # type: ignore[union-attr]  # it is a pilot


def test_a_language_s_digest_ignores_the_others() -> None:
    """An edit of the Finnish text changes nothing of the Swedish content."""
    mended = pilot(title={**texts("Otsikko"), "fi": "Parempi"})
    assert digest(localize(mended, "sv")) == digest(localize(pilot(), "sv"))
    assert digest(localize(mended, "fi")) != digest(localize(pilot(), "fi"))


@pytest.mark.parametrize("subject", [pilot(), full_session()])
def test_only_what_is_said_is_written(subject: Subject[Any]) -> None:
    """Fields at their defaults are not in the dump, so that the bytes do not know that they exist."""
    facts = json.loads(dump(localize(subject, "fi")))[type(subject).__name__.lower()]
    defaults = {field.name for field in dataclasses.fields(subject) if field.default == getattr(subject, field.name)}
    assert defaults
    assert not defaults & facts.keys()


def test_a_digest_outlives_a_new_field(monkeypatch: pytest.MonkeyPatch) -> None:
    """A field that a later version adds un-approves nothing, and what an earlier version wrote can be read."""
    new = [("video", str | None, None), ("priority", int, 3)]
    grown: Any = dataclasses.make_dataclass("Round", new, bases=(Round,), frozen=True)
    facts: dict[str, Any] = {
        "id": "R",
        "title": "Otsikko",
        "what": "Mitä",
        "proposals": 57,
        "chosen": 10,
        "announce": TODAY,
    }
    before: Round[str] = Round(**facts)
    written, known = dump(before), digest(before)
    monkeypatch.setitem(content._TYPES, "round", TypeAdapter(grown))
    assert digest(grown(**facts)) == known
    assert load(written) == grown(**facts)
    assert digest(grown(**facts, video="https://example.org/v")) != known


def test_the_bytes_of_today() -> None:
    """The dump of a round is pinned: other bytes for the same facts would un-approve everything that was approved before."""
    made: Round[str] = Round("ROUND-1", "Kymmenen jatkoon", "Kaupunki kokeilee.", 57, 10, dt.date(2026, 11, 24))
    assert dump(made) == (
        '{"round":{"id":"ROUND-1","title":"Kymmenen jatkoon","what":"Kaupunki kokeilee.",'
        '"proposals":57,"chosen":10,"announce":"2026-11-24"}}'
    )
    assert digest(made) == "f415bbaef4386ffb3d9ff7c39f797754"
