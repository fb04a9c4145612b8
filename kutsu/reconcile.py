"""Reconcile: look up what was claimed or is unconfirmed on its network, and settle it by what is read there."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, replace

from kutsu.core.ahead import AHEAD, leaves, with_provider
from kutsu.core.errors import Held, Refused, Unavailable
from kutsu.core.ports import Channel, Clock
from kutsu.core.publication import Absent, Delivery, Finding, Found, Proof, State, Unclear
from kutsu.ledger.claims import EVIDENCE, INSISTS, Claims, Outcome
from kutsu.ledger.views import Doubt, Views
from kutsu.takeback import take_back

log = logging.getLogger(__name__)

PACE = dt.timedelta(seconds=15)
"""The least time between two readings, so that several of them are spread out even after a long downtime."""

NO_PROOF = Proof((), proves=False, why="")
"""That of a channel which nobody can ask any more."""

SAME_WORDS = "what is shown there has the same words, but is another publication of ours"
"""Why not even a complete timeline tells whether this one is out: who sees its twin does not see through it."""

PATIENCE = dt.timedelta(days=1)
"""How long a network that cannot be read is asked, ever more slowly, before a person is."""

AT_ONCE = 8
"""Readings under way at the same time: enough to be quick, few enough to spare the networks' limits."""


@dataclass(frozen=True)
class Reconciler:
    """Settles doubt by reading back, or by taking back what was handed over ahead of its slot; never sends."""

    claims: Claims
    views: Views
    channels: Mapping[str, Channel]
    clock: Clock

    def run(self, planned: Iterable[Delivery], patience: dt.timedelta | None = None) -> list[Doubt]:
        """Take back dead claims, end what is over by the plan, look up what is to be looked up by now; gives that.

        What left its provider by now is sent.

        Who has no time to wait for slow networks names a `patience`: readings under way end behind its back, and those that
        have not begun stay for the next run.
        """
        self.claims.lapse(self.clock.now())
        self.claims.arrive(self.clock.now())
        self.claims.expire(planned, self.clock.now())
        doubts = [doubt for doubt in self.views.doubts() if doubt.next_look <= self.clock.now()]
        pool = ThreadPoolExecutor(AT_ONCE)
        looks = [pool.submit(self.look, doubt) for doubt in doubts]
        done, _ = wait(looks, None if patience is None else self.clock.seconds(patience))
        pool.shutdown(wait=False, cancel_futures=True)
        for look in done:
            look.result()
        return doubts

    def look(self, doubt: Doubt) -> None:
        """Read one publication back and settle it, or note when to read again."""
        channel = self.channels.get(doubt.channel)
        if AHEAD in doubt.claimed.marks:
            self._close(doubt, self._taken_back(channel, doubt))
            return
        finding = (
            read(channel, doubt) if channel else Unclear(f"{doubt.channel} is not in config/channels.toml any more")
        )
        proof = channel.proof if channel else NO_PROOF
        if isinstance(finding, Found) and self.views.taken(doubt.claimed, doubt.channel, finding.receipt):
            finding, proof = Absent(), replace(proof, proves=False, why=SAME_WORDS)
        self._close(doubt, self._outcome(finding, proof, doubt))

    def _close(self, doubt: Doubt, outcome: Outcome | Again) -> None:
        """Write down what a look came to."""
        key, share = doubt.claimed.key, doubt.claimed.share
        if isinstance(outcome, Outcome):
            self.claims.settle(key, share, outcome, self.clock.now(), doubt.begun_at)
        else:
            self.claims.looked(key, share, doubt.begun_at, outcome.at, looks=doubt.looks, counts=outcome.counts)

    def _taken_back(self, channel: Channel | None, doubt: Doubt) -> Outcome | Again:
        """Whether its provider had it or not, nothing of it leaves any more: it goes anew. Where that cannot be, a person looks."""
        now = self.clock.now()
        try:
            take_back(channel, doubt.claimed, now)
        except Refused as error:
            if isinstance(error, Held):
                return Again(now + PACE, counts=False)
            at = leaves(doubt.claimed.marks).astimezone(now.tzinfo)
            return Outcome(State.WAITING, f"perhaps {with_provider(at)}: {error}")
        except Exception as error:  # whatever was raised, it may be said again while there is time
            log.warning("%s: it is not known to be taken back: %s", doubt.claimed.key, error)
            named = error.retry_at if isinstance(error, Unavailable) else None
            return Again(max(now + PACE, named or now), counts=False)
        return Outcome(State.UNAVAILABLE, "perhaps handed over: it was taken back and goes anew", next=now)

    def _outcome(self, finding: Finding, proof: Proof, doubt: Doubt) -> Outcome | Again:
        """What a reading means on a network with this proof."""
        now = self.clock.now()
        match finding:
            case Found(receipt):
                return Outcome(State.SENT, receipt=receipt)
            case Absent(proven=True):
                return _proven(doubt, now)
            case Unclear(reason) if not proof.readings:
                return Outcome(State.WAITING, f"{reason} {proof.why}".strip())
            case Unclear(reason) if now - doubt.begun_at > PATIENCE:
                return Outcome(State.WAITING, f"it could not be read back for {PATIENCE.days} day: {reason}")
            case Unclear():
                slower = max(PACE, (now - doubt.begun_at) / 4)
                return Again(max(now + slower, finding.until or now), counts=False)
        if doubt.looks < len(proof.readings) and now < (due := doubt.begun_at + proof.readings[doubt.looks]):
            return Again(due, counts=False)
        looks = doubt.looks + 1
        if looks < len(proof.readings):
            return Again(max(doubt.begun_at + proof.readings[looks], now + PACE), counts=True)
        if EVIDENCE in doubt.claimed.marks:
            return Outcome(State.WAITING, f"not seen in {looks} readings, but {doubt.claimed.marks[EVIDENCE]}")
        if proof.proves:
            return Outcome(State.UNAVAILABLE, f"read back {looks} times: it is not out", next=now)
        return Outcome(State.WAITING, f"not seen in {looks} readings, which prove nothing: {proof.why}")


def _proven(doubt: Doubt, now: dt.datetime) -> Outcome:
    """It is surely not out: it is tried again, but not for ever against a network that goes on saying that it has it."""
    if no := doubt.claimed.marks.get(INSISTS):
        return Outcome(State.WAITING, f"read back: it is not out, and when it was tried again {no}")
    return Outcome(State.UNAVAILABLE, "read back: it is not out", next=now)


def read(channel: Channel, doubt: Doubt) -> Finding:
    """Read one publication back; a failure that nobody foresaw tells nothing, and does not keep the others from being read."""
    try:
        return channel.find(doubt.claimed)
    except Exception as error:
        log.exception("%s: the channel failed to look in a way that nobody foresaw", channel.name)
        return Unclear(f"{channel.name} cannot be read: {error}")


@dataclass(frozen=True)
class Again:
    """To be looked up again; a reading that is unclear or too early does not count."""

    at: dt.datetime
    counts: bool
