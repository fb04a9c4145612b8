"""Each channel: whether it could publish now, by its own check, and what its network tells of account, rights, ends and limits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec

from kutsu.core.checked import Checked, fault, ok
from kutsu.core.ports import Channel
from kutsu.doctor import Check
from kutsu.doctor.patient import Patient
from kutsu.doctor.round import advice

SANDBOX = "KUTSU_SANDBOX"
"""Where the networks of a demo are."""

WHO = re.compile(r"^\w+ \([^)]*\):? ")
"""How an adapter names itself at the beginning of a reason, which is told beside it."""


def checks(patient: Patient) -> Sequence[Check]:
    """One check per channel in use."""
    if patient.demo and not patient.settings.environment.get(SANDBOX):
        return [("all channels", _no_sandbox)]
    tables = patient.settings.channels
    return [(name, partial(_channel, tables[name].adapter, channel)) for name, channel in patient.channels.items()]


def _no_sandbox() -> Iterator[Checked]:
    """A demo that nobody has started."""
    yield fault("all channels", f"the demo's networks are not up ({SANDBOX} is not set)", "Start it: `kutsu up`.")


def _channel(adapter: str, channel: Channel) -> Iterator[Checked]:
    """What keeps it from publishing; where nothing does, what its adapter's `exam` finds (an adapter may have none)."""
    reasons = channel.check()
    yield from (fault(channel.name, WHO.sub("", reason), advice(reason)) for reason in reasons)
    if reasons:
        return
    yield ok(channel.name, "could publish now")
    place = f"kutsu.channels.{adapter}.exam"
    if find_spec(place):
        yield from import_module(place).examine(channel)
