"""What each adapter plays on in the sandbox: its account there, its options, and which of its requests acts.

The contract test finds the channels by itself; a new one adds its line here and is held to the whole port.
"""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from threading import Thread
from typing import Any
from weakref import WeakSet

import requests
from atproto import Session

from kutsu.channels import adapters
from kutsu.core.config import ChannelTable
from kutsu.core.errors import Held, KutsuError, Refused, Unconfirmed
from kutsu.core.ports import Channel, Clock, WayOut
from kutsu.sandbox.networks.bluesky import tokens
from tests.channels.people import People, listed

ACCOUNTS = tomllib.loads(resources.files("kutsu.sandbox").joinpath("accounts.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Stage:
    """One adapter's account; `acts` and `prepares` are its requests as path patterns of the sandbox.

    `marks` stand for what `prepare` leaves; `says_no` is what the network's own "refused" means there; `reads_back` tells
    whether the network can be asked, and `lag` after how long it surely answers right. `enter` does what else `prepare` does.
    One without `http` is played by a server of its own (`post_office.py`); `way_out` is what a list there cannot be without.
    `uploads` are the requests that bring a picture and its alt text there, `pictured` the marks that they leave.
    """

    network: str
    secrets: Mapping[str, str]
    acts: str
    prepares: tuple[str, str] | None
    says_no: type[KutsuError]
    marks: Mapping[str, str] = field(default_factory=dict)
    reads_back: bool = True
    lag: dt.timedelta = dt.timedelta()
    options: Mapping[str, str | int] = field(default_factory=dict)
    enter: Callable[[Channel], None] = lambda _: None
    uploads: tuple[str, ...] = ()
    pictured: Mapping[str, str] = field(default_factory=dict)
    http: bool = True
    way_out: WayOut | None = None


def at_bluesky(sender: Channel, ago: dt.timedelta = dt.timedelta()) -> None:
    """Log in as `prepare` does, some time ago, without a server."""
    kept = vars(sender)
    begun = (kept["_clock"].now() - ago).timestamp()
    jwts = [tokens.issue(SKY["did"], use, begun) for use in ("access", "refresh")]
    kept["_login"].session = Session(SKY["handle"], SKY["did"], *jwts).export()


X, PAGE, MAIL = ACCOUNTS["x"][0], ACCOUNTS["facebook"][0], ACCOUNTS["sendgrid"][0]
ORGANIZATION = ACCOUNTS["linkedin"][0]
MASTODON = ACCOUNTS["mastodon"][0]
SKY = ACCOUNTS["bluesky"][0]
STAGES = {
    "x": Stage(
        "x",
        {name: X[name] for name in ("consumer_key", "consumer_secret", "token", "token_secret")},
        acts="/x/2/tweets",
        prepares=("GET", "/x/2/users/me"),
        marks={"user": X["id"], "account": X["username"]},
        says_no=Refused,
        lag=dt.timedelta(seconds=21),
        uploads=("/x/2/media/upload", "/x/2/media/metadata"),
        pictured={"media": "7", "media_until": "2026-06-04T12:00:00+03:00"},
    ),
    "facebook": Stage(
        "facebook",
        {"token": PAGE["token"]},
        acts=f"/facebook/v24.0/{PAGE['id']}_*",
        prepares=("POST", "*/feed"),
        marks={"post": f"{PAGE['id']}_1", "url": "https://www.facebook.com/1"},
        says_no=Unconfirmed,
        options={"page": PAGE["id"], "version": "v24.0"},
        uploads=("*/photos",),
    ),
    "linkedin": Stage(
        "linkedin",
        {"token": ORGANIZATION["token"]},
        acts="/linkedin/rest/posts",
        prepares=None,
        says_no=Refused,
        lag=dt.timedelta(seconds=21),
        options={"organization": ORGANIZATION["id"], "version": "202610"},
        uploads=("/linkedin/rest/images", "*/uploaded-image/0"),
        pictured={"media": "urn:li:image:7"},
    ),
    "mastodon": Stage(
        "mastodon",
        {"token": MASTODON["token"]},
        acts="/mastodon/api/v1/statuses",
        prepares=("GET", "*/verify_credentials"),
        marks={"account": MASTODON["id"]},
        says_no=Refused,
        lag=dt.timedelta(seconds=13),
        options={"server": "https://mastodon.example"},
        uploads=("/mastodon/api/v2/media",),
        pictured={"media": "7"},
    ),
    "bluesky": Stage(
        "bluesky",
        {"app_password": SKY["app_password"]},
        acts="/bluesky/xrpc/com.atproto.repo.putRecord",
        prepares=("GET", "*.getRecord"),
        marks={name: SKY[name] for name in ("did", "handle")}
        | {"rkey": "3mkxyzabcd234", "created_at": "2026-05-04T09:00:00.000Z"},
        says_no=Refused,
        options={"handle": SKY["handle"]},
        enter=at_bluesky,
        uploads=("*.uploadBlob",),
    ),
    "email": Stage(
        "sendgrid",
        {"api_key": MAIL["key"]},
        acts="/sendgrid/v3/mail/send",
        prepares=None,
        says_no=Held,
        reads_back=False,
        options={"from": "kokeilut@espoo.example", "from_name": "Espoon kaupunki", "unsubscribe_group": 101},
    ),
    "smtp": Stage(
        "smtp",
        {"user": "kokeilut", "password": "saunan-kuuma-kivi"},
        acts="DATA",
        prepares=None,
        says_no=Refused,
        reads_back=False,
        options={"from": "kokeilut@espoo.example", "from_name": "Espoon kaupunki", "host": "mail.espoo.example"},
        http=False,
        way_out=lambda token, language: f"https://kutsu.espoo.example/{language}/{token}?list=residents&why=<left>",
    ),
}
OVER_HTTP = [name for name, stage in STAGES.items() if stage.http]
"""The adapters whose networks are asked over HTTP."""


def channel(
    adapter: str,
    base: str,
    clock: Clock,
    people: People | None = None,
    *,
    secrets: Mapping[str, str] | None = None,
    **options: str | int,
) -> Channel:
    """The adapter's channel on the network at `base`, with other secrets or options if wanted."""
    stage = STAGES[adapter]
    table = ChannelTable("kanava", adapter, ("fi",), base=base, options={**stage.options, **options})
    made = adapters()[adapter].channel(
        table, stage.secrets if secrets is None else secrets, clock, listed(people or People(), stage.way_out)
    )
    if meter := vars(made).get("_meter"):
        METERS.add(meter)
    return made


METERS: WeakSet[Any] = WeakSet()
"""What the channels of this process know of their allowances."""


@dataclass(frozen=True)
class Answer:
    """One answer of `server`."""

    status: int
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sandbox:
    """The running sandbox and its control API."""

    address: str

    def base(self, adapter: str) -> str:
        """Where the adapter's network is played."""
        return f"{self.address}/{STAGES[adapter].network}"

    @contextmanager
    def rule(self, adapter: str, path: str, fault: str = "lost", **rule: Any) -> Iterator[None]:
        """Let requests to `path` fail by `fault` inside the block; after it, the reset that a 429 named is over."""
        wanted = {"network": STAGES[adapter].network, "fault": fault, "path": path, **rule}
        requests.post(f"{self.address}/_sandbox/faults", data=json.dumps(wanted), timeout=5).raise_for_status()
        try:
            yield
        finally:
            requests.delete(f"{self.address}/_sandbox/faults", timeout=5).raise_for_status()
            for meter in METERS:
                vars(meter)["_spent"].clear()

    def seen(self) -> int:
        """How many requests the rule has counted."""
        (rule,) = requests.get(f"{self.address}/_sandbox/faults", timeout=5).json()
        return int(rule["seen"])

    def out(self, words: str) -> list[dict[str, Any]]:
        """Everything published that holds these words."""
        published = requests.get(f"{self.address}/_sandbox/published", timeout=5).json()
        return [one for one in published if words in one["text"]]


@contextmanager
def server(*answers: Answer) -> Iterator[tuple[str, list[str]]]:
    """A server that gives these answers in turn (the last one for ever): its address, and the requests that it saw."""
    seen: list[str] = []

    class Turn(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            answer = answers[min(len(seen), len(answers) - 1)]
            seen.append(f"{self.command} {self.path}")
            self.send_response(answer.status)
            for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        do_POST = do_DELETE = do_GET  # noqa: N815  the standard library's naming

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Turn) as running:
        Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}", seen
        running.shutdown()
