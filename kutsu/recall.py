"""Recall: what is with its mail provider and must not leave as it is comes back, while there is time; the rest is named."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from kutsu.core.ahead import astray, with_provider
from kutsu.core.errors import Refused, Unavailable, Unconfirmed
from kutsu.core.ports import Channel, Clock
from kutsu.core.publication import State
from kutsu.ledger.claims import Claims, Outcome
from kutsu.ledger.handed import Entrusted, HandedOver
from kutsu.ledger.pauses import Pauses
from kutsu.ledger.views import Views
from kutsu.survey import Survey
from kutsu.takeback import take_back

log = logging.getLogger(__name__)

AT_ONCE = 8
"""Requests under way at the same time."""

PATIENCE = dt.timedelta(seconds=30)
"""How long to leave a provider alone that does not answer and named no time."""


@dataclass(frozen=True)
class Recaller:
    """Takes back what is stopped, changed, moved, no longer approved, or would leave without the other language."""

    claims: Claims
    handed: HandedOver
    views: Views
    pauses: Pauses
    channels: Mapping[str, Channel]
    required: Collection[str]
    clock: Clock

    def astray(self, survey: Survey) -> dict[str, str]:
        """Why, by key, what is with its provider must come back."""
        return self._astray(self.handed.shares(), survey)

    def run(self, survey: Survey) -> dict[str, str]:
        """Take it back; gives, by key and in words, what is still with its provider and leaves all the same."""
        there = self.handed.shares()
        whys = self._astray(there, survey)
        wanted = [each for each in there if each.over.key in whys]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            told = list(pool.map(lambda each: self._recall(each, whys[each.over.key], survey.now), wanted))
        kept = {each.over.key: words for each, words in zip(wanted, told, strict=True) if words}
        self.handed.note({each.over.key: kept.get(each.over.key) for each in there})
        for key, words in kept.items():
            log.error("%s: %s", key, words)
        return kept

    def _astray(self, there: Iterable[Entrusted], survey: Survey) -> dict[str, str]:
        """Why, by key, these must come back."""
        over = {each.over.key: each.over for each in there}
        if not over:
            return {}
        now = self.clock.now()
        digests = {name: standing.digest for name, standing in survey.standings.items()}
        stops = self.pauses.stops({*over, *(each.key for each in survey.deliveries)}, now)
        states = self.views.states(now)
        return astray(over.values(), survey.deliveries, digests, stops, states, self.required, now)

    def _recall(self, one: Entrusted, why: str, free: dt.datetime) -> str | None:
        """Take one share back, which may go anew from `free` on; gives why it leaves all the same."""
        now = self.clock.now()
        leaves = f"{why}; {with_provider(one.over.leaves.astimezone(now.tzinfo))}"
        try:
            take_back(self.channels.get(one.channel), self.handed.claimed(one), now)
        except Refused as error:
            return f"{leaves} ({error})"
        except Unavailable as error:
            self.handed.look(one, error.retry_at or now + PATIENCE)
            return f"{leaves} ({error})"
        except Exception as error:  # whatever was raised, the provider may have heard of it
            if not isinstance(error, Unconfirmed):
                log.exception("%s: the channel failed to take back in a way that nobody foresaw", one.channel)
            self._settle(one, Outcome(State.UNCONFIRMED, f"{why}; {error or type(error).__name__}", next=now), now)
            return None
        self._settle(one, Outcome(State.UNAVAILABLE, f"taken back from the mail provider: {why}", next=free), now)
        return None

    def _settle(self, one: Entrusted, outcome: Outcome, now: dt.datetime) -> None:
        """Write down how it ended."""
        log.info("%s: %s %s", one.over.key, outcome.state, outcome.reason)
        self.claims.settle(one.over.key, one.share, outcome, now, one.begun_at)
