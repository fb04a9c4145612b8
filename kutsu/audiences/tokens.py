"""What stands for an address wherever else than on its list: the same over all lists."""

from __future__ import annotations

import hashlib
import hmac


def token(pepper: str, address: str) -> str:
    """32 hex digits that nobody can compute without the pepper; the case of an address does not count."""
    return hmac.new(pepper.encode(), address.casefold().encode(), hashlib.sha256).hexdigest()[:32]
