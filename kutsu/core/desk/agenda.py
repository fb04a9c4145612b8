"""Kutsu's own tab *Kalenteri*: what is coming and what went out, day by day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kutsu.core.cells.names import clock, dotted
from kutsu.core.cells.normal import folded
from kutsu.core.columns import STAFF_LANGUAGES
from kutsu.core.desk.items import Item
from kutsu.core.desk.pages import MARK, kinds_of, page
from kutsu.core.desk.said import CALENDAR
from kutsu.core.desk.status import Statuses
from kutsu.core.desk.words import kind_name, languages_of
from kutsu.core.grid import Page
from kutsu.core.messages.desk import MOODS

AHEAD, BEHIND = dt.timedelta(days=60), dt.timedelta(days=30)
"""How far the calendar looks in each direction, in days of the city."""

HEADER = (
    f"{MARK}päivä – dag – day",
    "Klo – Kl. – Time",
    "Mitä (fi)",
    "Vad (sv)",
    "What (en)",
    "Tunnus – Id – Id",
    "Otsikko – Rubrik – Title",
    "Kielet – Språk – Languages",
    "Kanavat – Kanaler – Channels",
    "Missä vaiheessa (fi)",
    "I vilket skede (sv)",
    "How it stands (en)",
    "Linkit – Länkar – Links",
)


def calendar_page(statuses: Statuses, subjects: Iterable[str]) -> Page:
    """The tab for the subjects (ids as compared) of one book, in the order of time: one line per announcement and state."""
    rules, ours = statuses.look.rules, set(subjects)
    today = statuses.look.now.astimezone(rules.city.zoneinfo).date()
    titles = {folded(each.subject.id): each.subject.title for each in statuses.entries.values()}
    found: dict[tuple[dt.date, str, str, str, str, str], list[Item]] = defaultdict(list)
    for name, items in statuses.items.items():
        for item in items if name in ours else ():
            if today - BEHIND <= item.at.date() <= today + AHEAD:
                found[item.at.date(), f"{item.at:%H%M}", name, item.kind, item.edition, item.mood].append(item)
    lines = [_line(group, statuses, titles) for _, group in sorted(found.items())]
    return page(CALENDAR, HEADER, lines or [[kinds_of("empty")]])


def _line(group: Sequence[Item], statuses: Statuses, titles: Mapping[str, Mapping[str, str]]) -> list[str]:
    """One announcement: when, what in three languages, whose, in which languages, where, how it stands, and its links."""
    rules, first = statuses.look.rules, group[0]
    title = titles.get(folded(first.subject), {})
    links = dict.fromkeys(item.address for item in group if item.address)
    return [
        dotted(first.at.date()),
        clock(first.at.time()),
        *(kind_name(first.kind, rules.kinds, ui) for ui in STAFF_LANGUAGES),
        first.subject,
        next((title[key] for key in rules.languages if key in title), ""),
        ", ".join(languages_of((item.language for item in group), rules)),
        ", ".join(sorted({item.channel for item in group})),
        *MOODS[first.mood],
        "\n".join(links),
    ]
