"""What stands for a mail address wherever it is named: in the ledger, in what providers are told, in the way out."""

from __future__ import annotations

import hmac

LENGTH = 32
"""Hex digits of a token."""


def token(address: str, pepper: str) -> str:
    """The token of an address, the same over all lists and whatever its case; nobody can compute it without the pepper."""
    return hmac.digest(pepper.encode(), address.casefold().encode(), "sha256").hex()[:LENGTH]
