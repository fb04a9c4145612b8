"""What stands for a mail address wherever it must not be named."""

from __future__ import annotations

import hashlib
import hmac


def token(pepper: str, address: str) -> str:
    """32 hex digits that nobody can compute without the pepper: the same for an address on every list, whatever its case."""
    return hmac.new(pepper.encode(), address.casefold().encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]
