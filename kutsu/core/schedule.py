"""Plan and approvals and now -> deliveries, each with its slot, its release and what holds it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from kutsu.core.approval import Standing, Verdict, anew
from kutsu.core.carriers import carriers
from kutsu.core.changes import OLD, Said, changes, outworn
from kutsu.core.config import DIGEST, ChannelTable, City, Kind, Language, Tariff
from kutsu.core.digests import of_week
from kutsu.core.editions import Edition
from kutsu.core.editions import Pair as Thing
from kutsu.core.layout import legal, retold, said_as
from kutsu.core.model import Entry, Pilot, Session, Subject, Texts, subject_type
from kutsu.core.publication import Delivery, State, spoken
from kutsu.core.slots import Opening, Window, window

BLOCKING = frozenset({State.UNAVAILABLE, State.REFUSED, State.EXPIRED, State.RETRACTED})
"""States of a required language that keep the rest of its release from going out: it is not out, nor can it go out now."""

WORN = "it went to some with facts that hold no more; the change tells them to all"


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
    standings: Iterable[Standing],
    rules: Rules,
    now: dt.datetime,
    editions: Mapping[Thing, Edition] | None = None,
    said: Iterable[Said] = (),
) -> list[Delivery]:
    """Everything that the plan asks for, held or not, in the order of slots.

    `editions` are the latest that people asked for. One takes the place of all earlier ones: what of these did not go out
    yet never will, or residents would be told twice. What was `said` decides only which changes are to be told.
    """
    opening, told = Opening(rules.city, rules.holidays), defaultdict[str, list[Said]](list)
    for each in said:
        told[each.subject].append(each)
    found: list[Delivery] = []
    for subject, rows in _by_subject(standings).items():
        found.extend(_usual(rows, rules, opening, now, editions or {}, outworn(rows, told[subject])))
        found.extend(_changes(rows, rules, opening, now, told[subject]))
    return sorted(found, key=lambda delivery: (delivery.slot, delivery.key))


def _usual(
    rows: Mapping[str, Standing],
    rules: Rules,
    opening: Opening,
    now: dt.datetime,
    editions: Mapping[Thing, Edition],
    worn: Collection[str],
) -> Iterator[Delivery]:
    """What config wants said of a subject; what is partly out with facts that hold no more (`worn`) goes to nobody else."""
    entry = next(iter(rows.values())).entry
    for kind in rules.kinds.values():
        edition = editions.get((entry.subject.id, kind.name))
        asked = edition.at if edition else None
        when = window(kind, entry, opening, now, asked) if applies(kind, entry.subject) else None
        if when:
            said, judged = _again(kind, rows, edition) if edition else (of_week(kind, entry.subject), rows)
            for group in rules.groups[kind.name]:
                for each in _release(said, group, when, judged, rules):
                    yield replace(each, held_because=WORN) if worn and each.key in worn else each


def _changes(
    rows: Mapping[str, Standing], rules: Rules, opening: Opening, now: dt.datetime, said: Sequence[Said]
) -> Iterator[Delivery]:
    """The changes that are to be told of a subject, on the channels and in the languages that had told of it.

    An embargo counts once a change is approved; before, its slot tells since when residents have the old facts.
    """
    entry = next(iter(rows.values())).entry
    over = isinstance(entry.subject, Session) and opening.instant(entry.subject.day, entry.subject.end) <= now
    for name, change in changes(rows, said, rules.kinds.values(), over=over).items():
        kind = replace(rules.kinds[name], edition=change.edition)
        settled = _settled(rows, rules, now)
        when, seen = (window(kind, row, opening, now, settled) for row in (entry, replace(entry, embargo=None)))
        if when is None or seen is None:
            continue
        for group in carriers(change, rules.channels.values(), rules.required):
            for each in _release(kind, group, when, rows, rules):
                lacks = any((each.channel, language) in change.stale for language in each.languages)
                if lacks and each.held_because:
                    yield replace(each, slot=seen.slot, held_because=f"{OLD}: {each.held_because}")
                else:
                    yield each


def _settled(rows: Mapping[str, Standing], rules: Rules, now: dt.datetime) -> dt.datetime:
    """From when on a content may be told of: the latest approval of a required language; unapproved, when it was first seen."""
    required = [each for key, each in rows.items() if key in rules.required] or list(rows.values())
    return max(_moment(each) or now for each in required)


def _moment(standing: Standing) -> dt.datetime | None:
    """When a language was approved or, while it is not, first seen; None for what this very look is the first to do."""
    if standing.verdict is Verdict.APPROVES:
        return None
    return standing.at if standing.verdict is Verdict.STANDS else standing.since


def _again(kind: Kind, rows: Mapping[str, Standing], edition: Edition) -> tuple[Kind, dict[str, Standing]]:
    """The kind under the edition's name, and the standings of which only those count that were approved since."""
    return replace(kind, edition=edition.name), {key: anew(row, edition.at) for key, row in rows.items()}


