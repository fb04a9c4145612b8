"""The sendgrid client through the door of all channels (its own way out knows neither deadline nor redirect), no addresses in the log."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http.client import HTTPMessage
from io import BytesIO
from typing import Any
from urllib.error import HTTPError
from urllib.response import addinfourl

import python_http_client
import requests
import sendgrid
from python_http_client.exceptions import handle_error

from kutsu.channels.common.verdict import by_status, instant
from kutsu.core.errors import KutsuError
from kutsu.door import hush


class Unshown(str):
    """A body that is JSON already. The library writes every body into its debug log's line, shown or not: of this one nothing is.

    For a thousand people that takes as long as the rest of the request's making, and their addresses have no place there.
    """

    __slots__ = ()

    def encode(self, encoding: str = "utf-8", errors: str = "strict") -> bytes:
        """The bytes that are sent."""
        return _Unshown(super().encode(encoding, errors))


class _Unshown(bytes):
    """Bytes that no line of text has a place for."""

    __slots__ = ()

    def __format__(self, _: str) -> str:
        return f"{len(self)} bytes"


class _Client(python_http_client.Client):  # type: ignore[misc]  # the library ships no types
    """python_http_client builds a client per path segment and sends through urllib; both are met here, its only seams."""

    session: requests.Session

    def _build_client(self, name: str | None = None) -> _Client:
        child = super()._build_client(name)
        child.__class__ = _Client
        child.session = self.session
        return child  # type: ignore[no-any-return]  # untyped library

    def _make_request(self, opener: object, request: Any, timeout: object = None) -> Any:  # noqa: ARG002  the door decides
        method, address, head = request.get_method(), request.full_url, dict(request.header_items())
        answer = self.session.request(method, address, data=request.data, headers=head)
        body, headers = BytesIO(answer.content), _headers(answer)
        if not requests.codes.ok <= answer.status_code < requests.codes.multiple_choices:
            raise handle_error(HTTPError(address, answer.status_code, answer.reason, headers, body))
        return addinfourl(body, headers, address, answer.status_code)


def _headers(answer: requests.Response) -> HTTPMessage:
    """The headers as urllib gives them."""
    headers = HTTPMessage()
    for name, value in answer.headers.items():
        headers[name] = value
    return headers


def client(key: str, session: requests.Session, region: str = "") -> Any:
    """The root of the v3 API, such as `client(…).mail.send.post(request_body=…)`; `region` is `eu`, or empty for everywhere.

    The library replaces its client when it is told a region, and host and timeout with it: so ours is made after that.
    """
    hush("python_http_client")
    api = sendgrid.SendGridAPIClient(key)
    api.set_sendgrid_data_residency(region or "global")
    root = _Client(host=api.host, request_headers=api.client.request_headers, version=3)
    root.session = session
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
