"""A rehearsal from its beginning to its end: the sheet read once, the ledger copied, the season played, the outcome told."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import requests

from kutsu import edges
from kutsu.clock import JumpingClock, TickingClock
from kutsu.core.errors import Faulty
from kutsu.core.grid import Book
from kutsu.core.publication import State
from kutsu.ledger.database import Database
from kutsu.ledger.views import Row, Views
from kutsu.rehearsal.deeds import Approve, Desk
from kutsu.rehearsal.outcome import Rehearsal, Said
from kutsu.rehearsal.player import Player, held
from kutsu.rehearsal.script import Scripted, read_script
from kutsu.rehearsal.sheet import RehearsedSheet
from kutsu.rehearsal.stage import copy_ledger, staged
from kutsu.settings import Settings, keep_apart
from kutsu.sheets.build import build_plan
from kutsu.wiring import Works

APPROVED_AFTER = dt.timedelta(minutes=10)
"""Without a script all is approved that is complete: once the first pulls have shown it."""

SECONDS = 30


@dataclass(frozen=True)
class Season:
    """What to rehearse: from the first day to the last, with the edits of a script; `fresh` is as if nothing had ever gone out."""

    first: dt.date
    last: dt.date
    edits: Path | None = None
    fresh: bool = False
    pictures: bool = False


def rehearse(settings: Settings, season: Season) -> Rehearsal:
    """Play a season; raises `Faulty` with what stands in the way. Nothing of the real state, sheet or networks is changed."""
    settings.faults.close()
    if season.last < season.first:
        raise Faulty([f"--to {season.last} is before --from {season.first}"])
    zone = settings.city.zoneinfo
    begin = dt.datetime.combine(season.first, dt.time(), zone)
    end = dt.datetime.combine(season.last + dt.timedelta(days=1), dt.time(), zone)
    script = _script(settings, season, begin)
    books = _books(settings, season)
    with tempfile.TemporaryDirectory(prefix="kutsu-rehearsal-") as made:
        place = Path(made)
        if not season.fresh:
            _take_over(settings, place, begin)
        clock = JumpingClock.at(begin, zone)
        sheets = {
            name: RehearsedSheet(name, book, clock, settings.languages, season.first) for name, book in books.items()
        }
        with staged(settings, place, clock, sheets, pictures=season.pictures) as (works, address):
            player = Player(Desk(works, sheets), deque(script), end)
            player.play()
            return _outcome(player, begin, _out(address))


def _script(settings: Settings, season: Season, begin: dt.datetime) -> Sequence[Scripted]:
    """What is done, in the order of time; raises `Faulty` for what is not within the season too."""
    if season.edits is None:
        return [Scripted(1, begin + APPROVED_AFTER, "", Approve())]
    script = read_script(season.edits, season.first, settings.city.zoneinfo, settings.languages)
    last = season.last
    outside = [each.number for each in script if not season.first <= each.at.astimezone(begin.tzinfo).date() <= last]
    if outside:
        numbers = ", ".join(map(str, outside))
        raise Faulty(
            [f"{season.edits}: edit {numbers}: not between {season.first} and {last}; move it, or widen --from, --to"]
        )
    return script


def _books(settings: Settings, season: Season) -> Mapping[str, Book]:
    """Every sheet as it is now, read once; a demo that was never played has the plan that its sheet would be built from."""
    demo, name = settings.places.demo, next(iter(settings.sheets))
    if demo and (season.fresh or not Path(settings.sheets[name].path).is_file()):
        return {name: build_plan(demo, season.first, settings.languages)}
    found = edges.sheets(settings, TickingClock.real(settings.city.zoneinfo), settings.faults, lambda _: None)
    settings.faults.close()
    return {name: sheet.read() for name, sheet in found.items()}


def _take_over(settings: Settings, place: Path, begin: dt.datetime) -> None:
    """Know what already went out; raises `Faulty` when that was later than the rehearsal begins."""
    keep_apart(settings.places)
    if copy_ledger(settings, place):
        database = Database(f"sqlite:///{place / 'ledger.db'}")
        latest = Views(database).latest()
        database.close()
        if latest and latest > begin:
            when = latest.astimezone(begin.tzinfo)
            words = f"the ledger goes on until {when:%d.%m.%Y %H.%M}: begin on a later day, or rehearse with --fresh"
            raise Faulty([f"--from {begin:%Y-%m-%d}: {words}"])


def _out(address: str) -> set[str]:
    """The ids of all that residents can see in the played world."""
    answer = requests.get(f"{address}/_sandbox/published", timeout=SECONDS)
    answer.raise_for_status()
    return {str(each["id"]) for each in answer.json()}


def _outcome(player: Player, begin: dt.datetime, out: set[str]) -> Rehearsal:
    """What was played, with what the ledger and the world say of it at the end."""
    works = player.works
    rows = {row.key: row for row in works.views.rows()}
    survey = works.surveyor.recollect()
    return Rehearsal(
        begin=begin,
        end=player.end,
        said=list(_said(player, works, rows, out)),
        told=player.told,
        done=player.done,
        held=held(survey, works.views.states(survey.now), player.held),
        pulls=player.pulls,
    )


def _said(player: Player, works: Works, rows: Mapping[str, Row], out: set[str]) -> Iterable[Said]:
    """Every publication that was tried, its last try, in the order of time."""
    last = {delivery.key: (delivery, message, at) for delivery, message, at in player.sent}
    for key, (delivery, message, at) in sorted(last.items(), key=lambda each: (each[1][2], each[0])):
        row, channel = rows[key], works.gate.channels[delivery.channel]
        seen = row.state is State.SENT and row.remote_id in out
        yield Said(delivery, channel.network, at, message.parts, message.link, row.state, row.reason, row.url, seen)
