"""What stands for a mail address wherever it must not be named."""

from __future__ import annotations

import hmac


def token(pepper: str, address: str) -> str:
    """32 hex digits that nobody can compute without the pepper: the same for an address on every list, whatever its case."""
    return hmac.digest(pepper.encode(), address.casefold().encode("utf-8", "replace"), "sha256").hex()[:32]
