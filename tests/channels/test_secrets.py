"""Credentials: told when missing or wrong, and never shown, whatever happens and whatever is logged."""

from __future__ import annotations

import json
import logging
import re
import traceback

import pytest

from kutsu.clock import TickingClock
from kutsu.core.errors import Held, KutsuError
from tests.channels.people import People
from tests.channels.stages import OVER_HTTP, STAGES, Answer, Sandbox, channel, server
from tests.channels.worlds import claim, message


def test_right_credentials_have_no_reason_against_them(adapter: str, sandbox: Sandbox, clock: TickingClock) -> None:
    """With the account as it should be, the check finds nothing."""
    assert channel(adapter, sandbox.base(adapter), clock).check() == []


def test_each_wrong_secret_is_told(adapter: str, sandbox: Sandbox, clock: TickingClock) -> None:
    """One wrong secret of several, and the check gives the network's own no, before anything is sent."""
    for name in STAGES[adapter].secrets:
        secrets = {**STAGES[adapter].secrets, name: "vaara-salasana"}
        (reason,) = channel(adapter, sandbox.base(adapter), clock, secrets=secrets).check()
        assert re.search(r"answered (40\d|535)", reason)
        assert "vaara-salasana" not in reason


def test_each_missing_secret_is_told(adapter: str, clock: TickingClock) -> None:
    """A missing secret is named by the check; sending is held without a request (there is no such host)."""
    for name in STAGES[adapter].secrets:
        secrets = {**STAGES[adapter].secrets, name: "  "}
        sender = channel(adapter, "http://127.0.0.1:9", clock, secrets=secrets)
        (reason,) = sender.check()
        assert f"has no {name}" in reason
        with pytest.raises(Held, match=name):
            sender.send(claim(message(), recipients=sender.shares(message())[0], marks=STAGES[adapter].marks))


@pytest.mark.parametrize("adapter", OVER_HTTP)
@pytest.mark.parametrize("status", [400, 401, 403, 500])
def test_no_secret_and_no_address_gets_out(
    adapter: str, status: int, clock: TickingClock, caplog: pytest.LogCaptureFixture
) -> None:
    """A network quotes every secret and address in its error, all loggers are at DEBUG: neither error nor log has them."""
    hidden = [*STAGES[adapter].secrets.values(), *People().addresses]
    said = " ".join(hidden)
    body = {"error": {"code": 100, "message": said}, "errors": [{"message": said, "field": None}]}
    body |= {"detail": said, "message": said}
    with caplog.at_level(logging.DEBUG), server(Answer(status, json.dumps(body).encode())) as (base, _):
        sender = channel(adapter, base, clock)
        ready = claim(message(), recipients=sender.shares(message())[0], marks=STAGES[adapter].marks)
        with pytest.raises(KutsuError) as told:
            sender.send(ready)
        reasons = sender.check()
    shown = [*reasons, repr(sender), repr(vars(sender)), caplog.text, "".join(traceback.format_exception(told.value))]
    assert "***" in str(told.value)
    assert not [(secret, text) for secret in hidden for text in shown if secret in text]


def test_a_pasted_line_break_does_no_harm(adapter: str, sandbox: Sandbox, clock: TickingClock) -> None:
    """A secret that was pasted with a line break works as without it."""
    secrets = {name: f"{secret}\n" for name, secret in STAGES[adapter].secrets.items()}
    assert channel(adapter, sandbox.base(adapter), clock, secrets=secrets).check() == []
