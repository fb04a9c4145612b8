"""The subjects of a record one by one: what stood approved, what was said, and what came after what."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kutsu.archive.entries import Delivery, Tick
from kutsu.archive.gathered import Gatherer, whole
from kutsu.archive.period import Period
from kutsu.archive.whole import Approval, Subject
from kutsu.core.config import City, Kind
from kutsu.core.publication import State, spoken
from kutsu.ledger.records import Brief, Moment, Recorded, Row
from kutsu.mirrors.places import NAME, folder

UNSAID = frozenset({State.PLANNED, State.UNAVAILABLE, State.REFUSED, State.EXPIRED})
AGAIN = "again-"
"""How the editions begin that a person asked for (`kutsu.ledger.editions`)."""


@dataclass(frozen=True)
class Subjects:
    """Reads the subjects of a period out of one moment of the ledger."""

    moment: Moment
    period: Period
    gatherer: Gatherer
    city: City
    kinds: Mapping[str, Kind]

    def __iter__(self) -> Iterator[Subject]:
        """Each subject of which something became, or that stood approved, in the period; in the order of their ids."""
        touched = self.moment.touched(self.period.span)
        for name in sorted({*touched, *self.moment.approved()}):
            subject = self._subject(name, touched.get(name, []))
            if subject.approvals or subject.deliveries:
                yield subject

    def _subject(self, name: str, keys: Sequence[str]) -> Subject:
        """One subject."""
        rows, briefs = self.moment.approvals(name), self.moment.briefs(name) if keys else []
        approvals = self._approvals(name, rows)
        before = self._before(briefs)
        told = [self._delivery(found, approvals, before) for found in self.moment.deliveries(keys)]
        used = {tick.approval for each in told for tick in each.approvals}
        kept = [each for each in approvals if each.number in used or self._stood(each)]
        titles = {each.language: each.title for each in approvals}
        return Subject(name, titles, kept, sorted(told, key=lambda each: (each.slot, each.key)))

    def _delivery(self, found: Recorded, approvals: Sequence[Approval], before: Mapping[str, list[str]]) -> Delivery:
        """One delivery with its approvals and its place among the others."""
        key = found.row["key"]
        ticks = [_tick(found, language, digest, approvals) for language, digest in _digests(found, approvals)]
        titles = {each.number: each.title for each in approvals}
        title = next((titles[tick.approval] for tick in ticks if tick.approval in titles), "")
        after = [other for other, those in before.items() if key in those]
        return self.gatherer.delivery(found, ticks, title, before.get(key, []), after)

    def _approvals(self, subject: str, rows: Sequence[Row]) -> list[Approval]:
        """Every approval of a subject, each with the one that took its place."""
        made: list[Approval] = []
        for row in rows:
            at, language = self.gatherer.at(row["at"]), row["language"]
            last = next((i for i, each in enumerate(made) if each.language == language and not each.replaced), None)
            if last is not None:
                made[last] = replace(made[last], replaced=at)
            (content,) = json.loads(row["content"]).values()
            made.append(
                Approval(
                    number=row["id"],
                    language=language,
                    title=whole(content["title"]),
                    digest=row["digest"],
                    approved=at,
                    replaced=None,
                    withdrawn=self.gatherer.moment(row["withdrawn_at"]),
                    fresh=self.period.has(row["at"]),
                    page=self._page(subject, language),
                    content=content,
                )
            )
        return made

    def _page(self, subject: str, language: str) -> str:
        """Its page on the site; empty for an id that the site would refuse."""
        return f"{self.city.site.rstrip('/')}/{folder(language, subject)}" if NAME.fullmatch(subject) else ""

    def _stood(self, approval: Approval) -> bool:
        """Whether it stood approved at any time in the period; the site shows a withdrawn one on, where it was said."""
        span = self.period.span
        begun = span.until is None or approval.approved < span.until
        return begun and (span.since is None or approval.replaced is None or approval.replaced >= span.since)

    def _before(self, briefs: Sequence[Brief]) -> dict[str, list[str]]:
        """What had been said on its channel before each change, cancellation, correction or repeated announcement."""
        return {each.key: self._earlier(each, briefs[:place]) for place, each in enumerate(briefs) if self._tells(each)}

    def _tells(self, brief: Brief) -> bool:
        """Whether a delivery is about what was said before."""
        kind = self.kinds.get(brief.kind)
        return bool(kind and kind.change) or _edition(brief).startswith(AGAIN)

    def _earlier(self, brief: Brief, before: Sequence[Brief]) -> list[str]:
        """Those of these that the same readers have; a repeated announcement follows its own kind alone."""
        kind, own = self.kinds.get(brief.kind), {*spoken(brief.language)}
        there = [each for each in before if each.channel == brief.channel and own & {*spoken(each.language)}]
        out = [each for each in there if each.first is not None and each.state not in UNSAID]
        return [each.key for each in out if (kind and kind.change) or each.kind == brief.kind]


def _edition(brief: Brief) -> str:
    """The edition of a delivery, the last part of its key."""
    return brief.key.rpartition("/")[2]


def _digests(found: Recorded, approvals: Sequence[Approval]) -> Iterator[tuple[str, str]]:
    """The digests by language that a delivery was made of; an old one says what stood approved when it was claimed."""
    if found.row["told"]:
        yield from found.row["told"].items()
        return
    for language in spoken(found.row["language"]):
        if one := _latest([each for each in approvals if each.language == language], found.row["claimed_at"]):
            yield language, one.digest


def _tick(found: Recorded, language: str, digest: str, approvals: Sequence[Approval]) -> Tick:
    """The approval of a digest that stood when the last request was made."""
    made = max((each["opened_at"] for each in found.attempts), default=found.row["claimed_at"])
    same = [each for each in approvals if (each.language, each.digest) == (language, digest)]
    one = _latest(same, made) or next(iter(same), None)
    return Tick(language, digest, one.number if one else None, one.approved if one else None)


def _latest(approvals: Sequence[Approval], by: dt.datetime) -> Approval | None:
    """The last of these that was there by then."""
    return next((each for each in reversed(approvals) if each.approved <= by), None)
