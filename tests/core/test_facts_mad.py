"""Whole mad sheets: none crashes the reader, and nothing in error or without a tick is ever due.

The first 1,000 are read by `make test`, the others of 10,000 by `make test-all`; the seed is fixed, so that a number names the
same sheet everywhere. `KUTSU_MAD_SHEETS=100000` makes that many in all.
"""

from __future__ import annotations

import dataclasses
import os
import random
from collections.abc import Iterable, Iterator, Mapping

import pytest

from kutsu.core.advice import Lexicon, advise
from kutsu.core.approval import Memory, Seen, Standing, standings
from kutsu.core.columns import SCHEMAS, STAFF_LANGUAGES, keys
from kutsu.core.content import digest, localize
from kutsu.core.grid import Book, Cell, Tab
from kutsu.core.model import Plan
from kutsu.core.plan import read_plan
from kutsu.core.publication import Delivery
from kutsu.core.schedule import Rules, deliveries
from tests.books import CITY, LANGUAGES, NOW, Row, Value
from tests.core.facts import FACTS
from tests.core.rows import CONTACT, PILOT, ROUND, SESSION, TICKED, VENUE, sheet
from tests.factories import kind, rules
from tests.sheets.cases import CASES

FEW, ALL = 1000, int(os.environ.get("KUTSU_MAD_SHEETS", "10000"))
BATCHES = 8
ROWS: Mapping[str, Row] = {
    "round": ROUND,
    "pilots": PILOT,
    "sessions": SESSION,
    "venues": VENUE,
    "contacts": CONTACT,
    "settings": {"key": "tauko", "value": "ei"},
}
COLUMNS = {schema.key: [key for key, _, _ in keys(schema, LANGUAGES)] for schema in SCHEMAS}
SNIPPETS = (
    "6.11.",
    "2019",
    "6.11.2019",
    "29.2.2019",
    "ke",
    "klo",
    "17",
    "17–19",
    "24.00",
    "17,3",
    "pm",
    "0",
    "-",
    "x",
    "TRUE",
    "/",
    "https://",
    "http://[",
    "@",
    "#REF!",
    "=A1",
    "PILOT-1",
    "pilot-1",
    "INFO-1",
    "{seen}",
    "{0}",
    "%s",
    "\u200d",
    "\ud800",
    "\u0661",
    "\n",
    "\x00",
)
NUMBERS = (
    0.0,
    -1.0,
    0.5,
    1.0,
    5.0,
    17.3,
    43775.0,
    43775.7,
    1e9,
    1e300,
    -1e300,
    float("inf"),
    float("-inf"),
    float("nan"),
)
TITLES = ("Pilotit", "Kopio: Pilotit", "Pilots", "Kokeilulista", "", "?", "Infotilaisuudet")
KINDS = (
    kind("round-results", "round", "announce", lasts_days=30),
    kind("pilot-chosen", "pilot", "announce", lasts_days=30),
    kind("session-invitation", "session", "day", offset=-20, lasts_days=30),
)
RULES: Rules = dataclasses.replace(rules(*KINDS), city=CITY, languages=LANGUAGES)


def mad_value(mad: random.Random) -> Value:
    """A cell as nobody should type it, or one out of the facts."""
    match mad.randrange(5):
        case 0:
            return mad.choice(FACTS).typed
        case 1:
            return mad.choice(CASES).read
        case 2:
            form = mad.choice(("", "date", "time", "datetime", "number", "text", "odd"))
            return Cell(mad.choice(NUMBERS), mad.choice(("", *SNIPPETS)), form)
        case 3:
            return mad.choice((True, False, None))
        case _:
            return mad.choice(("", " ")).join(mad.choices(SNIPPETS, k=mad.randrange(4)))


def mad_row(mad: random.Random, tab: str) -> Row:
    """A good row, ticked or not, in which some cells went wrong and some are lost."""
    row = dict(ROWS[tab]) | (TICKED if tab in ("round", "pilots", "sessions") and mad.random() < 0.7 else {})
    for key in mad.sample(COLUMNS[tab], mad.choice((0, 0, 0, 0, 0, 1, 1, 2, 2, min(8, len(COLUMNS[tab]))))):
        row[key] = mad_value(mad)
    return row


