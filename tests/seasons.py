"""A session at a desk, from its invitation on: edited, ticked, published, as staff and flows would."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from kutsu.core.publication import Delivery
from kutsu.outdated import old_facts
from tests.books import HELSINKI, Row
from tests.core.rows import ROUND, SESSION, sheet
from tests.test_release import TICKS, Desk

ROW: Row = {**SESSION, "title.en": "Come and hear about the pilot", "pilots": None, "round": "ROUND-1"}
INVITED = dt.datetime(2019, 10, 23, 10, 0, tzinfo=HELSINKI)
CARRIERS = {(channel, key) for key in ("fi", "sv", "en") for channel in (f"x-{key}", "letter")}
EIGHTEEN: Row = {"start": "18–20"}
CALLED_OFF: Row = {"status": "peruttu"}


class Season(Desk):
    """A desk with one session, on the morning of its invitation."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.clock.shows, self.row = INVITED - dt.timedelta(hours=1), ROW

    def edit(self, **changes: object) -> None:
        """Edit cells, the ticks left as they are, and have it pulled a minute later."""
        self.row = {**self.row, **changes}  # type: ignore[dict-item]  # values of cells
        self.clock.move(minutes=1)
        self.sheet.holds = sheet(round=[ROUND], pilots=[], sessions=[self.row])
        self.surveyor.pull()

    def tick(self, **changes: object) -> None:
        """Edit without ticks, and tick what was seen."""
        self.edit(**dict.fromkeys(TICKS), **changes)
        self.edit(**TICKS)

    def publish(self) -> set[str]:
        """Send all that is due; gives the keys."""
        self.clock.move(minutes=1)
        survey, _ = self.surveyor.pull()
        mine = self.publisher.claim(self.gate.ready(survey, self.clock.now()).works)
        for delivery in mine:
            self.publisher.send(delivery, self.clock.now())
        return {delivery.key for delivery in mine}

    def said(self, kind: str, edition: str) -> list[tuple[str, str]]:
        """Channel and language of all that residents see of a kind and edition."""
        out = [each.key.split("/") for channel in self.channels.values() for each in channel.out]
        return sorted((where, key) for _, name, key, where, number in out if (name, number) == (kind, edition))

    def planned(self, kind: str) -> list[Delivery]:
        """The deliveries of a kind."""
        return [each for each in self.surveyor.look().deliveries if each.kind == kind]

    def kinds(self) -> set[str]:
        """The kinds that are planned of the session."""
        return {each.kind for each in self.surveyor.look().deliveries if each.subject == "INFO-1"}

    def alarms(self) -> list[str]:
        """What the watch would say of old facts."""
        found = old_facts(self.gate.views, self.surveyor.recollect(), self.gate.rules.kinds, self.clock.now())
        return [str(alarm) for alarm in found]
