"""Sorts a failed request by its phase: surely not sent, a definite no, or perhaps sent.

The exception class of a client library alone never tells these apart; the chain of causes does (28 combinations of
client and fault were measured). Whatever is not proven to be a no is `Unconfirmed`.
"""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import requests
import urllib3.exceptions

from kutsu.channels.common.credentials import Credentials
from kutsu.core.errors import Held, KutsuError, Refused, Unavailable, Unconfirmed
from kutsu.core.publication import Unclear

BEFORE_SEND = (
    requests.ConnectTimeout,
    urllib3.exceptions.NewConnectionError,
    urllib3.exceptions.ConnectTimeoutError,
    ConnectionRefusedError,
    socket.gaierror,
    ssl.SSLCertVerificationError,
)


class Exhausted(Unavailable):
    """The account's allowance is spent, as the network itself has said: the request was not even made."""


def causes(error: BaseException | None, outside: BaseException | None = None) -> Iterator[BaseException]:
    """The error and what led to it, but nothing of `outside`, an older error that the caller was handling meanwhile."""
    while error is not None and error is not outside:
        yield error
        error = error.__cause__ or error.__context__


def surely_not_sent(error: BaseException, outside: BaseException | None = None) -> bool:
    """True only when no connection was made, so nothing can have been published (sound because redirects are refused)."""
    return any(isinstance(cause, BEFORE_SEND) for cause in causes(error, outside))


def by_status(who: str, status: int, words: str, retry_at: dt.datetime | None = None) -> KutsuError:
    """The error for an answer of HTTP `status`, with the network's own words; each network's exceptions come before this."""
    told = f"{who} answered {status}: {words}"
    match status:
        case 401 | 402 | 403:
            return Held(f"{told}; mend the account or its credentials")
        case 429:
            return Unavailable(told, retry_at)
        case 400 | 404 | 405 | 413 | 422:
            return Refused(told)
        case _:
            return Unconfirmed(told)


def unanswered(who: str, error: Exception, outside: BaseException | None) -> KutsuError:
    """The error for a request without a readable answer, named by what went wrong innermost."""
    *_, root = causes(error, outside)
    told = f"{type(root).__name__}: {root}"
    if surely_not_sent(error, outside):
        return Unavailable(f"{who} could not be reached ({told})")
    return Unconfirmed(f"{who} gave no answer that can be read ({told})")


@contextmanager
def by_phase(
    who: str, credentials: Credentials, judge: Callable[[str, Exception], KutsuError | None], *, acts: bool
) -> Iterator[None]:
    """Turn whatever fails inside into one of the four errors, without a secret in it.

    `judge` knows the answers of the network (None: there was no answer). `acts` tells whether residents can see what is
    asked for: where they cannot, doubt is no more than `Unavailable`. Raises `Held` when a secret is missing.
    """
    if missing := credentials.missing():
        raise Held(f"{who} has no {', '.join(missing)}: set what is missing")
    outside = sys.exception()
    try:
        yield
    except Exception as error:
        unasked = next((cause for cause in causes(error, outside) if isinstance(cause, Exhausted)), None)
        known = error if isinstance(error, KutsuError) else unasked  # a client may have wrapped it
        verdict = known or judge(who, error) or unanswered(who, error, outside)
        if isinstance(verdict, Unconfirmed) and not acts:
            verdict = Unavailable(str(verdict))
        verdict.args = (credentials.scrub(str(verdict)),)
        raise verdict from None


def unclear(reason: KutsuError) -> Unclear:
    """What a look-up that failed for `reason` found: nothing, and when to come back if the network said so."""
    return Unclear(str(reason), reason.retry_at if isinstance(reason, Unavailable) else None)


def instant(epoch: str | int | None) -> dt.datetime | None:
    """The aware instant of a reset time in epoch seconds, as rate headers give it; None when there is none to read."""
    return dt.datetime.fromtimestamp(int(epoch), dt.UTC) if str(epoch).isdigit() and epoch is not None else None
