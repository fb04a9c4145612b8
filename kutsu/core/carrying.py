"""Whether the channels of a config agree with its languages and kinds, and with each other; told as in `coherence`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from kutsu.core.coherence import CHANNELS, KINDS, LANGUAGES, Found, unknown
from kutsu.core.config import DIGEST, ChannelTable, Kind, Language

LISTS = frozenset({"list", "spreadsheet"})
"""The options of a channel that has readers, which a digest goes to."""

LEAST_AHEAD, MOST_AHEAD = 15, 72 * 60
"""Minutes before its slot at which mail can be handed over: SendGrid takes it 72 h ahead, and gives it back until 10 min before."""


def of_channels(
    channels: Mapping[str, ChannelTable],
    languages: Collection[str] | None,
    kinds: Mapping[str, Kind] | None,
    drafts: Collection[str] = (),
) -> Found:
    """Languages, kinds and audiences that no other file knows, and languages that are drafts; None: a file could not be read."""
    for name, table in channels.items():
        if not table.languages:
            yield (CHANNELS, name, "languages"), "name at least one"
        if table.ahead and not LEAST_AHEAD <= table.ahead <= MOST_AHEAD:
            words = f"a provider keeps mail for {LEAST_AHEAD} to {MOST_AHEAD} minutes (72 hours); write one of these, or 0 for just in time"
            yield (CHANNELS, name, "ahead"), words
        if languages is not None:
            sent = [key for key in table.languages if key not in drafts]
            yield from unknown((CHANNELS, name, "languages"), sent, languages)
        for key in (key for key in table.languages if key in drafts):
            words = f"{key!r} is a draft, which previews show and nobody is sent. Take it out here, or its `draft` in {LANGUAGES}"
            yield (CHANNELS, name, "languages"), words
        if kinds is not None:
            named = {audience for kind in kinds.values() for audience in kind.audiences}
            yield from unknown((CHANNELS, name, "kinds"), table.kinds, kinds)
            yield from unknown((CHANNELS, name, "audience"), [table.audience], named)
            if not LISTS & table.options.keys() and any(
                kinds[key].subject == DIGEST for key in table.kinds if key in kinds
            ):
                yield (CHANNELS, name, "kinds"), "a digest goes to a mail list only; leave it out here"


def of_audiences(kinds: Mapping[str, Kind], channels: Mapping[str, ChannelTable], worded: Iterable[str]) -> Found:
    """An audience of a kind that no channel reaches and that is not `worded`: for which there are no words either."""
    known = {table.audience for table in channels.values()} | set(worded)
    for name, kind in kinds.items():
        yield from unknown((KINDS, name, "audiences"), kind.audiences, known)


def of_networks(channels: Mapping[str, ChannelTable], languages: Mapping[str, Language]) -> Found:
    """A network that would speak to somebody in only one of the languages that go together by law, or may not say both."""
    spoken: dict[tuple[str, str], set[str]] = defaultdict(set)
    for table in channels.values():
        if not table.retired:
            spoken[table.adapter, table.audience] |= set(table.languages)
    required = {key for key, language in languages.items() if language.required}
    for name, table in channels.items():
        joint = len(required & set(table.languages))
        if table.layout == "together" and joint < 2:
            yield (CHANNELS, name, "layout"), "there is nothing to say together: name two of the required languages"
        if table.layout == "separate" and 0 < table.per_hour < joint:
            words = (
                f"{joint} languages go together here, so nothing would ever go: write {joint} or more, or 0 for no cap"
            )
            yield (CHANNELS, name, "per_hour"), words
    yield from _of_hand_overs(channels, required)
    for (adapter, audience), keys in spoken.items():
        for missing in sorted(required - keys if keys & required else ()):
            words = "the required languages go together on every network"
            yield (CHANNELS,), f"{adapter} for {audience} has no channel in {missing!r}; {words}"


def _of_hand_overs(channels: Mapping[str, ChannelTable], required: Collection[str]) -> Found:
    """Lists that go together by law and would be handed over at different times: then neither could wait for the other."""
    first: dict[tuple[str, str], ChannelTable] = {}
    for name, table in channels.items():
        if not table.retired and set(required) & set(table.languages):
            other = first.setdefault((table.adapter, table.audience), table)
            if table.ahead != other.ahead:
                yield (CHANNELS, name, "ahead"), f"it goes together with {other.name}: write {other.ahead} here too"
