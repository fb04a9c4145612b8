"""The whole server: every network under its own prefix, the control API, and the wall at `/`."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from kutsu.sandbox import control, networks, wall
from kutsu.sandbox.answers import Rejected, rejected
from kutsu.sandbox.faults import Faults
from kutsu.sandbox.gates import Gates
from kutsu.sandbox.world import World


def build(world: World) -> ASGIApp:
    """The application over this world."""
    opened = networks.open_all(world)
    mounts = [Mount(f"/{network.name}", routes=list(network.routes())) for network in opened]
    gates = Gates()
    controls = Mount("/_sandbox", routes=control.routes(world, opened, gates))
    own = [Route("/", wall.page(world, opened)), controls]
    return Faults(Starlette(routes=[*own, *mounts], exception_handlers={Rejected: rejected}), world, opened, gates)
