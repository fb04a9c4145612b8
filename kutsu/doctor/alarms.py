"""Who hears when something is wrong: the heartbeat of an outside monitor, and the bells of config/alarms.toml. None is rung here."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from kutsu.core.checked import Checked, fault, note, ok
from kutsu.doctor import Check
from kutsu.doctor.patient import Patient
from kutsu.settings import variable

HEARTBEAT = "KUTSU_HEARTBEAT"


def checks(patient: Patient) -> Sequence[Check]:
    """Heartbeat and bells."""
    return [("heartbeat", partial(_heartbeat, patient)), ("bells", partial(_bells, patient))]


def _heartbeat(patient: Patient) -> Iterator[Checked]:
    address = patient.settings.environment.get(HEARTBEAT, "")
    if not address:
        told = f"{HEARTBEAT} is not set: should this whole machine die, nobody is told"
        yield note(
            "heartbeat", told, f"Make a check at an outside monitor (12 minutes), and set {HEARTBEAT} to its address."
        )
    elif urlsplit(address).scheme == "https":
        yield ok("heartbeat", f"is set ({urlsplit(address).hostname}); it is not pinged here")
    else:
        yield fault("heartbeat", f"{HEARTBEAT} is no https address", "Set it as the monitor shows it.")


def _bells(patient: Patient) -> Iterator[Checked]:
    path = patient.settings.places.config / "alarms.toml"
    if not path.is_file():
        yield note(
            "bells", f"there is no {path}: alarms stand in the log alone", "Name there whom alarms are to reach."
        )
        return
    try:
        bells: dict[str, Any] = tomllib.loads(path.read_text("utf-8")).get("bells", {})
    except ValueError as error:
        yield fault("bells", f"{path}: {error}", "Mend it in this file.")
        return
    for name, bell in bells.items():
        if (lacks := _secret(name, bell)) and not patient.settings.environment.get(lacks):
            yield fault("bells", f"{lacks} is not set, so {name} cannot ring", "Set it in the environment.")
    if bells:
        yield ok("bells", f"{len(bells)} named: {', '.join(bells)}; none is rung here")
    elif patient.demo:
        yield ok("bells", "a demo calls nobody")
    else:
        yield note("bells", f"{path} names none: alarms stand in the log alone", "Name there whom alarms are to reach.")


def _secret(name: str, bell: Any) -> str:
    """The variable without which a bell cannot ring; none for mail through the city's own server."""
    if not isinstance(bell, dict) or bell.get("kind") != "mail":
        return variable("bell", name, "address")
    return "" if bell.get("server") else variable("bell", name, "api_key")
