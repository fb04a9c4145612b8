"""Bells: how operators are called when something is wrong, as `config/alarms.toml` says; what is secret comes from the environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import ConfigDict, with_config

from kutsu.core.coherence import Found

ALARMS = "alarms.toml"

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""What Prefect allows as the name of a block."""


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True)
class Bell:
    """One way to call operators. Slack, Teams and webhooks have an address, which is a secret.

    Mail goes `to` people from a `sender`: over the city's own `server`, where `port` 0 is the usual one of its `security`;
    without a server, through SendGrid.
    """

    kind: Literal["slack", "teams", "webhook", "mail"]
    to: tuple[str, ...] = ()
    sender: str = ""
    server: str = ""
    port: int = 0
    security: Literal["starttls", "tls", "none"] = "starttls"

    @property
    def needs(self) -> tuple[str, ...]:
        """The secrets without which it cannot ring."""
        if self.kind != "mail":
            return ("address",)
        return () if self.server else ("api_key",)

    @property
    def secrets(self) -> tuple[str, ...]:
        """All secrets that it may have; a server of the city's own may ask for a login."""
        return (*self.needs, *(("user", "password") if self.server else ()))


@dataclass(frozen=True)
class Bells:
    """All bells, by name."""

    bells: Mapping[str, Bell] = field(default_factory=dict)


def owner(name: str) -> str:
    """Whose secrets a bell's are: duty's address is KUTSU_BELL_DUTY_ADDRESS."""
    return f"bell-{name}"


def of_bells(table: Bells) -> Found:
    """A name that Prefect takes for no block, mail to or from nobody, and what a bell of another kind does not have."""
    for name, bell in table.bells.items():
        place = (ALARMS, "bells", name)
        if not NAME.fullmatch(name):
            yield place, "a bell's name has small letters, digits and single dashes, such as duty-phone"
        plain = Bell(bell.kind)
        for key in ("to", "sender", "server", "port", "security"):
            if bell.kind != "mail" and getattr(bell, key) != getattr(plain, key):
                yield (*place, key), "only a bell of the kind mail has this; leave it out"
        if bell.kind == "mail" and not (bell.to and all(_address(each) for each in bell.to)):
            yield (*place, "to"), 'name whom it calls, such as ["duty@city.example"]'
        if bell.kind == "mail" and not _address(bell.sender):
            yield (*place, "sender"), "name whom its mail is from, such as kutsu@city.example"
        if not 0 <= bell.port <= 65535:
            yield (*place, "port"), "write a port, or 0 for the usual one"


def _address(text: str) -> bool:
    """Whether it looks like a mail address, and holds nothing that could end it."""
    return bool(re.fullmatch(r"[^\s@,;<>]+@[^\s@,;<>]+", text))
