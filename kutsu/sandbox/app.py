"""The whole server: every network under its own prefix, the control API, and the wall at `/`."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from kutsu.sandbox import control, networks, wall
from kutsu.sandbox.answers import Rejected, rejected
from kutsu.sandbox.faults import Faults
from kutsu.sandbox.world import World


def build(world: World) -> ASGIApp:
    """The application over this world."""
    opened = networks.open_all(world)
    mounts = [Mount(f"/{network.name}", routes=list(network.routes())) for network in opened]
    own = [Route("/", wall.page(world, opened)), Mount("/_sandbox", routes=control.routes(world, opened))]
    return Faults(Starlette(routes=[*own, *mounts], exception_handlers={Rejected: rejected}), world, opened)
