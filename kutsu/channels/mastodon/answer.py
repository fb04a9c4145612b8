"""What an answer of Mastodon means: by its status and its words, as the client's exceptions do not tell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import mastodon
import requests

from kutsu.channels.common.verdict import by_status, instant
from kutsu.core.errors import Duplicate, KutsuError


def judge(answers: Sequence[requests.Response], who: str, error: Exception) -> KutsuError | None:
    """The error for the last of `answers`; None when it never came whole, or came as a yes that cannot be read.

    `MastodonAPIError` stands for a 4xx and for a broken 200 alike, and `MastodonRatelimitError` for a 429 and for a rate header
    that the client cannot read, be it on the yes to a status.
    """
    whole = isinstance(error, mastodon.MastodonError) and not isinstance(error, mastodon.MastodonNetworkError)
    if not answers or not whole or answers[-1].ok:
        return None
    answer = answers[-1]
    if answer.status_code == 422 and "already attached" in (words := _words(answer)):
        return Duplicate(
            f"{who} answered 422: {words}; the pictures were there a moment ago, so a status may have them already"
        )
    return by_status(who, answer.status_code, _words(answer), _reset(answer))


def _words(answer: requests.Response) -> str:
    """The server's own words, or what the status is called."""
    try:
        return str(answer.json()["error"])
    except (ValueError, KeyError, TypeError):
        return answer.reason


def _reset(answer: requests.Response) -> dt.datetime | None:
    """When to come again: ISO 8601 on Mastodon, epoch seconds on others of the Fediverse; None when there is nothing to read."""
    told = answer.headers.get("X-RateLimit-Reset", "")
    try:
        read = dt.datetime.fromisoformat(told)
    except ValueError:
        return instant(told)
    return read if read.tzinfo else read.replace(tzinfo=dt.UTC)


def allowance(method: str, path: str) -> str:
    """What a request is counted in: everything together, but uploads and deletions each for itself (docs: rate limits)."""
    if method == "POST" and path.endswith("/media"):
        return "uploads"
    return "deletions" if method == "DELETE" else ""
