"""One delivery out of the ledger as an entry of the record."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kutsu.archive.entries import Attempt, Delivery, Part, Picture, Receipt, Recipients, Retraction, Tick
from kutsu.archive.files import Files
from kutsu.archive.outcome import Discretion, role, said, said_at
from kutsu.ledger.records import Recorded, Row

WHOLE = 16_000
"""Characters of a part from which on it has a file of its own, as no cell of a spreadsheet takes it."""

FILED = ("html", "calendar")
"""Parts that always have a file of their own."""


@dataclass(frozen=True)
class Gatherer:
    """Makes entries out of rows; what lies in files is written by `files`, instants are told in `zone`."""

    files: Files
    discreet: Discretion
    zone: dt.tzinfo

    def delivery(
        self, found: Recorded, ticks: Sequence[Tick], title: str, follows: list[str], followed_by: list[str]
    ) -> Delivery:
        """One delivery with all that became of it; it went by these `ticks`."""
        row, message = found.row, found.row["message"]
        _, _, network, audience, edition = row["release"].split("/")
        return Delivery(
            **{name: row[name] for name in ("key", "subject", "kind", "language", "channel", "release", "state")},
            title=title,
            network=network,
            audience=audience,
            edition=edition,
            slot=self.at(row["slot"]),
            reason=self.discreet(row["reason"]),
            said=said(found),
            said_at=self.moment(said_at(found)),
            short=bool(message.get("short")),
            page=whole(message["link"]),
            parts=[self._part(name, whole(words)) for name, words in message["parts"].items()],
            pictures=[self._picture(each) for each in message.get("pictures", ())],
            attempts=[self._attempt(each) for each in sorted(found.attempts, key=lambda each: int(each["id"]))],
            receipts=[self._receipt(each) for each in found.receipts],
            retractions=[self.retraction(each) for each in found.retractions],
            recipients=_recipients(found),
            approvals=list(ticks),
            follows=follows,
            followed_by=followed_by,
        )

    def at(self, instant: dt.datetime) -> dt.datetime:
        """An instant on the city's clock."""
        return instant.astimezone(self.zone)

    def moment(self, instant: dt.datetime | None) -> dt.datetime | None:
        """The same of one that may be lacking."""
        return self.at(instant) if instant else None

    def _part(self, name: str, words: str) -> Part:
        """One text, in a file of its own where it is a page, a calendar entry or too long for a cell."""
        filed = name in FILED or len(words) > WHOLE
        file = self.files.text(words) if filed else None
        look = self.files.letter(words) if name == "html" else None
        return Part(name, words, hashlib.sha256(words.encode()).hexdigest(), file, look)

    def _picture(self, named: Mapping[str, Any]) -> Picture:
        """One picture, its bytes in a file."""
        file = self.files.picture(named["digest"], named["media_type"])
        return Picture(named["digest"], named["media_type"], whole(named["alt"]), file)

    def _attempt(self, row: Row) -> Attempt:
        """One request."""
        settled, reason = self.moment(row["closed_at"]), self.discreet(row["reason"])
        return Attempt(row["share"], self.at(row["opened_at"]), settled, row["outcome"], reason)

    def _receipt(self, row: Row) -> Receipt:
        """One yes."""
        return Receipt(row["share"], self.at(row["at"]), row["remote_id"], row["url"])

    def retraction(self, row: Row) -> Retraction:
        """One try to take it back."""
        settled, failure = self.moment(row["closed_at"]), self.discreet(row["reason"])
        gone = settled is not None and not failure
        why = self.discreet(row["why"]) or ""
        return Retraction(self.at(row["at"]), settled, gone, role(row["by"]), why, failure)


def whole(text: str) -> str:
    """A text without half characters, which no file in UTF-8 can hold."""
    return text.encode("utf-8", "replace").decode()


def _recipients(found: Recorded) -> Recipients | None:
    """The people of a mail, in numbers."""
    many = found.people
    if many is None:
        return None
    return Recipients(many.planned, many.accepted, many.waiting, dict(many.left_out), dict(found.outcomes))
