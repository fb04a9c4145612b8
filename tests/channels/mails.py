"""Mail channels with all that a list can have: a way out of our own, suppressions that are kept, a hand-over ahead."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from kutsu.audiences.file import Person
from kutsu.channels.common.mailing import Mailing
from kutsu.channels.email import EmailChannel, channel
from kutsu.core.config import ChannelTable
from kutsu.core.ports import Clock
from tests.channels.people import People
from tests.channels.stages import STAGES

WEB = "https://kutsu.example.org/leave"


def way_out(token: str, language: str) -> str:
    """The address at which one leaves."""
    return f"{WEB}/{language}/{token}"


def tokened(address: str) -> str:
    """A token that shows its address, for tests alone."""
    return address.casefold().replace("@", ".at.")


@dataclass(frozen=True)
class Named(People):
    """People whose tokens show their addresses."""

    def recipients(self, language: str, topics: Collection[str] = ()) -> list[Person]:  # noqa: ARG002 - they chose none
        """One person per address."""
        return [Person(address, tokened(address)) for address in self.addresses if language == "fi"]


@dataclass
class Memory:
    """Who must not be written to, kept as the ledger does: each for a scope with a reason, and when each source told last."""

    rows: dict[tuple[str, str], str] = field(default_factory=dict)
    told: dict[str, dt.datetime] = field(default_factory=dict)

    def left(self, tokens: Collection[str], scope: str) -> dict[str, str]:
        """Those of these."""
        found = {token: why for (token, where), why in self.rows.items() if where in ("", scope)}
        return {token: found[token] for token in tokens if token in found}

    def latest(self, source: str) -> dt.datetime | None:
        """When it told last."""
        return self.told.get(source)

    def keep(self, found: Mapping[str, str], scope: str, source: str, now: dt.datetime) -> int:
        """Keep them."""
        self.rows |= {(token, scope): why for token, why in found.items()}
        self.told |= {source: now} if found else {}
        return len(found)


def mail(
    base: str,
    clock: Clock,
    mailing: Mailing,
    *,
    ahead: int = 0,
    languages: tuple[str, ...] = ("fi",),
    **options: str | int,
) -> EmailChannel:
    """A list on SendGrid at `base`."""
    table = ChannelTable(
        "kanava", "email", languages, base=base, ahead=ahead, options={**STAGES["email"].options, **options}
    )
    return channel(table, STAGES["email"].secrets, clock, mailing)


def remembered(people: People, memory: Memory) -> Mailing:
    """A list whose suppressions are kept."""
    return Mailing(people, memory.left, "residents", way_out, tokened, lambda: memory)


def ours(people: People | None = None) -> Mailing:
    """A list with a way out of our own."""
    return Mailing(people or People(), lambda _tokens, _scope: {}, "residents", way_out)
