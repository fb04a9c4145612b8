"""On which channels a change is told: on those that told of its subject, whatever config would choose for its kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from kutsu.core.changes import Change, Pair
from kutsu.core.config import ChannelTable


def carriers(change: Change, channels: Iterable[ChannelTable], required: Collection[str]) -> list[list[ChannelTable]]:
    """The channels of each release of a change, each with its languages that are to be told; a retired one tells nothing.

    A required language that its network never had goes with the others now: the law wants both.
    """
    groups: dict[tuple[str, str], list[ChannelTable]] = defaultdict(list)
    for table in channels:
        if not table.retired:
            groups[table.adapter, table.audience].append(table)
    found = [_told(change.pairs | _lawful(change, group, required), group) for group in groups.values()]
    return [group for group in found if group]


def _told(pairs: Collection[Pair], group: Iterable[ChannelTable]) -> list[ChannelTable]:
    """The channels of these pairs, with no other languages."""
    kept = ((table, tuple(key for key in table.languages if (table.name, key) in pairs)) for table in group)
    return [replace(table, languages=languages) for table, languages in kept if languages]


def _lawful(change: Change, group: Sequence[ChannelTable], required: Collection[str]) -> set[Pair]:
    """The pairs of a network that get a change because another required language does, and nothing was told them yet."""
    every = {(table.name, key) for table in group for key in table.languages if key in required}
    told = {key for _, key in every & (change.pairs | change.known)}
    return {pair for pair in every if pair[1] not in told} if every & change.pairs else set()
