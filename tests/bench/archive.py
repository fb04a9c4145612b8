"""A record of a large ledger: `python -m tests.bench.archive [DELIVERIES]` tells how long it takes, and with how much memory.

Each subject has fifty deliveries, of which every tenth is a mail of 15 kB with a calendar entry; the others are posts.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from kutsu.archive.period import Period
from kutsu.archive.record import Archivist
from kutsu.core.content import digest, dump, localize
from kutsu.core.publication import State
from kutsu.ledger.database import Database
from kutsu.ledger.records import Records
from kutsu.ledger.tables import approvals, attempts, deliveries, receipts, shares
from tests import samples
from tests.factories import NOW, ZONE, pilot
from tests.fakes import HandClock

DELIVERIES, OF_ONE, MAIL = 10_000, 50, 10
PARTS = {"status": "Tervetuloa mukaan kokeiluun! " * 10}


def figures(many: int = DELIVERIES) -> dict[str, Any]:
    """Fill a ledger, write its record, and measure that."""
    with tempfile.TemporaryDirectory(prefix="kutsu-bench-") as folder:
        database = Database(f"sqlite:///{folder}/ledger.db")
        _fill(database, many)
        archivist = Archivist(Records(database), samples.CITY, samples.languages(), {}, samples.sources(), HandClock())
        before, begun, busy = _megabytes(), time.perf_counter(), time.process_time()
        archivist.write(Period(ZONE), Path(folder) / "out", "fi")
        seconds, busy = time.perf_counter() - begun, time.process_time() - busy
        size = sum(path.stat().st_size for path in Path(folder, "out").rglob("*") if path.is_file())
        database.close()
    grown = _megabytes() - before
    took = {"seconds": round(seconds, 1), "processor_seconds": round(busy, 1)}
    return {"deliveries": many, **took, "grown_mb": grown, "size_mb": size // 1_000_000}


def _fill(database: Database, many: int) -> None:
    """Write the rows as publishers would have, all at once."""
    with database.write() as connection:
        for number in range(many // OF_ONE):
            name = f"PILOT-{number}"
            content = localize(pilot(id=name), "fi")
            ticked = {"subject": name, "language": "fi", "digest": digest(content), "content": dump(content), "at": NOW}
            connection.execute(insert(approvals).values(ticked))
            rows = [_row(name, each, digest(content)) for each in range(OF_ONE)]
            connection.execute(insert(deliveries), rows)
            own = [{"key": row["key"], "share": 0} for row in rows]
            empty = {"recipients": {"named": 0, "elsewhere": 0}, "marks": {}, "state": State.SENT, "looks": 0}
            connection.execute(insert(shares), [{**each, **empty} for each in own])
            tried = {"owner": "one", "opened_at": NOW, "closed_at": NOW, "outcome": State.SENT}
            connection.execute(insert(attempts), [{**each, **tried} for each in own])
            yes = {"remote_id": "1", "url": "https://x.example/1", "at": NOW}
            connection.execute(insert(receipts), [{**each, **yes} for each in own])


def _row(subject: str, number: int, told: str) -> dict[str, Any]:
    """One delivery."""
    kind, channel = "pilot-chosen", "newsletter" if number % MAIL == 0 else "x-fi"
    words = dict(_letter(f"{subject} {number}")) if channel == "newsletter" else PARTS
    return {
        "key": f"{subject}/{kind}/fi/{channel}/{number}",
        "subject": subject,
        "kind": kind,
        "language": "fi",
        "channel": channel,
        "release": f"{subject}/{kind}/{channel}/residents/{number}",
        **dict.fromkeys(("slot", "expires", "claimed_at", "settled_at"), NOW),
        "message": {"language": "fi", "parts": words, "link": "https://example.org/fi/"},
        "state": State.SENT,
        "told": {"fi": told},
    }


def _letter(title: str) -> Iterator[tuple[str, str]]:
    """The parts of a mail."""
    yield "subject", title
    yield "text", f"{title}\n{PARTS['status']}"
    yield "html", f"<!DOCTYPE html><html><body><h1>{title}</h1>{'<p>Tervetuloa mukaan!</p>' * 500}</body></html>"
    yield "calendar", f"BEGIN:VCALENDAR\r\nSUMMARY:{title}\r\nEND:VCALENDAR\r\n"


def _megabytes() -> int:
    """The most memory that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    sys.stdout.write(f"{figures(*map(int, sys.argv[1:]))}\n")
