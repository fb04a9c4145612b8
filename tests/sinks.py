"""Where bells ring in tests: a real HTTP server on loopback that keeps what it is sent, and answers as it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Sink:
    """What was sent: paths and bodies, in order. A path that has `bad` in it is answered 500."""

    base: str = ""
    paths: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)

    @property
    def told(self) -> list[dict[str, Any]]:
        """The bodies, which are JSON."""
        return [json.loads(body) for body in self.bodies]


@contextmanager
def sink() -> Iterator[Sink]:
    """A sink, until the block ends."""
    made = Sink()

    class Answers(BaseHTTPRequestHandler):
        """Keeps a request and answers it."""

        def do_POST(self) -> None:
            made.bodies.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            made.paths.append(self.path)
            self._answer()

        def do_GET(self) -> None:
            made.paths.append(self.path)
            self._answer()

        def _answer(self) -> None:
            self.send_response(500 if "bad" in self.path else 200)
            self.end_headers()
            self.wfile.write(b"ok")  # what Slack says

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        made.base = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield made
        server.shutdown()
