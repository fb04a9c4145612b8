"""The networks of the sandbox, one module each, found by themselves: a new one edits nothing.

A module here has a function `network(world)`, which gives a `Network`; the wall shows its publications through the card
`wall/<name>.html`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Literal, Protocol

from starlette.responses import Response
from starlette.routing import Route

from kutsu.sandbox.media import Shown
from kutsu.sandbox.world import World

No = Literal["401", "429", "500", "refused"]


@dataclass(frozen=True)
class Publication:
    """One thing that residents can see, or a mail that they got.

    `published_at` is in epoch seconds of the sandbox's clock. `visible` tells whether the network's own list reads it back
    yet: residents see it at once. `language` is known from the account, the link or the markup, or empty. `extra` is what
    the network's card and the tests need besides.
    """

    network: str
    account: str
    language: str
    id: str
    published_at: float
    visible: bool
    text: str = ""
    subject: str = ""
    link: str = ""
    pictures: Sequence[Shown] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)


class Network(Protocol):
    """One network as the sandbox plays it, under the path `/<name>`."""

    name: str
    title: str

    def routes(self) -> Sequence[Route]:
        """Its endpoints, without the prefix."""

    def control(self) -> Sequence[Route]:
        """What tests may set up here, under `/_sandbox`."""

    def published(self) -> Iterable[Publication]:
        """Everything that is out, oldest first."""

    def no(self, fault: No, reset: int) -> Response:
        """The network's answer to a dead token, to haste (until the epoch second `reset`), to its own break and to a definite no."""


def open_all(world: World) -> list[Network]:
    """Every network, by name."""
    modules = (import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__))
    return [module.network(world) for module in modules]
