"""Claim, send, settle: the only place that publishes. What a network answered decides, never an exception's class alone."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial

from kutsu.core.ahead import AHEAD, leaves
from kutsu.core.errors import Duplicate, Held, Refused, Unavailable, Unconfirmed
from kutsu.core.layout import legal
from kutsu.core.ports import Channel, Clock, Composes, HandsOver
from kutsu.core.publication import LEAST, Claimed, Delivery, Receipt, State
from kutsu.ledger.claims import LEASE, Claims, Outcome, Work
from kutsu.ledger.lease import Lease
from kutsu.ledger.pauses import Pauses
from kutsu.turns import turn

log = logging.getLogger(__name__)

AT_ONCE = 64
"""Deliveries on their way at the same time: a whole slot of a city."""

PATIENCE = dt.timedelta(seconds=30)
"""How long to leave a network alone that is unavailable and named no time itself."""

SOON = dt.timedelta(minutes=2)
"""What is prepared so shortly before its slot, at the most, is sent just in time; anything earlier is handed over."""


def by_release(mine: Sequence[Delivery]) -> list[list[Delivery]]:
    """Deliveries that go together side by side: each release is prepared for itself, so that one that hangs delays no other."""
    releases: dict[str, list[Delivery]] = {}
    for delivery in mine:
        releases.setdefault(delivery.release, []).append(delivery)
    return list(releases.values())


def to_the_last(shares: Iterable[Claimed]) -> Iterator[tuple[Claimed, bool]]:
    """Each share, and whether it is the last one; the next one is read before this one is sent."""
    coming = iter(shares)
    if (share := next(coming, None)) is None:
        return
    for following in coming:
        yield share, False
        share = following
    yield share, True


def composed(channel: Channel, share: Claimed) -> Callable[[], Receipt]:
    """The request or hand-over of a share, made ready as far as its channel can; what fails by then fails when it is to be made."""
    if AHEAD in share.marks and isinstance(channel, HandsOver):
        return partial(channel.hand_over, share, leaves(share.marks))
    if not isinstance(channel, Composes):
        return partial(channel.send, share)
    try:
        return channel.compose(share)
    except Exception as error:
        return partial(_fail, error)


def _fail(error: Exception) -> Receipt:
    raise error


@dataclass(frozen=True)
class Publisher:
    """Publishes claimed deliveries through their channels and writes down how each attempt ended."""

    claims: Claims
    channels: Mapping[str, Channel]
    clock: Clock
    pauses: Pauses

    def claim(self, works: Sequence[Work]) -> list[Delivery]:
        """Claim what is due, release by release, all of a release or nothing of it; what others claimed is left to them."""
        releases: dict[str, list[Work]] = {}
        for work in works:
            releases.setdefault(work.delivery.release, []).append(work)
        mine = [group for group in releases.values() if self.claims.claim(group, self.clock.now())]
        return [work.delivery for group in mine for work in group]

    def ready(self, mine: Sequence[Delivery], required: Collection[str]) -> list[Delivery]:
        """Do all that residents cannot see, ahead of the slot, so that at the instant one request is left per share.

        Where a delivery in a required language cannot be sent after all, the rest of its release is given back.
        """
        lease = Lease(self.claims, self.clock, [each.key for each in mine])
        with ThreadPoolExecutor(AT_ONCE) as pool:
            found = pool.map(lambda each: self._prepare(each, lease), mine)
            able = dict(zip((each.key for each in mine), found, strict=True))
        broken = {each.release for each in mine if not able[each.key] and legal(each.language, required)}
        going = [each for each in mine if able[each.key] and each.release not in broken]
        for each in mine:
            if each not in going:
                self._give_back(each, "another part of its release could not be sent")
        return going

    def send(self, delivery: Delivery, instant: dt.datetime, required: Collection[str] = ()) -> Outcome | None:
        """Wait for the instant, send every prepared share, settle each; gives how the last one ended, None if none was left.

        A pause or a hold that came meanwhile counts, up to the very request; that of a `required` language is one of all
        that go together with it. Shares of which nobody could look up a lost one go one at a time, all deliveries in turn.
        """
        channel, left = self.channels[delivery.channel], self.claims.each(delivery.key)
        sisters = [key for key, language in self.claims.beside(delivery) if legal(language, required)]
        lease = Lease(self.claims, self.clock, [delivery.key])
        self.clock.sleep_until(self._instant(channel, delivery, instant))
        outcome = None
        for share, last in to_the_last(left):
            request = composed(channel, share)
            with self._turn(channel, lease):
                begun_at = self.clock.now()
                if stop := self.pauses.stops([delivery.key, *sisters], begun_at):
                    self._give_back(delivery, next(iter(stop.values())))
                    return outcome
                if self._too_late(channel, share, begun_at):
                    self._give_back(delivery, "too late to hand it over: it goes at its slot", delivery.slot)
                    return outcome
                if not self.claims.begin(share.key, share.share, begun_at):
                    log.warning("%s: the claim was lost before sending; another publisher has it", share.key)
                    return outcome
                outcome = self._attempt(channel, share, request)
                self._settle(share, outcome, begun_at, followed=channel.alone and not last)
        return outcome

    def _turn(self, channel: Channel, lease: Lease) -> AbstractContextManager[None]:
        """The turn of a request, where it has to wait for one."""
        if not channel.alone:
            return nullcontext()
        return turn(channel.network).taken(self.clock.seconds(LEASE / 6), lease.keep)

    def _prepare(self, delivery: Delivery, lease: Lease) -> bool:
        """Prepare every share of one delivery; False when one of them is refused or unavailable by now."""
        channel, able = self.channels[delivery.channel], True
        for share in self.claims.each(delivery.key):
            lease.keep()
            ahead = self._ahead(channel, delivery)
            try:
                marks = {**channel.prepare(replace(share, marks=_without(share.marks) | ahead))}
            except (Refused, Unavailable) as error:
                self._settle(share, self._outcome(channel, error))
                able = False
            except Exception as error:  # whatever was raised, nothing that residents see was asked for yet
                log.exception("%s: the channel could not prepare, in a way that nobody foresaw", channel.name)
                self._settle(share, self._outcome(channel, Unavailable(str(error) or type(error).__name__)))
                able = False
            else:
                if (marks := _without(marks) | ahead) != share.marks:
                    self.claims.mark(share.key, share.share, marks)
        return able

    def _instant(self, channel: Channel, delivery: Delivery, instant: dt.datetime) -> dt.datetime:
        """When it goes: what is due ahead of its slot and is not handed over any more never leaves before that."""
        return max(instant, delivery.slot) if delivery.ahead and not self._ahead(channel, delivery) else instant

    def _ahead(self, channel: Channel, delivery: Delivery) -> dict[str, str]:
        """The mark of what is now to be handed over, with its slot; nothing for what is to be sent just in time."""
        slot = delivery.slot.astimezone(dt.UTC)
        early = slot - self.clock.now() > SOON and isinstance(channel, HandsOver)
        return {AHEAD: slot.isoformat()} if early else {}

    def _too_late(self, channel: Channel, share: Claimed, now: dt.datetime) -> bool:
        """Whether a share was to be handed over and its provider might not give it back any more."""
        return (
            AHEAD in share.marks and isinstance(channel, HandsOver) and leaves(share.marks) - now <= channel.give_back
        )

    def _give_back(self, delivery: Delivery, reason: str, until: dt.datetime | None = None) -> None:
        """Free what is still claimed of a delivery that does not go now, nor before `until`."""
        for share in self.claims.each(delivery.key):
            self._settle(share, Outcome(State.UNAVAILABLE, reason, next=until or self.clock.now() + PATIENCE))

    def _attempt(self, channel: Channel, share: Claimed, request: Callable[[], Receipt]) -> Outcome:
        """The one visible request, or hand-over. Nothing that can fail may come between its yes and the settling."""
        try:
            receipt = request()
        except Exception as error:  # whatever was raised, the attempt ends in exactly one state
            return self._outcome(channel, error)
        if AHEAD in share.marks:
            return Outcome(State.HANDED_OVER, receipt=receipt, next=leaves(share.marks) - LEAST)
        return Outcome(State.SENT, receipt=receipt)

    def _outcome(self, channel: Channel, error: Exception) -> Outcome:
        """What an error means; one that nobody foresaw may have happened after the network's yes."""
        now = self.clock.now()
        match error:
            case Held():
                return Outcome(State.UNAVAILABLE, f"{channel.name} is held: {error}", next=now + 10 * PATIENCE)
            case Refused():
                return Outcome(State.REFUSED, str(error))
            case Unavailable():
                return Outcome(State.UNAVAILABLE, str(error), next=error.retry_at or now + PATIENCE)
        if not isinstance(error, Unconfirmed):
            log.exception("%s: the channel failed in a way that nobody foresaw", channel.name, exc_info=error)
        first = channel.proof.readings[0] if channel.proof.readings else dt.timedelta()
        reason, evidence = str(error) or type(error).__name__, isinstance(error, Duplicate)
        return Outcome(State.UNCONFIRMED, reason, next=now + first, evidence=evidence)

    def _settle(
        self, share: Claimed, outcome: Outcome, begun_at: dt.datetime | None = None, *, followed: bool = False
    ) -> None:
        """Write it down; what the ledger had settled otherwise in the meantime is told loudly, never swallowed."""
        told = outcome.receipt.url if outcome.receipt else outcome.reason
        log.info("%s: %s %s", share.key, outcome.state, told or "")
        now = self.clock.now()
        if not self.claims.settle(share.key, share.share, outcome, now, begun_at, followed=followed):
            log.error("%s: ended %s, but the ledger had settled it before; look at both", share.key, outcome)


def _without(marks: Mapping[str, str]) -> dict[str, str]:
    """The marks of the channel's own making."""
    return {name: value for name, value in marks.items() if name != AHEAD}
