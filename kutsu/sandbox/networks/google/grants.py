"""Service accounts: a signed JWT in, an access token out (RFC 7523; developers.google.com/identity/protocols/oauth2/service-account)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from urllib.parse import parse_qsl

from google.auth import jwt
from google.auth.exceptions import GoogleAuthError

from kutsu.sandbox.networks.google import words
from kutsu.sandbox.store import Json
from kutsu.sandbox.world import World

KEYS, TOKENS = "google-key", "google-token"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
AUDIENCE = "https://oauth2.googleapis.com/token"
"""What google-auth signs, whatever `token_uri` says."""
SHEETS = ("spreadsheets", "drive", "drive.file")
"""The scopes that let one write a spreadsheet; with those of `READERS` one may read it."""
READERS = ("spreadsheets.readonly", "drive.readonly")
DRIVE = ("drive", "drive.readonly", "drive.file", "drive.metadata", "drive.metadata.readonly")
"""The scopes that let one ask Drive of a file."""
ROOT = "https://www.googleapis.com/auth/"
SCOPES = {ROOT + name for name in (*SHEETS, *READERS, *DRIVE)}
LASTS = dt.timedelta(hours=1)


class Grants:
    """Who has which key, and which tokens are out."""

    def __init__(self, world: World) -> None:
        """Keep them in this world's store, beside the accounts of the file."""
        self.world = world

    def register(self, email: str, public_key: str) -> None:
        """Let this service account in, by its public key in PEM."""
        self.world.store.put(KEYS, email, {"public_key": public_key})

    def exchange(self, form: str, own_address: str) -> Json:
        """An access token for the assertion in a form body.

        `expires_in` counts seconds of the wall, as the client does: the token itself ends by the sandbox's clock.
        """
        given = dict(parse_qsl(form))
        if given.get("grant_type") != GRANT:
            raise words.no_grant("unsupported_grant_type", "Invalid grant_type")
        claims = self._claims(given.get("assertion", ""), own_address)
        scopes = set(str(claims.get("scope", "")).split())
        if not scopes or scopes - SCOPES:
            raise words.no_grant("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
        number = self.world.store.rise("google-token")
        token = "sandbox-google-" + hashlib.sha256(f"{claims['iss']}/{number}".encode()).hexdigest()[:24]
        until = self.world.now() + LASTS.total_seconds()
        self.world.store.put(TOKENS, token, {"email": claims["iss"], "scopes": sorted(scopes), "until": until})
        return {"access_token": token, "expires_in": int(self.world.clock.seconds(LASTS)), "token_type": "Bearer"}

    def bearer(self, authorization: str, scopes: Iterable[str]) -> str:
        """Whose valid token this header carries; raises 401, or 403 when it has none of these scopes."""
        token = self.world.store.get(TOKENS, authorization.removeprefix("Bearer "))
        if token is None or self.world.now() >= token["until"]:
            raise words.error(401, "Request had invalid authentication credentials. Expected OAuth 2 access token.")
        if not {ROOT + name for name in scopes} & set(token["scopes"]):
            raise words.error(403, "Request had insufficient authentication scopes.")
        return str(token["email"])

    def _claims(self, assertion: str, own_address: str) -> Json:
        """What the assertion says, when its issuer's key signed it and it is meant for the token endpoint, now."""
        try:
            email = str(jwt.decode(assertion, verify=False).get("iss"))  # type: ignore[no-untyped-call]  # google-auth's own
            key = self._key(email)
            claims: Json = jwt.decode(assertion, certs=key, audience=[AUDIENCE, own_address])  # type: ignore[no-untyped-call]  # the same
        except (GoogleAuthError, ValueError) as error:
            raise words.no_grant("invalid_grant", f"Invalid JWT: {error}") from error
        return claims

    def _key(self, email: str) -> str:
        """The public key of a service account."""
        registered = self.world.store.get(KEYS, email)
        filed = {account.email: account.public_key for account in self.world.accounts.google}
        if registered is None and email not in filed:
            raise words.no_grant("invalid_grant", "Invalid grant: account not found")
        return registered["public_key"] if registered else filed[email]
