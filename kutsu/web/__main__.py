"""`python -m kutsu.web FOLDER --port PORT`: serve a folder, the site or the previews, until SIGTERM."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Mount

from kutsu.web.folder import Replaced
from kutsu.web.quiet import serve


def site(folder: Path) -> Starlette:
    """The folder as it is; an unknown address gets its `404.html`, if it has one."""
    return Starlette(routes=[Mount("/", Replaced(directory=folder, html=True))])


def main() -> None:
    """Serve the folder on loopback; it may still be empty."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # uvicorn raises it again once it has stopped
    parser = argparse.ArgumentParser(prog="kutsu.web", description="Serve the site.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--port", type=int, required=True)
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    serve(site(given.folder), host="127.0.0.1", port=given.port)


if __name__ == "__main__":
    main()
