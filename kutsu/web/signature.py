"""Whether SendGrid said it: the signature of its event webhook, ECDSA on P-256 with SHA-256 over timestamp and raw body."""

from __future__ import annotations

import base64
import binascii
import datetime as dt

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

OLDEST = dt.timedelta(hours=25)
"""SendGrid repeats for 24 hours what was not taken, and does not say whether it signs anew then. Nothing is won by a replay: each event
counts once for ever."""

EARLIEST = dt.timedelta(minutes=5)
"""So much may its clock be ahead of ours."""


class Signer:
    """The one who holds the private half of a key, which SendGrid shows as base64 of DER in the webhook's settings."""

    def __init__(self, key: str) -> None:
        """Read the public key; raises ValueError for what is none."""
        found = _public(key)
        if found is None:
            raise ValueError("it is no verification key as SendGrid shows it (base64, begins with MFkw)")
        self._key = found

    def signed(self, signature: str, timestamp: str, body: bytes, now: dt.datetime) -> bool:
        """Whether this body was signed by them at this time (seconds since 1970), and not too long ago."""
        try:
            at = dt.datetime.fromtimestamp(int(timestamp), dt.UTC)
            self._key.verify(base64.b64decode(signature, validate=True), timestamp.encode() + body, ECDSA(SHA256()))
        except (InvalidSignature, binascii.Error, ValueError, OverflowError, OSError):
            return False
        return -EARLIEST <= now - at <= OLDEST


def _public(key: str) -> EllipticCurvePublicKey | None:
    """The public key on the curve P-256 that a text is; None for any other."""
    try:
        found = load_der_public_key(base64.b64decode(key, validate=True))
    except (ValueError, UnsupportedAlgorithm):
        return None
    return found if isinstance(found, EllipticCurvePublicKey) and isinstance(found.curve, SECP256R1) else None
