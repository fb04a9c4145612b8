"""Whatever goes wrong between here and Google is sorted, told in words, and never shows the key."""

from __future__ import annotations

import dataclasses
import datetime as dt
import http.server
import logging
import socket
import threading
import traceback
from collections.abc import Callable

import pytest

from kutsu.core.errors import Faulty, KutsuError, Unavailable
from kutsu.core.grid import Book
from kutsu.sheets.google import GoogleSheet
from tests.sheets.google import Google, key_file
from tests.trickling import BEGUN, trickling


def failure(read: Callable[[], Book]) -> KutsuError:
    """The error that a reading ends with."""
    with pytest.raises(KutsuError) as raised:
        read()
    return raised.value


@pytest.mark.parametrize("fault", ["lost", "reset", "drop-before", "truncated", "html", "500-before"])
def test_what_may_pass_is_unavailable(google: Google, fault: str) -> None:
    """A drop, half an answer, a proxy's page and Google's own trouble are matters of waiting; the next reading is well."""
    sheet = google.sheet()
    google.fail(fault, "GET")
    assert isinstance(failure(sheet.read), Unavailable)
    assert sheet.read().tabs


def test_a_server_that_never_answers_is_given_up(google: Google) -> None:
    """There is an end to the waiting."""
    google.fail("hang", "GET")
    assert "ReadTimeout" in str(failure(google.sheet(seconds=0.5).read))


@pytest.mark.parametrize("begun", BEGUN)
def test_an_answer_that_never_ends_is_given_up(google: Google, begun: str) -> None:
    """Time counts, not silence: a reading that trickles in is over when its time is."""
    with trickling(begun) as base:
        started = google.clock.now()
        error = failure(google.sheet(seconds=0.5, base=base).read)
        took = google.clock.now() - started
    assert isinstance(error, Unavailable)
    assert took < dt.timedelta(seconds=1.5)


def test_the_quota_is_waited_for(google: Google) -> None:
    """Too many requests: one request was made, and the error says when to come again."""
    google.fail("429", "GET", times=2)
    sheet = google.sheet()
    error = failure(sheet.read)
    assert isinstance(error, Unavailable)
    assert error.retry_at is not None
    wait = error.retry_at - google.clock.now()
    assert dt.timedelta(seconds=50) < wait <= dt.timedelta(minutes=1)
    assert isinstance(failure(sheet.read), Unavailable)
    assert sheet.read().tabs


def test_one_reading_is_one_request(google: Google) -> None:
    """The quota is spared: of ten readings with one token, the tenth is the tenth request of the account."""
    sheet = google.sheet()
    google.fail("429", "GET", after=9)
    for _ in range(9):
        sheet.read()
    assert isinstance(failure(sheet.read), Unavailable)


def test_a_dead_server_is_unavailable(google: Google) -> None:
    """Nobody listens: surely nothing was read, and it may be tried again."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
    assert isinstance(failure(google.sheet(base=address).read), Unavailable)


def test_a_redirect_is_refused(google: Google) -> None:
    """A redirect could carry the token elsewhere: it is not followed, and the second place sees nothing."""
    seen: list[str] = []

    class Away(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.append(self.path)
            self.send_response(302)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        do_GET = do_POST  # noqa: N815 - the library's own names

        def log_message(self, *_: object) -> None:
            """Stay silent."""

    with http.server.HTTPServer(("127.0.0.1", 0), Away) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        error = failure(google.sheet(base=f"http://127.0.0.1:{server.server_port}").read)
        server.shutdown()
    assert isinstance(error, Unavailable)
    assert set(seen) == {"/token"}


def test_a_sheet_that_is_not_shared_is_named(google: Google, demo: Book) -> None:
    """The message says with whom to share it."""
    google.lay_down(demo, shared=False)
    error = failure(google.sheet().read)
    assert isinstance(error, Faulty)
    assert f"Share the sheet with {google.credentials['client_email']} as an editor." in str(error)


def test_a_sheet_that_does_not_exist_is_named(google: Google) -> None:
    """A wrong id in the config is told with the id."""
    error = failure(google.sheet(name="no-such-sheet").read)
    assert isinstance(error, Faulty)
    assert "no-such-sheet" in str(error)


def broken(google: Google, **changes: str) -> GoogleSheet:
    """The adapter with another key file."""
    return dataclasses.replace(google, credentials={**google.credentials, **changes}).sheet()


def test_a_wrong_key_is_told_without_showing_it(google: Google, caplog: pytest.LogCaptureFixture) -> None:
    """An unknown, a revoked and a mangled key are faults; no message, traceback or log line holds a line of the key."""
    caplog.set_level(logging.DEBUG)
    key = google.credentials["private_key"]
    another, _ = key_file(google.credentials["client_email"])
    tries = [
        broken(google, client_email="nobody@pilots.example"),
        broken(google, private_key=another["private_key"]),
        broken(google, private_key=key[:400]),
        GoogleSheet("demo", google.name, {}, google.clock, {}),
    ]
    secrets = [line for text in (key, another["private_key"]) for line in text.splitlines()[1:-1]]
    for sheet in tries:
        error = failure(sheet.read)
        assert isinstance(error, Faulty)
        told = "".join(traceback.format_exception(error)) + repr(sheet) + repr(error) + caplog.text
        assert not [line for line in secrets if line in told]
