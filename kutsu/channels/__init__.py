"""The channels: where a thing is said once; one module per adapter, found here by itself."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Protocol, cast

from kutsu.channels.common.mailing import Mailing
from kutsu.core.config import ChannelTable
from kutsu.core.ports import Channel, Clock

COMMON = "common"
"""The one package here that is no adapter: what they share."""


class Adapter(Protocol):
    """What a module of this package offers to become an adapter.

    Its `ADAPTER` is the name in `config/channels.toml`, and that of the module.
    """

    ADAPTER: str
    CREDENTIALS: tuple[str, ...]
    """The names of the secrets that one account needs."""

    def channel(
        self, table: ChannelTable, secrets: Mapping[str, str], clock: Clock, mailing: Mailing | None = None
    ) -> Channel:
        """The channel of one table, for all its languages; raises `Faulty` with every wrong option at once.

        A secret that is missing is no fault of config: `check` tells it, and `send` raises `Held` without a request.
        """


class _Found(Mapping[str, Adapter]):
    """Every adapter by the name of its module, which is imported when it is asked for: one client alone takes 40 MB of memory."""

    def __iter__(self) -> Iterator[str]:
        return (found.name for found in pkgutil.iter_modules(__path__) if found.name != COMMON)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __getitem__(self, name: str) -> Adapter:
        if name not in set(self):
            raise KeyError(name)
        module = cast(Adapter, import_module(f"{__name__}.{name}"))
        assert name == module.ADAPTER, f"the adapter {module.ADAPTER!r} is in a module of another name, {name!r}"
        return module


def adapters() -> Mapping[str, Adapter]:
    """Every adapter of this package by name: a new module is found without a list to edit."""
    return _Found()
