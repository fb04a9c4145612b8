"""The real client libraries, led to the sandbox as the vendors' own users would lead them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

import gspread
import requests
import tweepy
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth.transport.requests import AuthorizedSession, Request
from google.oauth2.service_account import Credentials
from requests.adapters import HTTPAdapter
from requests_oauthlib import OAuth1  # type: ignore[import-untyped]  # ships no types
from sendgrid import SendGridAPIClient

Read = TypeVar("Read")
PAGE_TOKEN = {"Authorization": "Bearer sandbox-facebook-page-token"}
MAIL_KEY = {"Authorization": "Bearer sandbox-sendgrid-key"}


class Door(HTTPAdapter):
    """Leads a session from a vendor's host to the sandbox."""

    def __init__(self, base: str) -> None:
        """Lead to `base`."""
        super().__init__(max_retries=0)
        self.base = base

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        """Send to the sandbox what was meant for the vendor."""
        request.url = self.base + request.path_url
        return super().send(request, *args, **options)


def oauth(language: str = "fi", **other: str) -> OAuth1:
    """The signature of an X account."""
    words = {"client_key": "sandbox-x-consumer", "client_secret": "sandbox-x-consumer-words"}
    words |= {"resource_owner_key": f"sandbox-x-{language}-token"}
    words |= {"resource_owner_secret": f"sandbox-x-{language}-token-words"}
    return OAuth1(**(words | other))


def x(sandbox: str, language: str = "fi", **other: str) -> tweepy.Client:
    """Tweepy for one of the accounts."""
    words = {"consumer_key": "sandbox-x-consumer", "consumer_secret": "sandbox-x-consumer-words"}
    words |= {"access_token": f"sandbox-x-{language}-token", "access_token_secret": f"sandbox-x-{language}-token-words"}
    client = tweepy.Client(**(words | other))
    client.session.mount("https://", Door(f"{sandbox}/x"))
    return client


def mail(sandbox: str, key: str = "sandbox-sendgrid-key") -> SendGridAPIClient:
    """The SendGrid library."""
    client = SendGridAPIClient(key, host=f"{sandbox}/sendgrid")
    client.client.timeout = 10
    return client


def letter(*addresses: str, **other: Any) -> dict[str, Any]:
    """A mail that SendGrid takes."""
    usual = {
        "personalizations": [{"to": [{"email": address}]} for address in addresses or ("matti@example.org",)],
        "from": {"email": "kokeilut@espoo.example", "name": "Espoon kaupunki"},
        "subject": "Tule testaajaksi",
        "content": [
            {"type": "text/plain", "value": "Hei! https://kokeilut.example.org/fi/bussi"},
            {"type": "text/html", "value": "<html lang='fi'><p>Hei!</p></html>"},
        ],
        "asm": {"group_id": 101},
    }
    return usual | other


def service_account(sandbox: str, email: str = "kutsu@sandbox.example", *, known: bool = True) -> Credentials:
    """Google credentials with a new key, which the sandbox knows."""
    key = rsa.generate_private_key(65537, 2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    if known:
        url = f"{sandbox}/_sandbox/accounts/google/{email}"
        requests.put(url, json={"public_key": public.decode()}, timeout=10).raise_for_status()
    words = {"client_email": email, "private_key": private.decode(), "token_uri": f"{sandbox}/google/token"}
    scopes = [f"https://www.googleapis.com/auth/{name}" for name in ("spreadsheets", "drive.metadata.readonly")]
    made: Credentials = Credentials.from_service_account_info(words, scopes=scopes)  # type: ignore[no-untyped-call]  # google-auth's own
    return made


def sheets(sandbox: str, credentials: Credentials) -> gspread.Client:
    """The library gspread with a service account."""
    tokens = requests.Session()
    session = AuthorizedSession(credentials, auth_request=Request(tokens))  # type: ignore[no-untyped-call]  # google-auth's own
    for one in (tokens, session):
        one.mount("https://", Door(f"{sandbox}/google"))
    client = gspread.Client(auth=credentials, session=session)
    client.set_timeout(10)
    return client


def until(read: Callable[[], Read], seconds: float = 15) -> Read:
    """The first true reading; fails when there is none in time."""
    end = time.monotonic() + seconds
    while not (found := read()):
        assert time.monotonic() < end, "nothing was read back in time"
        time.sleep(0.05)
    return found


def published(sandbox: str, **where: str) -> list[dict[str, Any]]:
    """What is out, where every named fact holds."""
    rows = requests.get(f"{sandbox}/_sandbox/published", timeout=10).json()
    return [row for row in rows if where.items() <= row.items()]
