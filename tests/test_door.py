"""The door: what leaves is what the channel wrote."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import requests

from kutsu.clock import TickingClock
from kutsu.door import Deadline, outside
from tests.factories import ZONE


def test_netrc_is_not_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A `.netrc` of the machine's user does not replace the credentials of a channel."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine graph.facebook.com login somebody password else\n", "utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    request = requests.Request("GET", "https://graph.facebook.com/", headers={"Authorization": "Bearer ours"})
    careless = requests.Session().prepare_request(request)
    ours = outside(Deadline(TickingClock.real(ZONE), dt.timedelta(seconds=9))).prepare_request(request)
    assert careless.headers["Authorization"].startswith("Basic ")
    assert ours.headers["Authorization"] == "Bearer ours"
