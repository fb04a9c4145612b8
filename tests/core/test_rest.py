"""Until when time alone changes nothing: the demo's season, looked at again at random moments before that."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from pathlib import Path

import pytest

from kutsu.core.approval import standings
from kutsu.core.desk.agenda import calendar_page
from kutsu.core.desk.items import Look
from kutsu.core.desk.pages import faults_page
from kutsu.core.desk.rows import desk_rows
from kutsu.core.desk.status import Statuses
from kutsu.core.plan import read_plan
from kutsu.core.rest import same_until
from kutsu.core.schedule import Rules, deliveries
from kutsu.settings import read_settings
from kutsu.sheets.build import build_plan
from tests.campaign.world import ROOT
from tests.core.desks import memory
from tests.factories import rules

TODAY = dt.date(2026, 11, 23)
BEGIN = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
SETTINGS = read_settings(ROOT / "config" / "demo", Path("/nowhere"), {})
CHANNELS = {
    name: replace(table, ahead=95 if table.adapter == "email" else 0) for name, table in SETTINGS.channels.items()
}
RULES = Rules(SETTINGS.city, SETTINGS.languages, SETTINGS.kinds, CHANNELS, rules().holidays, SETTINGS.tariffs)
BOOK = build_plan(SETTINGS.places.demo or Path(), TODAY, SETTINGS.languages)


def outcome(now: dt.datetime) -> tuple[dt.datetime, list[object]]:
    """Until when it is the same, and all that a pull would say and do, were every content approved and nothing out yet."""
    plan = read_plan([BOOK], RULES.languages, RULES.city, now)
    judged = list(standings(plan, RULES.languages, memory(plan, RULES.languages, BEGIN)))
    planned = deliveries(judged, RULES, now)
    by_row = {(each.entry.subject.id, each.language): each for each in judged}
    statuses, rows = Statuses.of(Look(plan, by_row, planned, {}, RULES, now)), list(desk_rows(BOOK, RULES.languages))
    told = [statuses.text(row) for row in rows]
    pages = [faults_page(BOOK, statuses, {BOOK.sheet}, rows), calendar_page(statuses, {row.subject for row in rows})]
    due = [each.key for each in planned if each.starts(now) <= now < each.expires]
    return same_until(plan, planned, RULES, now), [plan.faults, planned, told, pages, due]


@pytest.mark.parametrize("seed", range(12))
def test_the_same_until_then(seed: int) -> None:
    """Whenever in the season one looks, and whenever one looks again before the moment that is named: all is the same."""
    chance = random.Random(seed)
    now = BEGIN + dt.timedelta(seconds=chance.uniform(0, 120 * 86400))
    until, said = outcome(now)
    assert now < until <= now + dt.timedelta(hours=1)
    for later in (now + (until - now) * chance.random(), until - dt.timedelta(microseconds=1)):
        assert outcome(later)[1] == said


def test_a_slot_ends_it() -> None:
    """The next slot, be it in ten minutes, is such a moment: what was coming is due from then on."""
    _, said = outcome(BEGIN)
    planned = [each for each in said[1] if each.slot > BEGIN + dt.timedelta(hours=2)]  # type: ignore[attr-defined]  # deliveries
    before = planned[0].slot - dt.timedelta(minutes=10)
    until, now = outcome(before)
    assert before < until <= planned[0].slot
    assert outcome(planned[0].slot)[1] != now


def test_the_moments_of_a_hand_over_end_it() -> None:
    """From one moment on mail is handed over, and from another on it is too late for that: neither is slept over."""
    _, said = outcome(BEGIN)
    mail = next(each for each in said[1] if each.ahead and each.begins > BEGIN)  # type: ignore[attr-defined]  # deliveries
    for moment in (mail.begins, mail.last_call):
        before = moment - dt.timedelta(minutes=1)
        until, now = outcome(before)
        assert before < until <= moment
        assert outcome(moment)[1] != now
