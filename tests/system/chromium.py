"""Debian's Chromium, as every test that needs a browser starts it."""

from __future__ import annotations

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 30_000
"""Milliseconds for a page to show something, on a busy machine."""
