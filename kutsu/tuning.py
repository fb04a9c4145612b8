"""How this process is set for Kutsu's work: large sheets, a slot at its instant, and no secrets in a file when it dies."""

from __future__ import annotations

import gc
import resource
import sys

YOUNG, OLDER = 50_000, 100
"""So many new objects before Python looks for cycles among them, and so many such looks before one at what is older. A look at the sheets
of a season makes a million objects and keeps them; as often as Python looks by itself took a third of a pull (docs/performance.md)."""

GIVES_WAY = 0.0005
"""Seconds after which a thread that computes gives way, such as to one whose request is due at this instant; Python's own is 5 ms."""


def tune() -> None:
    """Set this process up."""
    gc.set_threshold(YOUNG, OLDER)
    sys.setswitchinterval(GIVES_WAY)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core dump has all secrets in it
