"""The ports of `kutsu up`: each is ours already, or free."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from functools import partial
from urllib.parse import urlsplit

from kutsu.core.checked import Checked, note, ok
from kutsu.doctor import Check
from kutsu.doctor.patient import Patient

WISHES = {"KUTSU_PREFECT": 4200, "KUTSU_SITE": 8701, "KUTSU_PREVIEW": 8703, "KUTSU_WEB": 8704}
"""As kutsu/up.py."""
SECONDS = 2


def checks(patient: Patient) -> Sequence[Check]:
    """All of them together."""
    return [("ports", partial(_ports, patient))]


def _ports(patient: Patient) -> Iterator[Checked]:
    """What runs of this state, and what others have taken."""
    known = patient.settings.environment
    for name, wish in WISHES.items():
        called, ours = name.removeprefix("KUTSU_").lower(), known.get(name, "")
        port = urlsplit(ours).port if ours.startswith("http://127.0.0.1:") else None
        open_ = _answers(port or wish)
        if port and open_:
            yield ok("ports", f"{called} answers on {port}")
        elif port:
            yield note("ports", f"{called} should be on {port}, and nobody answers", "Is `kutsu up` running? Start it.")
        elif open_:
            yield note(
                "ports", f"{wish} ({called}) is taken by another program", "`kutsu up` takes any free port instead."
            )
        else:
            yield ok("ports", f"{wish} ({called}) is free")


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(SECONDS)
        return probe.connect_ex(("127.0.0.1", port)) == 0
