"""OAuth 1.0a as X checks it: which account signed, and whether with its secrets (RFC 5849, HMAC-SHA1)."""

from __future__ import annotations

from collections.abc import Iterable

from oauthlib.common import Request as Signed  # type: ignore[import-untyped]  # ships no types
from oauthlib.oauth1.rfc5849 import signature, utils  # type: ignore[import-untyped]  # ships no types
from starlette.requests import Request

from kutsu.sandbox.accounts import XAccount

REAL_HOSTS = ("https://api.twitter.com", "https://api.x.com")
"""A client signs the address that it means: the real host, even when an adapter then leads the request here."""


def signer(request: Request, accounts: Iterable[XAccount]) -> XAccount | None:
    """The account whose consumer key, token and both secrets signed this request, or None."""
    header = request.headers.get("authorization", "")
    try:
        words = {name: utils.unescape(value) for name, value in utils.parse_authorization_header(header)}
    except ValueError:
        return None
    for account in accounts:
        if (words.get("oauth_consumer_key"), words.get("oauth_token")) == (account.consumer_key, account.token):
            return account if _genuine(request, header, words, account) else None
    return None


def _genuine(request: Request, header: str, words: dict[str, str], account: XAccount) -> bool:
    """Whether the signature is the account's, over one of the addresses that this request may have been meant for."""
    parameters = signature.collect_parameters(uri_query=request.url.query, headers={"Authorization": header})
    path = request.url.path.removeprefix(request.scope.get("root_path", ""))
    for address in (*(host + path for host in REAL_HOSTS), str(request.url.replace(query=""))):
        signed = Signed(address, request.method)
        signed.params, signed.signature = parameters, words.get("oauth_signature", "")
        if signature.verify_hmac_sha1(signed, account.consumer_secret, account.token_secret):
            return True
    return False
