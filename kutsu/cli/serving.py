"""The command that serves the public endpoints: web."""

from __future__ import annotations

from typing import Annotated

import typer

from kutsu import public
from kutsu.cli.options import Config, Home, Now, Root, clock_of, settings_of

Host = Annotated[str, typer.Option("--host", help="The address to listen at; loopback behind a reverse proxy.")]
Port = Annotated[int, typer.Option("--port", help="The port to listen at.", min=1, max=65535)]


def web(
    ctx: typer.Context,
    host: Host = "127.0.0.1",
    port: Port = 8704,
    config: Config = None,
    state: Home = None,
    now: Now = None,
) -> None:
    """Serve what mail needs from the public network until SIGTERM: the way out of lists, and the events of SendGrid."""
    root: Root = ctx.obj
    settings = settings_of(ctx, config, state)
    public.serve(public.endpoints(settings, clock_of(settings, now or root.now)), host, port)
