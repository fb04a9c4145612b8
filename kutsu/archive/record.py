"""A whole record: gathered out of one moment of the ledger, written subject by subject, there at once or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kutsu.archive.files import Files
from kutsu.archive.folder import refuse, staged, sums
from kutsu.archive.gathered import Gatherer, whole
from kutsu.archive.outcome import Discretion, role
from kutsu.archive.pages import Pages
from kutsu.archive.period import Period
from kutsu.archive.speech import Speech
from kutsu.archive.subjects import Subjects
from kutsu.archive.tables import Table
from kutsu.archive.whole import VERSION, Again, Head, Hold, Pause
from kutsu.archive.writing import Writing, schema
from kutsu.core.config import City, Kind, Language
from kutsu.core.editions import named
from kutsu.core.ports import Clock
from kutsu.ledger.records import Moment, Records


@dataclass(frozen=True)
class Taken:
    """What a record took: how many of each, from when to when something was said, and the sum that stands for all of it."""

    counts: Mapping[str, int]
    subjects: int
    first: dt.datetime | None
    last: dt.datetime | None
    sum: str


@dataclass(frozen=True)
class Archivist:
    """Makes records of one ledger; it asks no network and changes nothing."""

    records: Records
    city: City
    languages: Mapping[str, Language]
    kinds: Mapping[str, Kind]
    sources: Mapping[str, str]
    clock: Clock

    def write(self, period: Period, out: Path, ui: str) -> Taken:
        """Write the record of a period, with pages in the language `ui`; raises `Faulty` where `out` is there, and OSError."""
        refuse(out)
        with staged(out) as root, self.records.moment() as moment:
            return self._write(moment, period, root, ui)

    def _write(self, moment: Moment, period: Period, root: Path, ui: str) -> Taken:
        """Write all files."""
        zone = self.city.zoneinfo
        gatherer = Gatherer(Files(root, moment.picture), Discretion(moment.people()), zone)
        head = Head(
            VERSION,
            dict(self.city.name),
            self.city.site,
            self.city.zone,
            period.first,
            period.last,
            self.clock.now().astimezone(zone),
        )
        waits = _pauses(moment, period, gatherer), _holds(moment, gatherer), _again(moment, period, gatherer)
        pages = Pages(root, Speech(ui, self.city, self.languages, self.kinds, self.sources), head)
        with Writing(root / "archive.json", head, *waits) as json, Table(root / "archive.csv") as table:
            for subject in Subjects(moment, period, gatherer, self.city, self.kinds):
                json.add(subject)
                pages.add(subject)
                for delivery in subject.deliveries:
                    table.add(delivery)
        pages.close(*waits)
        (root / "archive.schema.json").write_text(schema(), "utf-8")
        return _taken(pages, sums(root))


def _taken(pages: Pages, digest: str) -> Taken:
    """What was written."""
    firsts = [one.first for one in pages.summaries if one.first]
    lasts = [one.last for one in pages.summaries if one.last]
    first, last = min(firsts, default=None), max(lasts, default=None)
    return Taken(dict(pages.counts), len(pages.summaries), first, last, digest)


def _pauses(moment: Moment, period: Period, gatherer: Gatherer) -> list[Pause]:
    """When everything waited."""
    at, end = gatherer.at, gatherer.moment
    return [
        Pause(at(row["at"]), end(row["until"]), end(row["resumed_at"]), role(row["by"]), _why(row["why"], gatherer))
        for row in moment.pauses(period.span)
    ]


def _holds(moment: Moment, gatherer: Gatherer) -> list[Hold]:
    """What waits now."""
    return [Hold(row["key"], gatherer.at(row["at"]), _why(row["why"], gatherer)) for row in moment.holds()]


def _again(moment: Moment, period: Period, gatherer: Gatherer) -> list[Again]:
    """What was to be said once more."""
    return [
        Again(
            row["subject"],
            row["kind"],
            named(row["ordinal"]),
            gatherer.at(row["at"]),
            role(row["by"]),
            _why(row["why"], gatherer),
        )
        for row in moment.editions(period.span)
    ]


def _why(text: str, gatherer: Gatherer) -> str:
    """A reason that may be public."""
    return whole(gatherer.discreet(text) or "")
