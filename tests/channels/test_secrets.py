"""Credentials: told when missing or wrong, and never shown, whatever happens and whatever is logged."""

from __future__ import annotations

import json
import logging
import re
import traceback
from base64 import b64encode
from contextlib import nullcontext
from dataclasses import replace
from urllib.parse import quote, quote_plus

import pytest

from kutsu.channels.common.credentials import guises
from kutsu.channels.mastodon import MastodonCredentials
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


@pytest.mark.parametrize("fault", ["none", "401", "500-after", "html", "truncated", "reset", "drop-before"])
@pytest.mark.parametrize("adapter", OVER_HTTP, indirect=True)
def test_no_log_has_what_opens_an_account(
    adapter: str, fault: str, sandbox: Sandbox, clock: TickingClock, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    """With all loggers at DEBUG, sent or failed in any way: no secret, token of a session, header or address is in a log or a traceback."""
    sender, told = channel(adapter, sandbox.base(adapter), clock), list[str]()
    failing = sandbox.rule(adapter, "*", fault) if fault != "none" else nullcontext()
    with caplog.at_level(logging.DEBUG), failing:
        sender.check()
        fresh = claim(message(words), recipients=sender.shares(message(words))[0])
        try:
            ready = replace(fresh, marks=sender.prepare(fresh))
            sender.send(ready)
        except KutsuError as error:
            told.append("".join(traceback.format_exception(error)))
        told.append(repr(sender.find(fresh)))
    shown = "\n".join([caplog.text, repr(vars(sender)), *told])
    hidden = [*STAGES[adapter].secrets.values(), *People().addresses]
    assert [each for secret in hidden for each in guises(secret) if each in shown] == []
    assert re.findall(r"(?i)authorization\W{0,3}:|bearer |oauth_signature|eyJ\w{20}", shown) == []


@pytest.mark.parametrize("secret", ["salasana/ja+lisää=", 'lainaus"merkki\\', "sandbox-token-words"])
def test_a_secret_in_disguise(secret: str) -> None:
    """What a network quotes of a secret is taken out in every form in which its letters can be read."""
    plain = secret.encode()
    forms = [secret, quote(secret), quote(secret, safe=""), quote_plus(secret), json.dumps({"quoted": secret})]
    forms += [b64encode(before + plain + after).decode() for before in (b"", b"k:", b"key:") for after in (b"", b"!")]
    for form in forms:
        left = MastodonCredentials(secret).scrub(f"Bad token: {form}.")
        assert "***" in left
        assert len(left) < len("Bad token: .") + len("quoted") + 20
