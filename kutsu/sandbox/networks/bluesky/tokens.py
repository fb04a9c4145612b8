"""The two tokens of a session: a short one for access, a long one that renews both; JWTs signed with a word of the sandbox."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json

from kutsu.sandbox.networks.bluesky import words
from kutsu.sandbox.store import Json

WORD = b"sandbox-bluesky-signing-word"
LIVES = {"access": 2 * 3600, "refresh": 60 * 24 * 3600}
"""Seconds. The facts say only "short" for the one for access; two hours are chosen."""

SCOPES = {"access": "com.atproto.appPass", "refresh": "com.atproto.refresh"}
"""What a login with an app password may do (bluesky-social/atproto, packages/pds/src/auth-scope.ts)."""


def issue(did: str, use: str, now: float) -> str:
    """A token for `use` (`access` or `refresh`) from now on."""
    claims = {"scope": SCOPES[use], "sub": did, "iat": int(now), "exp": int(now) + LIVES[use]}
    body = f"{_part({'typ': 'JWT', 'alg': 'HS256'})}.{_part(claims)}"
    return f"{body}.{_signature(body)}"


def owner(header: str, use: str, now: float) -> str:
    """The DID behind an Authorization header; raises what Bluesky says of a missing, wrong or expired token."""
    scheme, _, token = header.partition(" ")
    if scheme != "Bearer" or not token:
        raise words.stranger()
    body, _, signature = token.rpartition(".")
    if not hmac.compare_digest(signature.encode(), _signature(body).encode()):
        raise words.no(400, "InvalidToken", "Token could not be verified")
    claims = _read(body.partition(".")[2])
    if claims["scope"] != SCOPES[use]:
        raise words.no(400, "InvalidToken", "Bad token scope")
    if claims["exp"] <= now:
        raise words.no(400, "ExpiredToken", "Token has expired")
    return str(claims["sub"])


def _part(content: Json) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def _read(part: str) -> Json:
    content: Json = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return content


def _signature(body: str) -> str:
    return base64.urlsafe_b64encode(hmac.digest(WORD, body.encode(), hashlib.sha256)).rstrip(b"=").decode()
