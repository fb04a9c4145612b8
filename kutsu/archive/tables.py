"""The record as a table: a line per part and picture of each delivery (RFC 4180), for spreadsheets and statistics."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from kutsu.archive.entries import Delivery
from kutsu.core.desk.safe import safe

COLUMNS = (
    "said",
    "said_at",
    "subject",
    "title",
    "kind",
    "language",
    "network",
    "channel",
    "audience",
    "edition",
    "slot",
    "state",
    "reason",
    "part",
    "words",
    "alt",
    "file",
    "sha256",
    "address",
    "remote_id",
    "page",
    "approved",
    "approval_digest",
    "recipients_accepted",
    "retracted",
    "retraction_why",
    "follows",
    "key",
)
"""The header: the names of `archive.json` where it has the same."""

CALLED = "utf-8-sig"
"""UTF-8 with its mark: without it Excel takes the file for Windows' old letters."""


class Table:
    """Writes the table line by line."""

    def __init__(self, path: Path) -> None:
        """Begin a new file."""
        self._file = path.open("x", encoding=CALLED, newline="")
        self._lines = csv.writer(self._file)
        self._lines.writerow(COLUMNS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._file.close()

    def add(self, delivery: Delivery) -> None:
        """Add the lines of a delivery; no cell of them is a formula."""
        for line in lines(delivery):
            self._lines.writerow([safe(line.get(name, "")) for name in COLUMNS])


def lines(delivery: Delivery) -> Iterator[dict[str, str]]:
    """A line for each part and then for each picture; a text that has a file of its own and is no plain text is only named."""
    common = _common(delivery)
    for part in delivery.parts:
        words = "" if part.name in ("html", "calendar") else part.words
        yield common | {"part": part.name, "words": words, "file": part.file or "", "sha256": part.sha256}
    for shown in delivery.pictures:
        yield common | {"part": "picture", "alt": shown.alt, "file": shown.file or "", "sha256": shown.sha256}


def _common(delivery: Delivery) -> dict[str, str]:
    """What all lines of a delivery have."""
    names = ("said", "subject", "title", "kind", "language", "network", "channel", "audience", "edition", "state")
    back = [each for each in delivery.retractions if each.gone]
    ticks = delivery.approvals
    return {
        **{name: getattr(delivery, name) for name in names},
        "key": delivery.key,
        "page": delivery.page,
        "reason": delivery.reason or "",
        "slot": delivery.slot.isoformat(),
        "said_at": delivery.said_at.isoformat() if delivery.said_at else "",
        "address": _each(receipt.url for receipt in delivery.receipts),
        "remote_id": _each(receipt.remote_id for receipt in delivery.receipts),
        "approved": _each(f"{tick.language} {tick.approved.isoformat()}" for tick in ticks if tick.approved),
        "approval_digest": _each(f"{tick.language} {tick.digest}" for tick in ticks),
        "recipients_accepted": str(delivery.recipients.accepted) if delivery.recipients else "",
        "retracted": _each(each.at.isoformat() for each in back),
        "retraction_why": _each(each.why for each in back),
        "follows": _each(delivery.follows),
    }


def _each(texts: Iterator[str] | Iterator[str | None] | list[str]) -> str:
    """Several in one cell, each on its line."""
    return "\n".join(text for text in texts if text)