def applies(kind: Kind, subject: Subject[Texts]) -> bool:
    """Whether a kind has this subject in its present stage or status; a change never has it by itself."""
    if kind.change or kind.subject != subject_type(subject):
        return False
    if isinstance(subject, Pilot) and kind.stages:
        return subject.stage in kind.stages
    if isinstance(subject, Session) and kind.statuses:
        return subject.status in kind.statuses
    return True


def due(
    planned: Iterable[Delivery], states: Mapping[str, State], now: dt.datetime, required: Iterable[str]
) -> list[Delivery]:
    """What is to go out or to be handed over now: in its window, held by nothing, not out or in doubt, and not part of a broken release.

    `states` are the ledger's by key; one that is unavailable is listed there as planned once it may be tried again.
    """
    everything, required = list(planned), set(required)
    broken = {d.release for d in everything if legal(d.language, required) and states.get(d.key) in BLOCKING}
    again = retold(everything, states)
    return [
        delivery
        for delivery in everything
        if delivery.starts(now) <= now < delivery.expires
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
        named = channel.kinds or ([] if kind.subject == DIGEST else [kind.name])
        if not channel.retired and channel.audience in kind.audiences and kind.name in named:
            groups[channel.adapter, channel.audience].append(channel)
    return list(groups.values())


def _release(
    kind: Kind, group: list[ChannelTable], when: Window, rows: Mapping[str, Standing], rules: Rules
) -> Iterator[Delivery]:
    """The deliveries of one release; where a required language is held, the whole release is."""
    holds = {language: _hold(kind, standing) for language, standing in rows.items()}
    carried = {language for channel in group for language in channel.languages}
    blocked = next((f"{key}: {holds[key]}" for key in rules.required if key in carried and holds.get(key)), None)
    entry = next(iter(rows.values())).entry
    name = "/".join((entry.subject.id, kind.name, group[0].adapter, group[0].audience, kind.edition))
    for channel in group:
        for language in (each for each in said_as(channel, rules.required) if holds.keys() >= {*spoken(each)}):
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
                ahead=dt.timedelta(minutes=channel.ahead),
            )


def _own(holds: Sequence[tuple[str, str]], language: str) -> str | None:
    """What holds a delivery in its own languages; where it has several, each is named."""
    return "; ".join(why if key == language else f"{key}: {why}" for key, why in holds) or None


_WHY = {
    Verdict.FROZEN: "the row has an error",
    Verdict.UNTICKED: "waits for approval",
    Verdict.HALF: "waits for the second approval",
    Verdict.EARLIER: "is to be announced again and was approved before that: take the tick away, wait until a pull has seen it, tick again",
    Verdict.CHANGED: "changed after it was approved: look at the preview, take the tick away and tick again",
    Verdict.UNSHOWN: "was ticked before its preview was there: take the tick away, look at the preview, tick again",
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
