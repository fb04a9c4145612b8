"""Take a share back from the provider that has it ahead of its slot, or perhaps has it: while it surely gives back."""

from __future__ import annotations

import datetime as dt

from kutsu.core.ahead import leaves
from kutsu.core.errors import Refused
from kutsu.core.ports import HandsOver
from kutsu.core.publication import Claimed


def take_back(channel: object, claimed: Claimed, now: dt.datetime) -> None:
    """Make sure that nothing of it leaves; raises `Refused` in words where that cannot be, else as the port does."""
    if not isinstance(channel, HandsOver):
        raise Refused("its channel is not there any more, or cannot take it back")
    if leaves(claimed.marks) - now < channel.give_back:
        raise Refused("it is too late to take it back")
    channel.take_back(claimed)
