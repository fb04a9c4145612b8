"""Plan and approvals and now -> deliveries, each with its slot, its release and what holds it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from kutsu.core.approval import Standing, Verdict, anew
from kutsu.core.config import ChannelTable, City, Kind, Language, Tariff
from kutsu.core.editions import Edition, Pair
from kutsu.core.layout import legal, retold, said_as
from kutsu.core.model import Entry, Pilot, Session, Subject, Texts, subject_type
from kutsu.core.publication import Delivery, State, spoken
from kutsu.core.slots import Opening, Window, window

BLOCKING = frozenset({State.UNAVAILABLE, State.REFUSED, State.EXPIRED, State.RETRACTED})
"""States of a required language that keep the rest of its release from going out: it is not out, nor can it go out now."""


@dataclass(frozen=True)
class Rules:
    """What config says about when and where things are said."""

    city: City
    languages: Mapping[str, Language]
    kinds: Mapping[str, Kind]
    channels: Mapping[str, ChannelTable]
    holidays: Container[dt.date]
    tariffs: Mapping[str, Tariff] = field(default_factory=dict)

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The languages that the law wants together."""
        return tuple(key for key, language in self.languages.items() if language.required)

    @cached_property
    def groups(self) -> Mapping[str, Sequence[list[ChannelTable]]]:
        """Per kind the channels that carry it, by network and audience: what goes together in one release."""
        return {name: _groups(kind, self.channels.values()) for name, kind in self.kinds.items()}


def deliveries(
    standings: Iterable[Standing], rules: Rules, now: dt.datetime, editions: Mapping[Pair, Edition] | None = None
) -> list[Delivery]:
    """Everything that the plan asks for, held or not, in the order of slots; what the ledger knows is not considered here.

    `editions` are the latest that people asked for. One takes the place of all earlier ones: what of these did not go out
    yet never will, or residents would be told twice.
    """
    opening = Opening(rules.city, rules.holidays)
    found: list[Delivery] = []
    for rows in _by_subject(standings).values():
        entry = next(iter(rows.values())).entry
        for kind in rules.kinds.values():
            edition = (editions or {}).get((entry.subject.id, kind.name))
            asked = edition.at if edition else None
            when = window(kind, entry, opening, now, asked) if applies(kind, entry.subject) else None
            if when:
                said, judged = _again(kind, rows, edition) if edition else (kind, rows)
                for group in rules.groups[kind.name]:
                    found.extend(_release(said, group, when, judged, rules))
    return sorted(found, key=lambda delivery: (delivery.slot, delivery.key))


def _again(kind: Kind, rows: Mapping[str, Standing], edition: Edition) -> tuple[Kind, dict[str, Standing]]:
    """The kind under the edition's name, and the standings of which only those count that were approved since."""
    return replace(kind, edition=edition.name), {key: anew(row, edition.at) for key, row in rows.items()}


def applies(kind: Kind, subject: Subject[Texts]) -> bool:
    """Whether a kind has this subject in its present stage or status."""
    if kind.subject != subject_type(subject):
        return False
    if isinstance(subject, Pilot) and kind.stages:
        return subject.stage in kind.stages
    if isinstance(subject, Session) and kind.statuses:
        return subject.status in kind.statuses
    return True


def due(
    planned: Iterable[Delivery], states: Mapping[str, State], now: dt.datetime, required: Iterable[str]
) -> list[Delivery]:
    """What is to go out now: in its window, held by nothing, not out or in doubt, and not part of a broken release.

    `states` are the ledger's by key; one that is unavailable is listed there as planned once it may be tried again.
    """
    everything, required = list(planned), set(required)
    broken = {d.release for d in everything if legal(d.language, required) and states.get(d.key) in BLOCKING}
    again = retold(everything, states)
    return [
        delivery
        for delivery in everything
        if delivery.slot <= now < delivery.expires
        and delivery.held_because is None
        and delivery.release not in broken
        and delivery.key not in again
        and states.get(delivery.key, State.PLANNED) is State.PLANNED
    ]


def _by_subject(standings: Iterable[Standing]) -> dict[str, dict[str, Standing]]:
    """The standings of each subject by language."""
    found: dict[str, dict[str, Standing]] = defaultdict(dict)
    for standing in standings:
        found[standing.entry.subject.id][standing.language] = standing
    return found


def _groups(kind: Kind, channels: Iterable[ChannelTable]) -> list[list[ChannelTable]]:
    """The channels that carry a kind, by network and audience."""
    groups: dict[tuple[str, str], list[ChannelTable]] = defaultdict(list)
    for channel in channels:
        if not channel.retired and channel.audience in kind.audiences and kind.name in (channel.kinds or [kind.name]):
            groups[channel.adapter, channel.audience].append(channel)
    return list(groups.values())


def _release(
    kind: Kind, group: list[ChannelTable], when: Window, rows: Mapping[str, Standing], rules: Rules
) -> Iterator[Delivery]:
    """The deliveries of one release; where a required language is held, the whole release is."""
    holds = {language: _hold(kind, standing) for language, standing in rows.items()}
    carried = {language for channel in group for language in channel.languages}
    blocked = next((f"{key}: {holds[key]}" for key in rules.required if key in carried and holds[key]), None)
    entry = next(iter(rows.values())).entry
    name = "/".join((entry.subject.id, kind.name, group[0].adapter, group[0].audience, kind.edition))
    for channel in group:
        for language in said_as(channel, rules.required):
            own = [(key, why) for key in spoken(language) if (why := holds[key])]
            yield Delivery(
                subject=entry.subject.id,
                kind=kind.name,
                language=language,
                channel=channel.name,
                slot=when.slot,
                expires=when.expires,
                release=name,
                edition=kind.edition,
                held_because=_own(own, language) or (blocked and f"goes together with {blocked}"),
            )


def _own(holds: Sequence[tuple[str, str]], language: str) -> str | None:
    """What holds a delivery in its own languages; where it has several, each is named."""
    return "; ".join(why if key == language else f"{key}: {why}" for key, why in holds) or None


_WHY = {
    Verdict.FROZEN: "the row has an error",
    Verdict.UNTICKED: "waits for approval",
    Verdict.EARLIER: "is to be announced again and was approved before that: take the tick away, wait until a pull has seen it, tick again",
    Verdict.CHANGED: "changed after it was shown or approved: take the tick away and tick again",
}


def _hold(kind: Kind, standing: Standing) -> str | None:
    """Why a kind cannot go out in this language, or None."""
    entry: Entry = standing.entry
    if entry.held:
        return "held in the sheet"
    if standing.verdict is Verdict.INCOMPLETE:
        return "missing: " + ", ".join(entry.missing[standing.language])
    if not standing.approved:
        return _WHY[standing.verdict]
    lacking = [field for field in kind.needs if getattr(standing.content, field) in (None, "")]
    return "missing for this kind: " + ", ".join(lacking) if lacking else None


def together(deliveries: Iterable[Delivery], holds: Mapping[str, str], required: Iterable[str]) -> dict[str, str]:
    """`holds` by key, spread over each release in which a delivery in a required language is held."""
    everything, wanted = list(deliveries), set(required)
    blocked = {
        d.release: f"{d.language}: {holds[d.key]}" for d in everything if d.key in holds and legal(d.language, wanted)
    }
    spread = {d.key: f"goes together with {blocked[d.release]}" for d in everything if d.release in blocked}
    return spread | dict(holds)
