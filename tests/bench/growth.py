"""`python -m tests.bench.growth [PILOTS …]`: plan and render of ever larger sheets in six languages, each size in a process of its own.

Each pilot has five sessions. The *plan* is read from the cells, judged and scheduled; *render* writes every message that may go out, for
every channel. Three of the languages say in English what the others say.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kutsu import edges
from kutsu.clock import TickingClock
from kutsu.core.approval import Memory, Standing, standings
from kutsu.core.columns import SCHEMAS, find_columns, find_tab, header
from kutsu.core.config import Language
from kutsu.core.content import digest, localize
from kutsu.core.errors import Faulty
from kutsu.core.grid import Book, Cell, Tab
from kutsu.core.model import Plan
from kutsu.core.plan import read_plan
from kutsu.core.publication import Delivery
from kutsu.core.render import Renderer, Saying
from kutsu.core.schedule import Rules, deliveries
from kutsu.ledger.database import Database
from kutsu.ledger.suppressions import Suppressions
from kutsu.settings import Settings, read_settings
from kutsu.tuning import OLDER, YOUNG
from tests.bench import city
from tests.bench.city import COPIES, NOW
from tests.bench.plans import large
from tests.bench.pull import memory
from tests.campaign.world import ROOT
from tests.factories import ZONE

SIZES = (10, 100, 1000)
SESSIONS = 5
"""Of each pilot."""

PAGE = "https://kokeilut.espoo.example/"
HOST = {"KUTSU_SANDBOX": "http://127.0.0.1:9", "KUTSU_SITE": PAGE.rstrip("/")}
"""Where nobody answers: nothing is sent."""


def figures(sizes: Sequence[int] = SIZES) -> Iterator[dict[str, Any]]:
    """The sizes one after the other; each but the first tells how many times the one before it cost."""
    before: dict[str, Any] = {}
    for pilots in sizes:
        words = [sys.executable, "-m", "tests.bench.growth", "--inside", str(pilots)]
        told = {**os.environ, **HOST, "PYTHONPATH": str(ROOT)}
        ran = subprocess.run(words, env=told, cwd=ROOT, stdout=subprocess.PIPE, check=True)
        found = {**json.loads(ran.stdout), "load": round(os.getloadavg()[0], 2)}
        if before:
            found["times"] = {part: round(found[part] / before[part], 1) for part in ("plan", "render", "all")}
        before = found
        yield found


def line(told: Mapping[str, Any]) -> str:
    """The figures of one size, as they are printed."""
    grown = f", {told['times']['all']} times the size before" if "times" in told else ""
    sizes = f"{told['pilots']} pilots, {told['sessions']} sessions, {told['deliveries']} deliveries, {told['messages']} messages"
    return f"growth {sizes}: plan {told['plan']} s, render {told['render']} s, {told['memory']} MB, load {told['load']}{grown}"


def measured(pilots: int) -> dict[str, Any]:
    """Seconds of computing of each part, for one size."""
    gc.set_threshold(YOUNG, OLDER)
    settings = read_settings(ROOT / "config" / "demo")
    rules, templates, channels = _rules(settings), city.renderer(), _channels(settings)
    book = spoken(large(pilots, SESSIONS * pilots, settings.languages, ticked=True), settings.languages)
    known = _known(read_plan([book], rules.languages, settings.city, NOW), rules.languages)
    begun = time.process_time()
    plan = read_plan([book], rules.languages, settings.city, NOW)
    judged = {(each.entry.subject.id, each.language): each for each in standings(plan, rules.languages, known)}
    wanted = deliveries(judged.values(), rules, NOW)
    planned = time.process_time()
    messages = sum(_written(each, judged, templates, rules, channels) for each in wanted)
    rendered = time.process_time()
    return {
        "pilots": pilots,
        "sessions": SESSIONS * pilots,
        "deliveries": len(wanted),
        "messages": messages,
        "plan": round(planned - begun, 3),
        "render": round(rendered - planned, 3),
        "all": round(rendered - begun, 3),
        "memory": memory(),
    }


def spoken(book: Book, languages: Mapping[str, Language]) -> Book:
    """The same book with the columns of English once more for each copy."""
    return replace(book, tabs=tuple(_wider(book, tab, languages) for tab in book.tabs))


def _wider(book: Book, tab: Tab, languages: Mapping[str, Language]) -> Tab:
    """A tab with those columns, if it is one of the plan's."""
    schema = next((each for each in SCHEMAS if find_tab(book, each) is tab), None)
    if schema is None:
        return tab
    places, _ = find_columns(tab, schema, languages)
    english = [(key, index) for key, index in places.items() if key.endswith(".en")]
    heads = [
        Cell(text, text) for copy in COPIES for key, _ in english for text in [header(schema.column(key), "en", copy)]
    ]
    width = max(len(row) for row in tab.rows)
    rows = [
        (
            *row,
            *[Cell()] * (width - len(row)),
            *(row[at] if at < len(row) else Cell() for _ in COPIES for _, at in english),
        )
        for row in tab.rows[1:]
    ]
    first = (*tab.rows[0], *[Cell()] * (width - len(tab.rows[0])), *heads)
    return replace(tab, rows=(first, *rows))


def _rules(settings: Settings) -> Rules:
    """What config says, but that every channel that speaks English speaks the copies too."""
    channels = {
        name: replace(table, languages=(*table.languages, *COPIES)) if "en" in table.languages else table
        for name, table in settings.channels.items()
    }
    return Rules(settings.city, city.languages(settings), settings.kinds, channels, frozenset(), settings.tariffs)


def _channels(settings: Settings) -> Mapping[str, Any]:
    """The real channels, which know how long a text may be; none is asked for anything."""
    return edges.channels(
        settings, TickingClock.real(ZONE), settings.faults, lambda: Suppressions(Database("sqlite://"))
    )


def _known(plan: Plan, languages: Mapping[str, Language]) -> dict[tuple[str, str], Memory]:
    """What a ledger remembers in which everything stands approved as it is."""
    found = {}
    for entry in plan.entries:
        for language in languages:
            if not entry.faulty and not entry.missing.get(language):
                mark = digest(localize(entry.subject, language))
                found[entry.subject.id, language] = Memory(approved=mark, at=NOW, since=NOW)
    return found


def _written(
    delivery: Delivery,
    judged: Mapping[tuple[str, str], Standing],
    renderer: Renderer,
    rules: Rules,
    channels: Mapping[str, Any],
) -> int:
    """Write one message, unless something holds it, or it fits nowhere; gives how many were written."""
    contents = [(judged[delivery.subject, each].content, each) for each in delivery.languages]
    if delivery.held_because or any(content is None for content, _ in contents):
        return 0
    channel, table = channels[delivery.channel], rules.channels[delivery.channel]
    said = [Saying(content, language, PAGE) for content, language in contents if content]
    try:
        renderer.together(delivery.kind, said, table.audience, channel.network, channel.parts, channel.fits)
    except Faulty:
        return 0
    return 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        sys.stdout.write(json.dumps(measured(int(sys.argv[2]))))
    else:
        for each in figures([int(word) for word in sys.argv[1:]] or SIZES):
            sys.stdout.write(f"{line(each)}\n")
            sys.stdout.flush()
