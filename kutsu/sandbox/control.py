"""The control API under `/_sandbox`: for tests and for people, never for a channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kutsu.clock import TickingClock
from kutsu.sandbox import faults, media
from kutsu.sandbox.gates import Gates, Wish
from kutsu.sandbox.networks import Network
from kutsu.sandbox.rules import Rule
from kutsu.sandbox.store import Json
from kutsu.sandbox.world import World


def routes(world: World, networks: Sequence[Network], gates: Gates) -> list[Route]:
    """What is published, the faults, the gates, and what each network lets tests set up."""

    async def published(_: Request) -> Response:
        """GET /published: everything that is out, in the order of time, `published_at` as an instant of the city's zone."""
        everything = (asdict(publication) for network in networks for publication in network.published())
        return JSONResponse([_dated(row, world) for row in sorted(everything, key=lambda row: row["published_at"])])

    async def picture(request: Request) -> Response:
        """GET /pictures/DIGEST: the bytes of a picture that a network was given."""
        kept = media.read(world, request.path_params["digest"])
        return Response(status_code=404) if kept is None else Response(kept[0], media_type=kept[1])

    async def listed(_: Request) -> Response:
        """GET /faults: every rule, with how many requests it has seen and failed."""
        return JSONResponse(world.store.every(faults.SHELF))

    async def added(request: Request) -> Response:
        """POST /faults: one more rule."""
        try:
            rule = Rule.model_validate_json(await request.body())
        except ValidationError as error:
            return Response(str(error), 422)
        if rule.network not in {network.name for network in networks}:
            return Response(f"no network is named {rule.network}", 422)
        world.store.put(faults.SHELF, str(len(world.store.every(faults.SHELF))), rule.model_dump())
        return Response(status_code=201)

    async def cleared(_: Request) -> Response:
        """DELETE /faults: no rule any more."""
        world.store.drop(faults.SHELF)
        return Response(status_code=204)

    own = [
        Route("/published", published),
        Route("/pictures/{digest}", picture),
        Route("/faults", listed),
        Route("/faults", added, methods=["POST"]),
        Route("/faults", cleared, methods=["DELETE"]),
    ]
    return [_clock(world), *own, *_gates(gates), *(route for network in networks for route in network.control())]


def _clock(world: World) -> Route:
    """Setting the clock forward."""

    async def set_forward(request: Request) -> Response:
        """PUT /clock: from now on it is as late as on this clock, written as `str` writes one; no test need wait for a lag."""
        try:
            world.clock = TickingClock.parse(world.clock.zone, (await request.body()).decode())
        except ValueError as error:
            return Response(str(error), 422)
        return Response(status_code=204)

    return Route("/clock", set_forward, methods=["PUT"])


def _gates(gates: Gates) -> list[Route]:
    """Setting, watching and opening gates."""

    async def told(_: Request) -> Response:
        """GET /gates: how far requests are, gate by gate."""
        return JSONResponse(gates.told())

    async def added(request: Request) -> Response:
        """POST /gates: one more."""
        try:
            gates.add(Wish.model_validate_json(await request.body()))
        except ValidationError as error:
            return Response(str(error), 422)
        return Response(status_code=201)

    async def opened(_: Request) -> Response:
        """POST /gates/open: whatever waits goes on; the gates go on counting."""
        gates.open()
        return Response(status_code=204)

    async def cleared(_: Request) -> Response:
        """DELETE /gates: whatever waits goes on, and nothing waits any more."""
        gates.clear()
        return Response(status_code=204)

    return [
        Route("/gates", told),
        Route("/gates", added, methods=["POST"]),
        Route("/gates/open", opened, methods=["POST"]),
        Route("/gates", cleared, methods=["DELETE"]),
    ]


def _dated(row: Json, world: World) -> Json:
    """A publication for reading: its instant in ISO 8601, its extra facts beside the others."""
    extra = row.pop("extra")
    instant = world.instant(row["published_at"]).isoformat(timespec="milliseconds")
    return {**row, "published_at": instant, **extra}