def mad_tab(mad: random.Random, tab: Tab) -> Tab:
    """The tab as it was, or with a header, a title, a column or the order of its cells spoilt."""
    rows = [list(row) for row in tab.rows]
    match mad.randrange(6):
        case 0:
            rows[0][mad.randrange(len(rows[0]))] = Cell("Sarake", "Sarake")
        case 1:
            return Tab(mad.choice(TITLES), tab.rows)
        case 2:
            place = mad.randrange(len(rows[0]))
            rows = [row[:place] + row[place + 1 :] for row in rows]
        case 3:
            rows = [row[: mad.randrange(len(row) + 1)] for row in rows]
        case 4:
            rows = rows[: mad.randrange(len(rows) + 1)]
        case _:
            rows = [rows[0], *([], *rows[1:], [Cell("orpo", "orpo")] * (len(rows[0]) + 2))]
    return Tab(tab.title, tuple(map(tuple, rows)))


def mad_book(number: int) -> Book:
    """The mad sheet of that number."""
    mad = random.Random(number)
    made = {tab: [mad_row(mad, tab) for _ in range(mad.choice((0, 1, 1, 1, 1, 1)))] for tab in COLUMNS}
    if mad.random() < 0.1:
        made["pilots"].append(mad_row(mad, "pilots"))
    book = sheet("mad", **made)
    tabs = [mad_tab(mad, tab) if mad.random() < 0.1 else tab for tab in book.tabs]
    if mad.random() < 0.05:
        tabs.append(mad.choice(tabs))
    if mad.random() < 0.05:
        tabs.pop(0)
    strange = {"locale": "en_US"} if mad.random() < 0.02 else {}
    return dataclasses.replace(book, tabs=tuple(tabs), **strange)  # type: ignore[arg-type]  # the only field is a text


def shown(plan: Plan) -> list[Standing]:
    """The standings where every row had been shown as it is, unticked: whatever is ticked and sound is approved now."""
    memory = {
        (entry.subject.id, language): Memory(Seen(digest(localize(entry.subject, language)), ticked=False))
        for entry in plan.entries
        for language in LANGUAGES
    }
    return list(standings(plan, LANGUAGES, memory))


def wrongly_due(plan: Plan, coming: Iterable[Delivery]) -> Iterator[str]:
    """The keys of what is due without its tick, or with an error on its row that concerns its language."""
    rows = {entry.subject.id: entry for entry in plan.entries}
    errors = {(each.tab, each.row, str(each.column)) for each in plan.faults if each.severity == "error"}
    for each in coming:
        entry = rows[each.subject]
        of_row = [column for tab, row, column in errors if (tab, row) == (entry.place.tab, entry.place.row)]
        against = [column for column in of_row if each.language == "en" or not column.endswith("(en)")]
        if each.language not in entry.ticks or entry.faulty or entry.held or against:
            yield each.key


def due(plan: Plan) -> list[Delivery]:
    """What may go out right now."""
    found = deliveries(shown(plan), RULES, NOW)
    return [each for each in found if not each.held_because and each.slot <= NOW < each.expires]


def look(number: int) -> int:
    """Read the mad sheet of that number; gives how much of it is due, of which nothing is wrong."""
    book = mad_book(number)
    plan = read_plan([book], LANGUAGES, CITY, NOW)
    refused = any(each.row in (None, 1) for each in plan.faults if each.severity == "error")
    assert not (refused and plan.entries), number
    told = [*plan.faults, *advise(plan.entries, [book], LANGUAGES, Lexicon({}))]
    assert all(all(each.message[language] for language in STAFF_LANGUAGES) for each in told), number
    coming = due(plan)
    assert not list(wrongly_due(plan, coming)), number
    return len(coming)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_case_mad_sheets(batch: int) -> None:
    """Every mad sheet gives a plan with words for its faults; nothing of a refused one, and nothing wrong, is ever due."""
    assert sum(map(look, range(batch, FEW, BATCHES))) > FEW // BATCHES // 8


@pytest.mark.system
@pytest.mark.long
@pytest.mark.parametrize("batch", range(BATCHES))
def test_case_mad_sheets_by_the_thousand(batch: int) -> None:
    """So do all others of ten thousand."""
    assert sum(map(look, range(FEW + batch, ALL, BATCHES))) > (ALL - FEW) // BATCHES // 8
