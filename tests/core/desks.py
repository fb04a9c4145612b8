"""One look at one small book: its plan, what was shown and approved of it, and what the ledger has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from kutsu.core.approval import Key, Memory, Seen, standings
from kutsu.core.content import digest, localize
from kutsu.core.desk.items import Look
from kutsu.core.desk.rows import desk_rows
from kutsu.core.desk.status import Statuses
from kutsu.core.editions import Edition, Pair
from kutsu.core.grid import Book
from kutsu.core.model import Plan
from kutsu.core.plan import read_plan
from kutsu.core.publication import State
from kutsu.core.schedule import Rules, deliveries
from tests.books import CITY, LANGUAGES, NOW, Row, book
from tests.core.rows import CONTACT, PILOT, VENUE
from tests.core.rows import ROUND as CALL
from tests.factories import kind, rules

CALLED = {
    "pilot-chosen": {"fi": "kokeilu valittu", "sv": "försök valt", "en": "pilot chosen"},
    "testers-wanted": {"fi": "testaajahaku", "sv": "testare söks", "en": "testers wanted"},
}
CHOSEN = kind("pilot-chosen", "pilot", "announce", called=CALLED["pilot-chosen"])
WANTED = kind("testers-wanted", "pilot", "recruit", called=CALLED["testers-wanted"])
MONDAY = dt.date(2019, 10, 21)
TICKS = {f"approve.{language}": True for language in LANGUAGES}
COMING: Row = {**PILOT, "announce": MONDAY}
"""A pilot that is announced on Monday, at ten; today is Friday."""


def made(*pilots: Row, ui: str = "fi", **tabs: Sequence[Row]) -> Book:
    """A book of these pilots, with headers in a staff language."""
    usual: dict[str, Sequence[Row]] = {"pilots": pilots, "venues": [VENUE], "contacts": [CONTACT], "round": [CALL]}
    return book("demo", LANGUAGES, ui, **{**usual, **tabs})


def law(*kinds: object) -> Rules:
    """The rules with these kinds, on three accounts of X."""
    return replace(rules(*(kinds or (CHOSEN,))), city=CITY, languages=LANGUAGES)  # type: ignore[arg-type]  # kinds


def memory(plan: Plan, approved: Iterable[str] = (), at: dt.datetime = NOW) -> dict[Key, Memory]:
    """Every content as it is was shown unticked, and these languages of it stand approved."""
    found = {}
    for entry in plan.entries:
        for language in LANGUAGES:
            mark = digest(localize(entry.subject, language))
            stands = (mark, at) if language in approved else (None, None)
            found[entry.subject.id, language] = Memory(Seen(mark, ticked=False), *stands)
    return found


@dataclass
class Told:
    """A row of the ledger."""

    key: str
    state: State = State.SENT
    url: str | None = None
    reason: str | None = None
    settled_at: dt.datetime | None = NOW
    slot: dt.datetime = NOW
    expires: dt.datetime = NOW + dt.timedelta(days=14)
    short: bool = False
    subject: str = field(init=False)
    kind: str = field(init=False)
    language: str = field(init=False)
    channel: str = field(init=False)
    release: str = field(init=False)

    def __post_init__(self) -> None:
        """Take the key apart."""
        self.subject, self.kind, self.language, self.channel, edition = self.key.split("/")
        self.release = f"{self.subject}/{self.kind}/x/residents/{edition}"


def out(language: str, kind_name: str = "pilot-chosen", state: State = State.SENT, **changes: object) -> Told:
    """What the ledger has of PILOT-1 in a language, with an address where it is out."""
    key = f"PILOT-1/{kind_name}/{language}/x-{language}/"
    usual: dict[str, object] = {"url": f"https://x.example/{language}"} if state is State.SENT else {}
    return Told(key, state, **{**usual, **changes})  # type: ignore[arg-type]  # fields of a row


def look(
    found: Book,
    remembered: Mapping[Key, Memory] | None = None,
    rules_: Rules | None = None,
    ledger: Sequence[Told] = (),
    now: dt.datetime = NOW,
    editions: Mapping[Pair, Edition] | None = None,
    approved: Sequence[str] = (),
    **rest: object,
) -> Look:
    """The look at a book; without `remembered`, everything was shown before and `approved` stands approved."""
    chosen = rules_ or law()
    plan = read_plan([found], LANGUAGES, CITY, now)
    judged = list(standings(plan, LANGUAGES, memory(plan, approved) if remembered is None else remembered))
    planned = deliveries(judged, chosen, now, editions)
    by_row = {(each.entry.subject.id, each.language): each for each in judged}
    return Look(plan, by_row, planned, editions or {}, chosen, now, ledger, **rest)  # type: ignore[arg-type]  # stops, paused


def text(found: Book, seen: Look, row: int = 2, tab: str = "pilots") -> str:
    """What is told of one row."""
    statuses = Statuses.of(seen)
    (only,) = [each for each in desk_rows(found, LANGUAGES) if (each.tab, each.place.row) == (tab, row)]
    return statuses.text(only)


ALL = ("fi", "sv", "en")
TICKED: Row = {**COMING, **TICKS}
AT = {"fi": "21.10.2019 klo 10.00", "sv": "21.10.2019 kl. 10.00", "en": "21 Oct 2019 at 10:00"}
NAME = CALLED["pilot-chosen"]
WHAT = {ui: f"{name} (fi, sv, en; x-en, x-fi, x-sv)" for ui, name in NAME.items()}
PLANNED = {"fi": "Suunniteltu", "sv": "Planerat", "en": "Planned"}


def planned(ui: str, what: str = "") -> str:
    """The line about what would go out on Monday."""
    return f"{PLANNED[ui]} {AT[ui]}: {what or WHAT[ui]}"


def told(row: Row, ui: str, **known: Any) -> str:
    """What a row is told."""
    found = made(row, ui=ui)
    return text(found, look(found, **known))


def check(row: Row, expected: Mapping[str, str], plan: bool = False, **known: Any) -> None:
    """The text in each staff language, with the line of what is planned where there is one."""
    for ui, words in expected.items():
        assert told(row, ui, **known) == (f"{words}\n{planned(ui)}" if plan else words)
