"""Retract: take back what is out, by a person's word, where its network can; the ledger says who, when and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kutsu.core.errors import Refused, Unconfirmed
from kutsu.core.ports import Channel, Clock
from kutsu.core.publication import Absent, Found, Receipt
from kutsu.ledger.retractions import Out, Retractions
from kutsu.takeback import take_back

AGAIN = "say it again: what is gone already is not deleted twice"


@dataclass(frozen=True)
class Retractor:
    """Takes publications back, one delivery at a time."""

    retractions: Retractions
    channels: Mapping[str, Channel]
    clock: Clock

    def retract(self, outs: Sequence[Out], by: str, why: str) -> None:
        """Take back all shares of a delivery that are out.

        Raises `Refused`, `Held`, `Unavailable` or `Unconfirmed`: then the ledger goes on saying that it is out, and why.
        """
        for out in outs:
            number = self.retractions.begin(out.claimed, by, why, self.clock.now())
            try:
                self._take_back(self.channels[out.channel], out)
            except Exception as error:  # whatever was raised, the try is closed with its reason
                self.retractions.fail(number, str(error) or type(error).__name__, self.clock.now())
                raise
            self.retractions.settle(number, self.clock.now())

    def _take_back(self, channel: Channel, out: Out) -> None:
        """One deletion; when nobody knows how it ended, reading back may tell. What has not left yet is called back."""
        if out.held:
            take_back(channel, out.claimed, self.clock.now())
            return
        receipt = self._receipt(channel, out)
        try:
            channel.retract(out.claimed, receipt)
        except Unconfirmed as doubt:
            if not self._gone(channel, out):
                raise Unconfirmed(f"{doubt}; {AGAIN}") from doubt

    def _receipt(self, channel: Channel, out: Out) -> Receipt:
        """The network's id; where a person settled it by its address, it is looked up first.

        That ours is proven to be absent says nothing of what the person may have published by hand at that address.
        """
        if out.receipt.remote_id != out.receipt.url:
            return out.receipt
        finding = channel.find(out.claimed)
        if isinstance(finding, Found):
            return finding.receipt
        raise Refused(
            f"a person settled it by its address, and {channel.name} does not find its id: delete it there by hand"
        )

    def _gone(self, channel: Channel, out: Out) -> bool:
        """Whether it is not to be seen any more. What went out just now may not be listed yet: that proves nothing."""
        finding = channel.find(out.claimed)
        listed = out.at + max(channel.proof.readings, default=dt.timedelta()) < self.clock.now()
        return isinstance(finding, Absent) and (finding.proven or listed)
