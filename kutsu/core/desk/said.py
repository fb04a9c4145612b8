"""Lines of a row about what is coming, what went out, and what did not: grouped by kind, so that they stay short."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kutsu.core.desk.items import HOLDING, Item, Mood
from kutsu.core.desk.words import channels_of, kind_name, languages_of, say, when
from kutsu.core.publication import spoken
from kutsu.core.schedule import Rules

CALENDAR = "Kalenteri"
"""The tab with the calendar."""

MOST_SENT, MOST_COMING, MOST_LINKS = 5, 3, 3
"""How many announcements of a row are told, and how many addresses of each; the calendar has all."""

TROUBLE = (Mood.LEAVING, Mood.WAITING, Mood.REFUSED, Mood.DOUBT, Mood.AGAIN)
"""What went wrong, the gravest first."""


def what(items: Sequence[Item], rules: Rules, ui: str) -> str:
    """What is said, in which languages and where: "kokeilu valittu (fi, sv; x-fi, x-sv)"."""
    names = ", ".join(dict.fromkeys(kind_name(item.kind, rules.kinds, ui) for item in items))
    spoken = ", ".join(languages_of((item.language for item in items), rules))
    return f"{names} ({spoken}; {channels_of({item.channel for item in items}, ui)})"


def groups(items: Iterable[Item], *moods: Mood) -> list[list[Item]]:
    """The items in these moods, together where they are of one kind and edition, in the order of time."""
    found: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in items:
        if item.mood in moods:
            found[item.kind, item.edition].append(item)
    return sorted(found.values(), key=lambda group: group[0].at)


def trouble(items: Sequence[Item], rules: Rules, ui: str) -> Iterator[str]:
    """What a person has to do something about, or what Kutsu is still at."""
    for mood in TROUBLE:
        for group in groups(items, mood):
            reason = next((item.reason for item in group if item.reason), "–")
            words = {"what": what(group, rules, ui), "reason": " ".join(reason.split())[:200]}
            yield say(mood, ui, {**words, "when": when(group[0].at, ui)})


def coming(items: Sequence[Item], now: dt.datetime, rules: Rules, ui: str) -> Iterator[str]:
    """What goes out now, and what later, the next first; of what is held, the one that would be next."""
    for group in groups(items, Mood.NOW):
        yield say("now", ui, {"what": what(group, rules, ui)})
    for group in groups(items, Mood.HANDED):
        yield say("handed", ui, {"when": when(group[0].at, ui), "what": what(group, rules, ui)})
    later = groups(items, Mood.COMING)
    for group in later[:MOST_COMING]:
        yield say("coming", ui, {"when": when(group[0].at, ui), "what": what(group, rules, ui)})
    yield from _more("coming-more", len(later) - MOST_COMING, ui)
    for group in groups((item for item in items if item.at > now), *HOLDING)[:1]:
        yield say("planned", ui, {"when": when(group[0].at, ui), "what": what(group, rules, ui)})


def gone(items: Sequence[Item], rules: Rules, ui: str) -> Iterator[str]:
    """What went out with its addresses, the newest first; then what was taken back, and what missed its time."""
    sent = groups(items, Mood.SENT)[::-1]
    for group in sent[:MOST_SENT]:
        words = say("sent", ui, {"when": when(group[0].at, ui), "what": what(group, rules, ui)})
        yield " ".join([words, *_links(group, rules)])
    yield from _more("sent-more", len(sent) - MOST_SENT, ui)
    for group in groups(items, Mood.RETRACTED):
        yield say("retracted", ui, {"when": when(group[0].at, ui), "what": what(group, rules, ui)})
    for group in groups(items, Mood.EXPIRED):
        yield say("expired", ui, {"what": what(group, rules, ui)})


def _links(group: Sequence[Item], rules: Rules) -> list[str]:
    """One address per language, as far as there are any: of the same channel in every row, where it is there."""
    addressed = sorted((item for item in group if item.address), key=lambda item: item.channel)
    found: Mapping[str, list[str]] = {
        language: [item.address for item in addressed if language in spoken(item.language)]
        for language in languages_of((item.language for item in group), rules)
    }
    return list(dict.fromkeys(each[0] for each in found.values() if each))[:MOST_LINKS]


def _more(code: str, count: int, ui: str) -> Iterator[str]:
    if count > 0:
        yield say(code, ui, {"count": count, "page": CALENDAR})
