"""The sendgrid client with what it lacks: a deadline, no redirect (it would carry the key along), no addresses in the log."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Mapping
from http.client import HTTPMessage
from typing import IO, Any, NoReturn
from urllib.error import HTTPError

import python_http_client
import sendgrid

from kutsu.channels.common.door import Deadline, hush
from kutsu.channels.common.verdict import by_status, instant
from kutsu.core.errors import KutsuError

HOST = "https://api.sendgrid.com"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Makes an answer of each redirect, before the handler that would follow it."""

    handler_order = urllib.request.HTTPRedirectHandler.handler_order - 1

    def http_error_302(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage
    ) -> NoReturn:
        """Raise the redirect as the error that it is here."""
        raise HTTPError(req.full_url, code, f"redirect refused: {msg}", headers, fp)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


class _Client(python_http_client.Client):  # type: ignore[misc]  # the library ships no types
    """python_http_client builds an opener and a client per path segment; both are met here, its only seams."""

    deadline: Deadline

    def _build_client(self, name: str | None = None) -> _Client:
        child = super()._build_client(name)
        child.__class__ = _Client
        child.deadline = self.deadline
        return child  # type: ignore[no-any-return]  # untyped library

    def _make_request(self, opener: urllib.request.OpenerDirector, request: Any, timeout: float | None = None) -> Any:
        opener.add_handler(_NoRedirect())
        half = self.deadline.left() / 2  # urllib grants it to the connection and again to the answer
        return super()._make_request(opener, request, timeout or half)


def client(key: str, base: str, deadline: Deadline) -> Any:
    """The root of the v3 API, such as `client(…).mail.send.post(request_body=…)`."""
    hush("python_http_client")
    api = sendgrid.SendGridAPIClient(key, host=base or HOST)
    root = _Client(host=api.host, request_headers=api.client.request_headers, version=3)
    root.deadline = deadline
    return root


def errors(failure: Exception) -> list[Mapping[str, Any]]:
    """What SendGrid named in its answer, empty when it is not readable."""
    try:
        named = json.loads(getattr(failure, "body", b""))["errors"]
        return [error for error in named if isinstance(error, dict)]
    except (ValueError, KeyError, TypeError):
        return []


def judge(who: str, failure: Exception) -> KutsuError | None:
    """The error for one answer; None when there was none. By status alone: the classes do not survive pickling."""
    status = getattr(failure, "status_code", None)
    if status is None:
        return None
    words = "; ".join(f"{error.get('message')} ({error.get('field')})" for error in errors(failure))
    reset = (getattr(failure, "headers", None) or {}).get("X-RateLimit-Reset")
    return by_status(who, status, words or str(getattr(failure, "reason", "")), instant(reset))
