"""What the Graph API's answers mean: its own error codes come before the HTTP status.

Codes 1 and 2 and every 5xx may follow a post that is live ("retry your request later": arsduo/koala#699), and 506 and 368
say that it is there already, which is evidence; all are to be looked up, never taken for a no.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

import requests

from kutsu.channels.common.verdict import by_status
from kutsu.core.errors import Duplicate, Held, KutsuError, Refused, Unavailable, Unconfirmed

Json = Mapping[str, Any]

UNKNOWN = {1, 2, 368}
ALREADY = {506, 368}
TOO_FAST = (368, 1390008)
"""The one 368 that says nothing of an earlier post (gitroomhq/postiz-app#2068)."""
WAIT = {4, 17, 32, 613, 80001}
ACCOUNT = {10, 102, 104, 190, *range(200, 300)}
"""Dead or missing token (190, 102, 104) or a permission that it lacks (10, 200 to 299)."""
MISSING = (100, 33)


class Gone(Refused):
    """Facebook knows no such post: a person deleted it, or the token may not see it."""


class _No(Exception):
    """An answer other than success: its status, the network's own error, and in how many minutes to come back (0: not told)."""

    def __init__(self, status: int, error: Json, minutes: int) -> None:
        self.status, self.error, self.minutes = status, error, minutes


def readable(answer: requests.Response) -> Json:
    """The JSON object of a 2xx answer; anything else raises what `judge` understands, or what counts as no answer."""
    if not answer.ok or answer.status_code >= 300:
        raise _No(answer.status_code, _error(answer), _minutes(answer))
    body = answer.json()
    if not isinstance(body, dict):
        raise TypeError("the answer is no JSON object")
    return body


def judge(who: str, failure: Exception, now: dt.datetime) -> KutsuError | None:
    """The error for one answer of the Graph API that came `now`; None when there was none."""
    if not isinstance(failure, _No):
        return None
    status, code, subcode = failure.status, failure.error.get("code"), failure.error.get("error_subcode")
    words = _words(failure.error)
    told = f"{who} answered {status}: {words}"
    if code in ALREADY and (code, subcode) != TOO_FAST:
        return Duplicate(told)
    if status >= 500 or code in UNKNOWN:
        return Unconfirmed(told)
    if code in WAIT or status == 429:
        return Unavailable(told, now + dt.timedelta(minutes=failure.minutes) if failure.minutes else None)
    if code in ACCOUNT:
        return Held(f"{told}; renew the page's token or its permissions")
    if status == 404 or (code, subcode) == MISSING:
        return Gone(told)
    return by_status(who, status, words)


def _error(answer: requests.Response) -> Json:
    """The `error` object of an answer, empty when it is not readable."""
    try:
        error = answer.json()["error"]
    except (ValueError, KeyError, TypeError):
        return {"message": answer.reason}
    return error if isinstance(error, dict) else {"message": str(error)}


def _minutes(answer: requests.Response) -> int:
    """The longest `estimated_time_to_regain_access` (minutes) that the business use case header names, else 0."""
    try:
        cases = json.loads(answer.headers.get("X-Business-Use-Case-Usage", "{}")).values()
        return max((int(case["estimated_time_to_regain_access"]) for limits in cases for case in limits), default=0)
    except (ValueError, KeyError, TypeError, AttributeError):
        return 0


def _words(error: Json) -> str:
    """Code, subcode and message as Facebook gave them."""
    numbers = [f"{name} {error[key]}" for name, key in (("code", "code"), ("subcode", "error_subcode")) if key in error]
    return ", ".join([*numbers, str(error.get("message", "no message"))])
