"""`python -m kutsu.sandbox`: serve until SIGTERM, after one line of JSON that names the address."""

from __future__ import annotations

import argparse
import gc
import json
import signal
import socket
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import uvicorn

from kutsu.clock import TickingClock
from kutsu.sandbox import accounts
from kutsu.sandbox.app import build
from kutsu.sandbox.line import CuttableProtocol
from kutsu.sandbox.store import Store
from kutsu.sandbox.world import World

ZONE = ZoneInfo("Europe/Helsinki")
BACKLOG = 1024
YOUNG, OLDER = 50_000, 100
"""So many new objects before Python looks for cycles, and so many such looks before one at what is older: a mail to a thousand makes
ten thousand, a large spreadsheet half a million, and none has any."""


def arguments() -> argparse.Namespace:
    """The command line; exits with 2 on wrong use."""
    parser = argparse.ArgumentParser(
        prog="kutsu.sandbox", description="Social networks, SendGrid and Google Sheets, played."
    )
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--state", type=Path, required=True, help="folder in which the world lives")
    parser.add_argument(
        "--clock", default="", help="wall instant, shown instant and scale, by blanks; default: the real time"
    )
    parser.add_argument("--accounts", type=Path, default=accounts.DEFAULT, help="TOML file of all accounts")
    return parser.parse_args()


def main() -> None:
    """Open the world, listen, say where, serve."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # uvicorn raises it again once it has stopped
    gc.set_threshold(YOUNG, OLDER)
    given = arguments()
    clock = TickingClock.parse(ZONE, given.clock) if given.clock else TickingClock.real(ZONE)
    world = World(clock, Store(given.state), accounts.load(given.accounts))
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", given.port))
    listener.listen(BACKLOG)
    sys.stdout.write(json.dumps({"address": f"http://127.0.0.1:{listener.getsockname()[1]}"}) + "\n")
    sys.stdout.flush()
    config = uvicorn.Config(
        build(world), http=CuttableProtocol, log_level="warning", timeout_graceful_shutdown=1, server_header=False
    )
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
