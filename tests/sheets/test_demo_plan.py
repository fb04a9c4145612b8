"""The demo's plan is believable and complete: what is due, coming and held, on whatever working day it is built."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest

from kutsu.core.approval import Memory, Seen, standings
from kutsu.core.model import Goal, Pilot, Plan, Registration, Round, Session, Stage
from kutsu.core.plan import read_plan
from kutsu.core.publication import Delivery
from kutsu.core.schedule import Rules, deliveries, due
from kutsu.settings import Settings, read_settings
from kutsu.sheets.build import build_plan
from tests.sheets.conftest import PLAN, TODAY

WEEK = dt.timedelta(days=7)
UNFINISHED = {"PILOT-11", "INFO-13", "INFO-14"}
ROOT = Path(__file__).parents[2]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The project's own config."""
    return read_settings(ROOT / "config", tmp_path, {})


@pytest.fixture(params=range(5), ids=["monday", "tuesday", "wednesday", "thursday", "friday"])
def now(request: pytest.FixtureRequest, settings: Settings) -> dt.datetime:
    """Ten in the morning of each working day."""
    return dt.datetime.combine(TODAY + dt.timedelta(days=request.param), dt.time(10), settings.city.zoneinfo)


@pytest.fixture
def plan(settings: Settings, now: dt.datetime) -> Plan:
    """The plan as the core reads it."""
    return read_plan([build_plan(PLAN, now.date(), settings.languages)], settings.languages, settings.city, now)


@pytest.fixture
def planned(plan: Plan, settings: Settings, now: dt.datetime) -> list[Delivery]:
    """All deliveries, when every row had been previewed and is ticked in every language."""
    shown = {
        (standing.entry.subject.id, standing.language): Memory(Seen(standing.digest, ticked=False))
        for standing in standings(plan, settings.languages, {})
    }
    ticked = [dataclasses.replace(entry, ticks=frozenset(settings.languages)) for entry in plan.entries]
    rules = Rules(settings.city, settings.languages, settings.kinds, settings.channels, frozenset())
    plan = dataclasses.replace(plan, entries=tuple(ticked))
    return deliveries(standings(plan, settings.languages, shown), rules, now)


def test_one_cell_is_wrong_and_two_rows_are_unfinished(plan: Plan) -> None:
    """The typing error is the only fault; one pilot lacks its Swedish, one session its venue and its English title."""
    assert [(fault.tab, fault.cell is not None, fault.severity) for fault in plan.faults] == [
        ("Infotilaisuudet", True, "error")
    ]
    assert "klo 25" in plan.faults[0].message["fi"]
    gaps = {entry.subject.id: dict(entry.missing) for entry in plan.entries if any(entry.missing.values())}
    assert gaps.keys() == {"PILOT-11", "INFO-13"}
    assert gaps["PILOT-11"]["sv"]
    assert not gaps["PILOT-11"]["fi"]
    assert {*gaps["INFO-13"]["en"]} == {"venue", "title.en"}


def test_the_campaign_is_whole(plan: Plan, settings: Settings) -> None:
    """57 proposals of which ten go on, over all themes, goals and the stages before the end; sessions of every sort."""
    subjects = [entry.subject for entry in plan.entries if entry.subject.id not in UNFINISHED]
    (round_,) = [subject for subject in subjects if isinstance(subject, Round)]
    pilots = [subject for subject in subjects if isinstance(subject, Pilot)]
    sessions = [subject for subject in subjects if isinstance(subject, Session)]
    assert (round_.proposals, round_.chosen, len(pilots)) == (57, 10, 10)
    assert {pilot.theme for pilot in pilots} == set(settings.city.themes)
    assert {pilot.goal for pilot in pilots} == set(Goal)
    assert {pilot.stage for pilot in pilots} == {Stage.PLANNING, Stage.CHOSEN, Stage.RECRUITING, Stage.RUNNING}
    assert len(sessions) >= 10
    assert {session.registration for session in sessions} == set(Registration)
    assert len({session.attendance for session in sessions}) == 3
    assert len({session.venue.id for session in sessions if session.venue}) >= 8
    assert {"fi-simple", "ru"} <= {one for session in sessions for one in session.languages + session.support_languages}


def test_there_is_enough_to_do(planned: list[Delivery], settings: Settings, now: dt.datetime) -> None:
    """More than sixty publications are due at once, of all kinds that the demo has now; the reminders come today, others later."""
    at_once = due(planned, {}, now, [key for key, language in settings.languages.items() if language.required])
    assert len(at_once) >= 60
    kinds = Counter(delivery.kind for delivery in at_once)
    assert kinds.keys() == {name for name, kind in settings.kinds.items() if not kind.change} - {
        "session-reminder",
        "recruiting-ends-soon",
        "pilot-results",
        "digest",
    }
    coming = [delivery for delivery in planned if delivery.held_because is None and delivery.slot > now]
    assert {delivery.kind for delivery in coming if delivery.slot.date() == now.date()} == {"session-reminder"}
    assert [delivery for delivery in coming if now.date() < delivery.slot.date() <= (now + WEEK).date()]
    assert [delivery for delivery in coming if delivery.slot > now + WEEK]


def test_only_what_is_unfinished_is_held(planned: list[Delivery]) -> None:
    """Nothing else in the plan keeps a delivery back."""
    held = {delivery.subject for delivery in planned if delivery.held_because}
    assert held <= UNFINISHED
    assert {delivery.subject for delivery in planned if not delivery.held_because}.isdisjoint(UNFINISHED)


def test_texts_fit_the_shortest_channel(plan: Plan) -> None:
    """Headline, one line and link go into one short post in every language."""
    for entry in plan.entries:
        assert max(map(len, entry.subject.title.values())) <= 60, entry.subject.id
        if isinstance(entry.subject, Round | Pilot):
            assert max(map(len, entry.subject.what.values())) <= 140, entry.subject.id


def test_addresses_and_numbers_are_invented() -> None:
    """Every address of the demo is under a reserved domain, every phone number in the range made up for it."""
    texts = [file.read_text(encoding="utf-8") for file in sorted(PLAN.parent.rglob("*")) if file.is_file()]
    domains = {domain for text in texts for domain in re.findall(r"(?:@|https://)([\w.-]+\w)", text)}
    assert domains <= {
        "kokeilut.espoo.example",
        "espoo.example",
        "mastodon.example",
        "example.org",
        "example.com",
        "example.net",
    }
    numbers = {number for text in texts for number in re.findall(r'phone = "(.*)"', text)}
    assert numbers
    assert all(number.startswith("09 555 01") for number in numbers)


@pytest.mark.parametrize("audience", ["residents", "staff", "partners"])
def test_audiences_speak_all_languages(audience: str) -> None:
    """Each list has dozens of role-like addresses, each once, with a language and the day of consent."""
    text = (PLAN.parent / f"audience/{audience}.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert {"address", "language", "consent"} <= rows[0].keys() <= {"address", "language", "consent", "topics", "group"}
    assert len({row["address"] for row in rows}) == len(rows) >= 24
    assert {row["language"] for row in rows} == {"fi", "sv", "en"}
    assert all(dt.date.fromisoformat(row["consent"]) < TODAY for row in rows)
