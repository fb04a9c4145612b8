"""The line to a client, and how to cut it: what no HTTP answer can play.

uvicorn gives an application no hand on its connection, so the protocol here puts the transport into the scope.
"""

from __future__ import annotations

import asyncio
import socket
import struct

from starlette.types import Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

TRANSPORT = "kutsu.sandbox.transport"


class CuttableProtocol(H11Protocol):
    """HTTP/1.1 whose application finds its own transport in the scope."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn itself has it
        """Remember the line of this connection for every request on it."""
        super().connection_made(transport)
        app = self.app

        async def with_line(scope: Scope, receive: Receive, send: Send) -> None:
            await app({**scope, TRANSPORT: transport}, receive, send)

        self.app = with_line


async def cut(scope: Scope, receive: Receive, *, hard: bool = False) -> None:
    """Close the connection as it is, after what was already written; `hard` resets it (RST) instead."""
    transport: asyncio.Transport = scope[TRANSPORT]
    if hard:
        line = transport.get_extra_info("socket")
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    else:
        transport.close()
    await gone(receive)


async def hold(scope: Scope, receive: Receive) -> None:
    """Keep the connection open and silent until the client has left; when the server ends, cut it."""
    try:
        await gone(receive)
    except asyncio.CancelledError:
        await cut(scope, receive)


async def gone(receive: Receive) -> None:
    """Wait until the client has left, so that uvicorn answers nothing in our place."""
    message: Message = await receive()
    while message["type"] != "http.disconnect":
        message = await receive()
