"""Zones, clock changes and lateness: the hour that staff mean, wherever and whenever it is computed."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kutsu.core.config import DIGEST, Kind
from kutsu.core.digests import digests
from kutsu.core.model import Round, Stage, Status, Subject, Texts
from kutsu.core.publication import Delivery
from kutsu.core.schedule import deliveries, due
from kutsu.ledger.claims import LEASE, Claims
from kutsu.ledger.database import Database
from kutsu.ledger.views import Views
from tests.configs import ROOT, read
from tests.core.rows import PILOT, plan, sheet
from tests.factories import NOW, TODAY, ZONE, approved, channel, entry, kind, pilot, rules, said, session, texts
from tests.houses import House
from tests.ledger.works import work

INVITATION = kind("session-invitation", "session", "day", offset=-14, lasts_days=15, until="begin")
KINDS = read(ROOT / "config").kinds
LAST = dt.timedelta(seconds=1)


def slot(day: dt.date, now: dt.datetime) -> dt.datetime:
    """When the invitation to a session on this day goes out, as it is planned at `now`."""
    (found,) = {each.slot for each in deliveries(approved(entry(session(day=day))), rules(INVITATION), now)}
    return found


def test_postiz_1145_weekly_drift_over_the_clock_change() -> None:
    """A weekly post came an hour off after the clock change; here a winter of weekly sessions is announced at ten by the wall."""
    mondays = [dt.date(2026, 9, 28) + dt.timedelta(weeks=week) for week in range(32)]
    slots = [slot(day, NOW - dt.timedelta(days=90)) for day in mondays]
    assert [(each.astimezone(ZONE).date(), each.astimezone(ZONE).time()) for each in slots] == [
        (day - dt.timedelta(days=14), dt.time(10)) for day in mondays
    ]
    apart = [(after - before).total_seconds() / 3600 for before, after in zip(utc(slots), utc(slots[1:]), strict=False)]
    assert {169.0, 167.0} < set(apart)


def utc(instants: list[dt.datetime]) -> list[dt.datetime]:
    """The same instants, so that hours between them are hours that pass."""
    return [each.astimezone(dt.UTC) for each in instants]


def test_megalodon_940_gutenberg_3271_planned_before_the_clock_change(tmp_path: Path) -> None:
    """A date picked beyond the clock change moved by an hour; here winter's plan for April keeps its hour, in the ledger too."""
    day, meant = dt.date(2027, 4, 13), dt.datetime(2027, 3, 30, 7, 0, tzinfo=dt.UTC)
    in_winter = slot(day, dt.datetime(2027, 2, 1, 12, 0, tzinfo=ZONE))
    in_summer = slot(day, dt.datetime(2027, 3, 30, 9, 59, tzinfo=ZONE))
    assert in_winter == in_summer == meant
    typed = plan(sheet(pilots=[{**PILOT, "embargo": "30.3.2027 10.00"}]), now=dt.datetime(2027, 2, 1, tzinfo=ZONE))
    assert {each.embargo for each in typed.entries} - {None} == {meant}
    database = Database(f"sqlite:///{tmp_path / 'ledger.db'}")
    assert Claims(database, "one").claim([work(slot=in_winter)], NOW)
    assert [row.slot for row in Views(database).rows()] == [meant]
    database.close()


@pytest.mark.parametrize("zone", ["Asia/Kolkata", "UTC"])
def test_postiz_1954_shoutrrr_61_zone_misread_on_a_lean_image(zone: str, tmp_path: Path) -> None:
    """Hosts without zone data, or in another zone, were hours off; here neither moves a slot, an expiry or the clock."""
    house = House(tmp_path)
    house.fill(sessions=[])
    command = [sys.executable, "-m", "kutsu.cli", "--config", str(house.config), "--state", str(house.state)]
    lean = {**os.environ, **house.environment, "TZ": zone, "PYTHONTZPATH": ""}
    asked = [*command, "--now", "2019-10-18T08:00:00", "plan", "--json"]
    told = subprocess.run(asked, env=lean, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    slots = {line["slot"] for line in json.loads(told.stdout) if line["kind"] == "pilot-chosen"}
    assert slots == {"2019-10-18T09:30:00+03:00"}, told.stderr


@pytest.mark.parametrize("name", KINDS)
def test_sokosumi_4606_how_late_is_too_late(name: str, tmp_path: Path) -> None:
    """Late was to be told from missed by a rule; here each kind has its own, kept by plan, ledger and an unbegun claim."""
    found = planned(KINDS[name])
    until = found.expires
    assert found.slot < until <= found.slot + dt.timedelta(days=KINDS[name].lasts_days)
    assert KINDS[name].subject != "session" or until <= begin()
    assert due([found], {}, until - LAST, ()) == [found]
    assert due([found], {}, until, ()) == []
    database = Database(f"sqlite:///{tmp_path / 'ledger.db'}")
    claims = Claims(database, "one")
    assert claims.claim([work(found.key, slot=found.slot, expires=until)], until - LAST)
    assert not claims.begin(found.key, 0, until)
    claims.lapse(until + LEASE)
    claims.expire([found], until + LEASE)
    assert [row.state for row in Views(database).rows()] == ["expired"]
    database.close()


def planned(asked: Kind) -> Delivery:
    """A Finnish delivery of this kind for a pilot or a session that has all that it needs, or for a digest of a pilot."""
    if asked.subject == DIGEST:
        return weekly(asked)
    stage = asked.stages[-1] if asked.stages else Stage.RECRUITING
    start = TODAY + dt.timedelta(days=2)
    status = Status.CANCELLED if asked.change == "cancelled" else Status.CONFIRMED
    earlier = session(start=dt.time(16))
    subjects: dict[str, Subject[Texts]] = {
        "any": session(),
        "session": session(status=status),
        "pilot": pilot(stage=stage, start=start, deadline=start, end=start, results="https://kokeilut.espoo.example/t"),
        "round": Round("ROUND-1", texts("Otsikko"), texts("Mitä"), proposals=57, chosen=10, announce=TODAY),
    }
    row, told = (
        entry(subjects[asked.subject], correct=asked.change == "corrected"),
        [said(earlier, "session-invitation", f"x-{key}", key) for key in ("fi", "sv")],
    )
    every = deliveries(approved(row), rules(asked), NOW - dt.timedelta(days=30), said=told)
    return next(each for each in every if each.language == "fi")


def weekly(asked: Kind) -> Delivery:
    """The digest that tells of one pilot."""
    letter = channel("letter", "fi", "sv", adapter="email", kinds=(asked.name,), options={"list": "people.csv"})
    made, judged = rules(asked, channels=(letter,)), approved(entry(pilot()))
    judged += digests(judged, [asked], made.city, made.required, NOW)
    return next(each for each in deliveries(judged, made, NOW) if each.language == "fi")


def begin() -> dt.datetime:
    """When the session begins."""
    return dt.datetime.combine(session().day, session().start, ZONE)
