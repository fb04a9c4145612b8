"""What a mail channel needs beside its provider: whom its list reaches, who must not be written to, and the way out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from kutsu.core.ports import Audience, Recipient, Suppressed, WayOut
from kutsu.core.publication import Claimed, Message

LIST = ("list", "spreadsheet", "tab", "list_base")
"""The options of a mail channel that say where its list is: a file, or a Google sheet and its tab, at its own base in tests."""


class Kept(Protocol):
    """Where it is kept, by token, who must not be written to."""

    def latest(self, source: str) -> dt.datetime | None:
        """When the last was kept of what this source told; None when nothing ever was."""

    def keep(self, found: Mapping[str, str], scope: str, source: str, now: dt.datetime) -> int:
        """Keep these tokens, each with why, for mail of a scope (empty: all mail); gives how many are new."""


@dataclass(frozen=True)
class Mailing:
    """One list; `scope` is the audience that one leaves, and without a `way_out` of our own the provider has to have one.

    `token` makes a token of an address that the provider names; without it and `kept` the provider's own lists are not read.
    """

    audience: Audience
    suppressed: Suppressed
    scope: str
    way_out: WayOut | None = field(default=None, repr=False)
    token: Callable[[str], str] | None = field(default=None, repr=False)
    kept: Callable[[], Kept] | None = field(default=None, repr=False)

    def tokens(self, message: Message) -> list[str]:
        """All who are to get the message, each once, in the order of its languages: who must not be written to is left out."""
        found = dict.fromkeys(token for key in message.languages for token in self._readers(key, message))
        left = self.suppressed(found, self.scope)
        return [token for token in found if token not in left]

    def _readers(self, language: str, message: Message) -> Iterable[str]:
        """Those whom a message in a language is for; nobody can have chosen the empty topic."""
        if not message.chosen:
            return (each.token for each in self.audience.recipients(language, message.topics))
        free = dict.fromkeys(each.token for each in self.audience.recipients(language, ("",)))
        if not message.topics:
            return free
        readers = (each.token for each in self.audience.recipients(language, message.topics))
        return (token for token in readers if token not in free)

    def people(self, claimed: Claimed) -> tuple[dict[str, Recipient], dict[str, str]]:
        """By token, those of a share who are to be written to now, an address once whatever its case; and why the others are not."""
        listed = self.audience.people(claimed.recipients)
        left = dict.fromkeys((token for token in claimed.recipients if token not in listed), "left")
        left |= self.suppressed(listed, self.scope)
        once: dict[str, str] = {}
        for token, person in listed.items():
            if token not in left and once.setdefault(person.address.casefold(), token) != token:
                left[token] = "twice"
        return {token: person for token, person in listed.items() if token not in left}, left

    def gone(self, claimed: Claimed) -> bool:
        """Whether nobody of a share may be written to, by what is kept of each: then nothing is wrong with the list."""
        return self.suppressed(claimed.recipients, self.scope).keys() >= {*claimed.recipients}


def everyone(mailing: Mailing, languages: Mapping[str, object]) -> int:
    """How many people the list has in these languages; raises `Faulty` when it cannot be used."""
    return sum(1 for language in languages for _ in mailing.audience.recipients(language))
