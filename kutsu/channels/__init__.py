"""The channels: where a thing is said once; one module per adapter, found here by itself."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from importlib import import_module
from typing import Protocol, cast

from kutsu.channels.common.mailing import Mailing
from kutsu.core.config import ChannelTable
from kutsu.core.ports import Channel, Clock


class Adapter(Protocol):
    """What a module of this package offers to become an adapter; its `ADAPTER` is the name in `config/channels.toml`."""

    ADAPTER: str
    CREDENTIALS: tuple[str, ...]
    """The names of the secrets that one account needs."""

    def channel(
        self, table: ChannelTable, secrets: Mapping[str, str], clock: Clock, mailing: Mailing | None = None
    ) -> Channel:
        """The channel of one table, for all its languages; raises `Faulty` with every wrong option at once.

        A secret that is missing is no fault of config: `check` tells it, and `send` raises `Held` without a request.
        """


def adapters() -> dict[str, Adapter]:
    """Every adapter of this package by name: a new module is found without a list to edit."""
    modules = (import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    return {module.ADAPTER: cast(Adapter, module) for module in modules if hasattr(module, "ADAPTER")}
