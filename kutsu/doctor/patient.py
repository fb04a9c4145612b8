"""What a doctor looks at: the settings with the edges that they name, opened without a ledger and without leaving a trace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cached_property

from sqlalchemy import make_url

from kutsu import edges
from kutsu.clock import TickingClock
from kutsu.core.ports import Channel, Sheet
from kutsu.ledger.suppressions import Suppressions
from kutsu.lists import Lists
from kutsu.settings import Settings
from kutsu.settings.faults import Faults

SHORT = 6
"""A value of fewer characters is no secret, and would be struck out of ordinary words."""

OPEN = (
    "KUTSU_STATE",
    "KUTSU_CONFIG",
    "KUTSU_CLOCK",
    "KUTSU_SITE",
    "KUTSU_WEB",
    "KUTSU_PREVIEW",
    "KUTSU_PREFECT",
    "KUTSU_SANDBOX",
    "KUTSU_LEDGER",
    "KUTSU_CALLER_HEADER",
)
"""Variables that are no secrets; of the ledger's address only the password is one, and of a key file its path is none."""


class Nobody(Suppressions):
    """Instead of the ledger's: knows nobody, keeps nothing, and was read just now, so that little is asked of a provider."""

    def __init__(self, now: dt.datetime) -> None:
        self._now = now

    def left(self, tokens: Collection[str], scope: str) -> dict[str, str]:  # noqa: ARG002  as the ledger's
        """Nobody."""
        return {}

    def latest(self, source: str) -> dt.datetime | None:  # noqa: ARG002  as the ledger's
        """Now."""
        return self._now

    def keep(self, found: Mapping[str, str], scope: str, source: str, now: dt.datetime) -> int:  # noqa: ARG002  as the ledger's
        """Nothing."""
        return 0


@dataclass(frozen=True)
class Patient:
    """One Kutsu by its settings; nothing is opened before somebody looks."""

    settings: Settings
    clock: TickingClock

    @cached_property
    def untouched(self) -> Settings:
        """The settings with a secret that is made up where this state has none yet, so that looking makes none."""
        known = self.settings.environment.get("KUTSU_SECRET") or (self.settings.places.state / "pepper").is_file()
        made_up = {} if known else {"KUTSU_SECRET": "-" * edges.SECRET_LENGTH}
        return replace(self.settings, environment={**self.settings.environment, **made_up})

    @cached_property
    def _opened(self) -> tuple[Mapping[str, Channel], Mapping[str, Sheet], list[str]]:
        """All channels and sheets that can be opened, and all faults of config."""
        faults: Faults = deepcopy(self.settings.faults)
        now = self.clock.now()
        found = edges.channels(self.untouched, self.clock, faults, lambda: Nobody(now))
        sheets = edges.sheets(self.settings, self.clock, faults, lambda _: None)
        return found, sheets, faults.sentences

    @property
    def channels(self) -> Mapping[str, Channel]:
        """The channels in use."""
        tables = self.settings.channels
        return {name: channel for name, channel in self._opened[0].items() if not tables[name].retired}

    @property
    def sheets(self) -> Mapping[str, Sheet]:
        """The staff's sheets."""
        return self._opened[1]

    @property
    def faults(self) -> list[str]:
        """Everything that is wrong in config."""
        return self._opened[2]

    @property
    def lists(self) -> Lists:
        """The lists of mail."""
        return edges.lists(self.untouched, self.clock)

    @property
    def demo(self) -> bool:
        """Whether this is the demo's city."""
        return self.settings.places.demo is not None

    def secrets(self) -> list[str]:
        """Every value that must not be shown, the longest first."""
        named = {name: value for name, value in self.settings.environment.items() if name.startswith("KUTSU_")}
        values = {value for name, value in named.items() if name not in OPEN and not name.endswith("_CREDENTIALS")}
        values |= {make_url(self.settings.places.ledger).password or ""}
        return sorted((value for value in values if len(value) >= SHORT), key=len, reverse=True)
