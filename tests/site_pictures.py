"""Pictures of the demo's site, as docs show it: `python -m tests.site_pictures FOLDER`; needs Debian's Chromium."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests import typefaces
from tests.sites import CANCELLED, MOVED, show

CHROMIUM = "/usr/bin/chromium"
WIDTHS = {"": 1280, "-phone": 390}
"""CSS pixels of a desk and of a phone."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the parent's name
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder on loopback, at the address that is given."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


PAGES = {
    "index": "",
    "pilot": "pilot-01/",
    "round": "round-1/",
    "session": "info-01/",
    "moved": f"{MOVED.lower()}/",
    "cancelled": f"{CANCELLED.lower()}/",
}


def take(browser: Browser, address: str, out: Path, languages: list[str]) -> None:
    """Every page on a desk and on a phone; of the index and of a session also how they print, as PDF."""
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for key in languages:
        for name, path in PAGES.items():
            page.goto(f"{address}/{key}/{path}")
            for suffix, width in WIDTHS.items():
                page.set_viewport_size({"width": width, "height": 900})
                page.screenshot(path=out / f"site-{name}-{key}{suffix}.png", full_page=True)
            if name in ("index", "session"):
                page.pdf(path=out / f"site-{name}-{key}.pdf", format="A4", prefer_css_page_size=True)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": WIDTHS[""], "height": 900})
    page.goto(f"{address}/{languages[0]}/")
    page.screenshot(path=out / f"site-index-{languages[0]}-dark.png", full_page=True)
    page.goto(f"{address}/404.html")
    page.screenshot(path=out / "site-lost.png", full_page=True)
    if said:
        raise SystemExit("The browser complains: " + "; ".join(dict.fromkeys(said)))


def main() -> None:
    """Write all pictures into a folder."""
    parser = argparse.ArgumentParser(description="Take pictures of the demo's site.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--languages", nargs="+", default=["fi", "sv", "en"])
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright, served(Path(folder) / "site") as address:
        show(Path(folder) / "site", drafts=True)
        fonts = typefaces.environment(Path(folder))
        args = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=args, env=fonts)
        take(browser, address, given.folder, given.languages)
        browser.close()


if __name__ == "__main__":
    main()
