"""The demo: a whole campaign on one machine, from an unticked sheet to the world, run by Prefect against the sandbox."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import holidays

from kutsu.clock import TickingClock
from kutsu.core.errors import Faulty
from kutsu.core.grid import Edit
from kutsu.core.model import Plan, subject_type
from kutsu.core.outline import outlines
from kutsu.core.publication import State
from kutsu.core.schedule import due
from kutsu.ledger.database import Database
from kutsu.ledger.views import Views
from kutsu.settings import Settings, keep_apart, read_settings
from kutsu.sheets.build import build_plan
from kutsu.sheets.furnished import write_furnished
from kutsu.up import Addresses, first_pull, flows, running
from kutsu.wiring import Works, wire

DEMO = Path("config/demo")

OPENING = dt.time(10, 0)
"""The demo's day begins at ten in the morning, when a city is awake."""

PATIENCE_SECONDS = 120
"""How long the demo waits for Prefect to publish what is due."""

ENDS = frozenset({State.SENT, State.WAITING, State.REFUSED, State.EXPIRED, State.RETRACTED})
"""States that need nothing more of Prefect."""

TABS = {"round": "round", "pilot": "pilots", "session": "sessions"}


@dataclass(frozen=True)
class Played:
    """What a demo leaves to be told: its works (the world is stopped by then), where to see it, and what was held at the end."""

    works: Works
    addresses: Addresses
    held: Mapping[str, str]


def play(config: Path | None, state: Path | None) -> Played:
    """Play the demo on a state, again and again if wanted: what went out once never goes out again."""
    settings = read_settings(config, state, usual=DEMO)
    clock = opening(settings)
    first = build(settings, clock.now().date())
    begun = clock.wall(clock.now())
    with running(settings, clock) as (addresses, companions):
        works = wire(read_settings(config, state, usual=DEMO), clock)
        first_pull(companions, begun)
        if first:
            tick(works)
            flows(companions, "run", "pull")
        held = wait(works)
        if first and not works.views.rows():
            raise Faulty([f"nothing was published; see the logs in {settings.places.state / 'logs'}"])
        flows(companions, "idle")
    return Played(works, addresses, held)


def opening(settings: Settings) -> TickingClock:
    """The demo's clock: ten o'clock on its pinned day, or where its ledger left off, so that time never runs back."""
    settings.faults.close()
    if settings.places.demo is None:
        raise Faulty([f"{settings.places.config}/city.toml names no demo; use --config config/demo"])
    keep_apart(settings.places)
    zone = settings.city.zoneinfo
    today = pinned(settings, TickingClock.real(zone).now().date())
    start = dt.datetime.combine(today, OPENING, tzinfo=zone)
    latest = Views(Database(settings.places.ledger)).latest()
    return TickingClock.starting(zone, max(start, latest) if latest else start)


def pinned(settings: Settings, now: dt.date) -> dt.date:
    """The demo's today: the working day that its first start fell on or before, kept in the state."""
    path = settings.places.state / "today"
    if not path.is_file():
        free = holidays.country_holidays(settings.city.country)
        while now.weekday() > 4 or now in free:
            now += dt.timedelta(days=1)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(now.isoformat(), "utf-8")
    return dt.date.fromisoformat(path.read_text("utf-8").strip())


def build(settings: Settings, today: dt.date) -> bool:
    """Build the sheet of the demo's plan, unticked, unless it is there already; True when it was built."""
    path, plan = Path(next(iter(settings.sheets.values())).path), settings.places.demo
    if path.is_file() or plan is None:
        return False
    rows, languages = build_plan(plan, today, settings.languages), settings.languages
    write_furnished(path, rows, outlines(languages, settings.city), languages)
    return True


def tick(works: Works) -> None:
    """Do what staff would do once they have seen the previews: tick every language of every finished row."""
    for name, sheet in works.sheets.items():
        sheet.write(list(ticks(works.surveyor.look().plan, name, works.rules.required)))


def ticks(plan: Plan, sheet: str, required: Sequence[str]) -> Iterator[Edit]:
    """The ticks for the rows of one sheet that are complete in the required languages."""
    for entry in plan.entries:
        unfinished = {language for language, columns in entry.missing.items() if columns}
        if entry.place.sheet == sheet and not unfinished & set(required):
            for language in sorted(set(entry.missing) - unfinished - entry.ticks):
                yield Edit(TABS[subject_type(entry.subject)], entry.subject.id, f"approve.{language}", value=True)


def wait(works: Works) -> Mapping[str, str]:
    """Block until all that is due has gone out through Prefect, or waits for a person; gives, by key, why the rest is held.

    Raises `Faulty` when it does not come.
    """
    survey = works.surveyor.look()
    held = works.gate.ready(survey, survey.now).held
    awaited = {each.key for each in due(survey.deliveries, {}, survey.now, works.rules.required)} - held.keys()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        states = works.views.states(works.clock.now())
        if all(states.get(key, State.PLANNED) in ENDS for key in awaited):
            return held
        time.sleep(0.5)
    raise Faulty(
        [f"Prefect did not publish within {PATIENCE_SECONDS} s; see the logs in {works.settings.places.state / 'logs'}"]
    )
