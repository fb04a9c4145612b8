"""SendGrid's shape of a no."""

from __future__ import annotations

from kutsu.sandbox.answers import Rejected


def errors(status: int, *wrong: tuple[str | None, str]) -> Rejected:
    """An answer in SendGrid's shape: each fault with its field."""
    return Rejected(
        status, {"errors": [{"message": message, "field": field, "help": None} for field, message in wrong]}
    )
