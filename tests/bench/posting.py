"""`python -m tests.bench.posting send|bare CONFIG STATE PEOPLE`: one side of the bench of mail, in a process of its own; figures on stdout.

`send` is Kutsu: the real publisher, client and ledger. `bare` posts the very bodies that Kutsu's client makes, ready beforehand, over one
line that stays open, with nothing written down: as quick as a machine can do it, one request at a time.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import requests
from requests.adapters import HTTPAdapter

from kutsu.clock import TickingClock
from kutsu.core.publication import Claimed, Delivery, Message
from kutsu.ledger.claims import Work
from kutsu.settings import read_settings
from kutsu.wiring import Works, wire

LANGUAGES = ("fi", "sv", "en")
LIST, KIND, SUBJECT = "newsletter", "testers-wanted", "PILOT-1"
GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "email"
SUFFIXES = {"subject": "txt", "text": "txt", "html": "html"}
SENDER, BARE_SENDER = "kokeilut@espoo.example", "vertailu@espoo.example"
"""Who writes Kutsu's mail, and the bare loop's, which is the same to the length."""
BARE_KEY = "bare-sendgrid-key"
"""The bare loop has an allowance of its own at the sandbox."""


def works(config: Path, state: Path) -> Works:
    """Kutsu on the wall's time, as every process of it is wired."""
    settings = read_settings(config, state)
    return wire(settings, TickingClock.real(settings.city.zoneinfo))


def memory() -> float:
    """The most memory that this process ever had, in megabytes; `ru_maxrss` would be its parent's."""
    status = Path("/proc/self/status").read_text("utf-8")
    (peak,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return round(int(peak) / 1024, 1)


def deliveries(parts: Works) -> Iterator[tuple[Delivery, Message]]:
    """The mail of the golden files in every language, due now."""
    now = parts.clock.now()
    for language in LANGUAGES:
        words = {
            name: (GOLDEN / f"{KIND}.{language}.{name}.{suffix}").read_text("utf-8").strip()
            for name, suffix in SUFFIXES.items()
        }
        due = Delivery(SUBJECT, KIND, language, LIST, now, now + dt.timedelta(days=1), f"{SUBJECT}/{KIND}")
        yield due, Message(language, words, "https://kokeilut.espoo.example/")


def send(config: Path, state: Path) -> dict[str, Any]:
    """Read the list, claim, send: seconds of each, and the people by delivery."""
    from kutsu.campaign import send as send_all
    from kutsu.ledger.database import Database
    from kutsu.ledger.recipients import Recipients

    parts = works(config, state)
    started, channel = time.perf_counter(), parts.publisher.channels[LIST]
    wanted = [Work(due, message, channel.shares(message)) for due, message in deliveries(parts)]
    listed = time.perf_counter()
    mine = parts.publisher.claim(wanted)
    wanted.clear()
    claimed = time.perf_counter()
    send_all(parts, mine)
    sent, peak = time.perf_counter(), memory()
    people = Recipients(Database(parts.settings.places.ledger))
    tallies = [people.tally(each.key) for each in mine]
    spent = {"listed": listed - started, "claimed": claimed - listed, "sending": sent - claimed}
    return {
        **{name: round(seconds, 2) for name, seconds in spent.items()},
        "accepted": sum(each.accepted for each in tallies),
        "complete": all(each.complete and each.accepted == each.planned for each in tallies),
        "memory": peak,
    }


def bare(config: Path, state: Path) -> dict[str, Any]:
    """Post the ready bodies one after the other."""
    parts, made = works(config, state), list[requests.PreparedRequest]()

    def keep(_: HTTPAdapter, request: requests.PreparedRequest, *__: object, **___: object) -> requests.Response:
        made.append(request)
        answer = requests.Response()
        answer.status_code, answer._content, answer.request = 202, b"", request
        answer.headers["X-Message-Id"] = "kept"
        return answer

    with patch.object(HTTPAdapter, "send", keep):
        for due, message in deliveries(parts):
            for number, people in enumerate(parts.publisher.channels[LIST].shares(message)):
                parts.publisher.channels[LIST].send(Claimed(due.key, message, due.slot, number, people))
    ready = [(str(each.url), _bytes(each.body).replace(SENDER.encode(), BARE_SENDER.encode())) for each in made]
    with requests.Session() as line:
        line.headers["Authorization"] = f"Bearer {BARE_KEY}"
        started = time.perf_counter()
        for address, body in ready:
            answer = line.post(address, data=body, headers={"Content-Type": "application/json"})
            assert answer.status_code == 202, answer.text
        return {"requests": len(ready), "sending": round(time.perf_counter() - started, 2)}


def _bytes(body: bytes | str | None) -> bytes:
    return body.encode() if isinstance(body, str) else body or b""


if __name__ == "__main__":
    sides = {"send": send, "bare": bare}
    sys.stdout.write(json.dumps(sides[sys.argv[1]](*map(Path, sys.argv[2:]))) + "\n")
