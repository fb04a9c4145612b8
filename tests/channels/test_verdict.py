"""Sorting by phase: what is proven not to have left, what is a no, and what may be out."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
from dataclasses import dataclass

import pytest
import requests

from kutsu.channels.common.credentials import Credentials
from kutsu.channels.common.verdict import by_phase, by_status, instant
from kutsu.core.errors import Held, KutsuError, Refused, Unavailable, Unconfirmed


@dataclass(frozen=True, repr=False)
class Key(Credentials):
    """Two secrets, one of which begins like the other."""

    key: str = "olematon"
    longer: str = "olematon-avain"


def nothing(who: str, error: Exception) -> None:
    """Know no answer."""


def refuse() -> None:
    """Fail as an earlier try did."""
    raise ConnectionRefusedError


def sorted_out(failure: Exception, *, acts: bool = True) -> KutsuError:
    """What `failure` is turned into."""
    with pytest.raises(KutsuError) as told, by_phase("X", Key(), nothing, acts=acts):
        raise failure
    return told.value


@pytest.mark.parametrize("failure", [ConnectionRefusedError(), socket.gaierror(), ssl.SSLCertVerificationError()])
def test_before_the_connection_nothing_was_sent(failure: Exception) -> None:
    """A refused connection, an unknown host and a foreign certificate are surely not sent."""
    assert isinstance(sorted_out(failure), Unavailable)


@pytest.mark.parametrize("failure", [ConnectionResetError(), TimeoutError(), KeyError("data"), requests.ReadTimeout()])
def test_after_the_connection_it_may_be_out(failure: Exception) -> None:
    """A reset, a timeout and an answer without an id may all follow a publication."""
    assert isinstance(sorted_out(failure), Unconfirmed)


def test_a_cause_counts_however_deep() -> None:
    """The wrapper's class says nothing; the chain of causes does."""
    wrapped = Exception("wrapped")
    wrapped.__cause__ = OSError("Max retries exceeded")
    wrapped.__cause__.__context__ = ConnectionRefusedError(111, "Connection refused")
    assert isinstance(sorted_out(wrapped), Unavailable)


def test_an_older_error_proves_nothing() -> None:
    """Who tries again while handling a refused connection must not have a later, lost answer taken for it."""
    outcome = None
    try:
        refuse()
    except ConnectionRefusedError:
        outcome = sorted_out(ConnectionResetError())
    assert isinstance(outcome, Unconfirmed)


def test_doubt_about_something_invisible_is_only_unavailable() -> None:
    """Where residents could see nothing, nothing has to be looked up."""
    assert isinstance(sorted_out(TimeoutError(), acts=False), Unavailable)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        *((status, Refused) for status in (400, 404, 405, 413, 422)),
        *((status, Held) for status in (401, 402, 403)),
        (429, Unavailable),
        *((status, Unconfirmed) for status in (200, 202, 302, 307, 408, 409, 418, 500, 502, 503, 504)),
    ],
)
def test_only_a_definite_status_is_a_no(status: int, kind: type[KutsuError]) -> None:
    """What is not known to mean no is looked up."""
    assert type(by_status("X", status, "sanoi")) is kind


def test_no_secret_and_no_address_leaves_in_an_error() -> None:
    """A client that quotes the header, or a network that quotes a token or an address, does not get them out."""
    told = sorted_out(ValueError("Invalid header value b'Bearer olematon-avain', asukas@example.org"))
    assert "olematon" not in str(told)
    assert "asukas" not in str(told)
    assert "olematon" not in repr(Key())


def test_a_missing_secret_is_told_before_anything_is_sent() -> None:
    """The block is never entered, and the words name what is missing."""
    with pytest.raises(Held, match="longer"), by_phase("X", Key(longer=""), nothing, acts=True):
        pytest.fail("entered")


def test_reset_times_are_aware() -> None:
    """Epoch seconds become an instant; what is none is no time at all."""
    assert instant("1777885200") == dt.datetime(2026, 5, 4, 9, 0, tzinfo=dt.UTC)
    assert instant(None) is None
    assert instant("soon") is None
