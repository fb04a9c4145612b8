"""How other sides are asked by a doctor: through the one door, within a time, a redirect or an error being an answer too."""

from __future__ import annotations

import datetime as dt
import socket
from urllib.parse import urlsplit

import requests
from requests.adapters import DEFAULT_CA_BUNDLE_PATH

from kutsu.clock import days_left as certificate_days
from kutsu.core.ports import Clock
from kutsu.door import Deadline, outside, trusted

PATIENCE = dt.timedelta(seconds=8)
TLS_PORT = 443


def answer(address: str, clock: Clock, base: str = "", **options: object) -> requests.Response:
    """What is answered at an address; `base` takes the place of its host. Raises `requests.RequestException`."""
    deadline = Deadline(clock, PATIENCE)
    with deadline, outside(deadline, base) as session:
        session.mount("http://", session.get_adapter("https://"))
        try:
            return session.get(address, **options)  # type: ignore[arg-type]  # as requests takes them
        except requests.RequestException as error:
            if error.response is None:
                raise
            return error.response


def days_left(address: str) -> float:
    """The days until the certificate of an https address ends; raises OSError, of which a certificate that is not trusted is one."""
    parts = urlsplit(address)
    host, seconds = parts.hostname or "", PATIENCE.total_seconds()
    verify = requests.Session().merge_environment_settings(address, {}, None, None, None)["verify"]
    context = trusted(verify if isinstance(verify, str) else DEFAULT_CA_BUNDLE_PATH)
    with (
        socket.create_connection((host, parts.port or TLS_PORT), seconds) as plain,
        context.wrap_socket(plain, server_hostname=host) as secure,
    ):
        ends = str((secure.getpeercert() or {})["notAfter"])
    return certificate_days(ends)


def words(error: Exception) -> str:
    """What went wrong innermost, in few words and without an address."""
    cause: BaseException = error
    while (inner := cause.__cause__ or cause.__context__) is not None:
        cause = inner
    named = cause.strerror if isinstance(cause, OSError) and cause.strerror else str(cause)
    return f"{type(cause).__name__}: {' '.join(named.split())[:120]}" if named else type(cause).__name__
