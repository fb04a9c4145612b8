"""A desk with one mail list in three languages, whose provider is handed its mail an hour ahead of the slot."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from kutsu.core.config import ChannelTable
from kutsu.core.publication import Claimed, State
from kutsu.ledger.handed import HandedOver
from kutsu.ledger.retractions import Retractions
from kutsu.ledger.views import Row, Views
from kutsu.publish import by_release
from kutsu.recall import Recaller
from kutsu.reconcile import Reconciler
from kutsu.retract import Retractor
from tests.books import NOW
from tests.books import Row as Cells
from tests.core.rows import sheet
from tests.fake_mail import FakeMail
from tests.test_release import MAIL, ROUND, Desk

SLOT = NOW.replace(hour=9, minute=0, second=0, microsecond=0)
REQUIRED = ("fi", "sv")


def before(**span: float) -> dt.datetime:
    """An instant so long before the slot."""
    return SLOT - dt.timedelta(**span)


class Post(Desk):
    """The gate, the publisher and all that settles, with a round that is approved and announced by mail at nine."""

    def __init__(self, path: Path, **changes: object) -> None:
        super().__init__(path)
        table = ChannelTable("letter", "email", ("fi", "sv", "en"), ahead=60)
        rules = replace(self.gate.rules, channels={"letter": table})
        self.letter = self.mail = FakeMail(**changes)  # type: ignore[arg-type]  # fields of the fake
        self.channels = {"letter": self.mail}
        self.gate = replace(self.gate, rules=rules, channels=self.channels)
        self.surveyor = replace(self.surveyor, rules=rules, reader=replace(self.surveyor.reader, rules=rules))
        self.publisher = replace(self.publisher, channels=self.channels)
        self.views, self.claims = Views(self.database), self.publisher.claims
        handed = HandedOver(self.database)
        self.recaller = Recaller(
            self.claims, handed, self.views, self.pauses, self.channels, rules.required, self.clock
        )
        self.reconciler = Reconciler(self.claims, self.views, self.channels, self.clock)
        self.retractor = Retractor(Retractions(self.database), self.channels, self.clock)
        self.clock.shows = before(hours=3)
        self.approve()

    def turn(self, at: dt.datetime | None = None) -> dict[str, str]:
        """What the flows do at an instant: pull, settle, take back, send or hand over; gives what leaves all the same."""
        self.clock.shows = at or self.clock.shows
        survey, _ = self.surveyor.pull()
        self.reconciler.run(survey.deliveries)
        kept = self.recaller.run(survey)
        for release in by_release(self.publisher.claim(self.gate.ready(survey, survey.now).works)):
            for delivery in self.publisher.ready(release, REQUIRED):
                self.publisher.send(delivery, delivery.begins, REQUIRED)
        return kept | self.recaller.run(survey)

    def lay(self, *rows: Cells) -> None:
        """The sheet has these rounds from now on."""
        self.sheet.holds = sheet(round=rows, pilots=[], sessions=[])

    def row(self, language: str = "fi") -> Row:
        """What the ledger knows of a delivery."""
        return next(row for row in self.views.rows() if row.key == MAIL[language])

    def states(self) -> list[State]:
        """Where Finnish, Swedish and English stand."""
        return [self.row(language).state for language in MAIL]

    def read(self) -> list[Claimed]:
        """What readers have by now."""
        return self.mail.leave(self.clock.now())


__all__ = ["MAIL", "REQUIRED", "ROUND", "SLOT", "Post", "before"]
