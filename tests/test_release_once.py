"""A session that moves is told to each person once, also where all of a list have it by another one by then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kutsu.core.publication import Message
from tests.core.rows import PILOT, ROUND, sheet
from tests.fakes import FakeChannel
from tests.seasons import CALLED_OFF, EIGHTEEN, INVITED, Season
from tests.test_release import LETTER, TICKS


@dataclass
class Lists(FakeChannel):
    """A list for each language."""

    readers: dict[str, tuple[str, ...]] = field(
        default_factory=lambda: {"fi": ("ada",), "sv": ("bea",), "en": ("cea",)}
    )

    def shares(self, message: Message) -> Sequence[tuple[str, ...]]:
        """Whoever reads this language."""
        return [self.readers[message.language]]


def test_a_change_reaches_each_person_once(tmp_path: Path) -> None:
    """Since the invitation the one reader of Swedish joined the English list too: no change is announced a second time for that."""
    season = Season(tmp_path)
    letter = Lists("letter", network="email", parts=LETTER, longest=100_000)
    season.channels["letter"] = letter
    season.tick()
    season.clock.shows = INVITED
    season.publish()
    letter.readers["en"] = ("cea", "bea")
    for changes in (EIGHTEEN, CALLED_OFF):
        season.tick(**changes)
        for _ in range(3):
            season.publish()
    told = sorted((each.key.split("/")[1], token) for each in letter.out for token in each.recipients)
    kinds = ("session-cancelled", "session-changed", "session-invitation")
    assert told == [(kind, token) for kind in kinds for token in ("ada", "bea", "cea")]
    season.database.close()


def test_who_was_invited_hears_that_it_is_called_off(tmp_path: Path) -> None:
    """Between invitation and cancellation the session went over to another pilot: readers of the old theme are told too."""
    season = Season(tmp_path)
    pilots = [PILOT, {**PILOT, "id": "PILOT-2", "theme": "Koulutus"}]

    def tick(**changes: object) -> None:
        for ticks in (dict.fromkeys(TICKS), TICKS):
            season.row = {**season.row, **changes, **ticks}  # type: ignore[dict-item]  # values of cells
            season.clock.move(minutes=1)
            season.sheet.holds = sheet(round=[ROUND], pilots=pilots, sessions=[season.row])
            season.surveyor.pull()

    tick(pilots="PILOT-1", round=None)
    season.clock.shows = INVITED
    season.publish()
    tick(pilots="PILOT-2", **CALLED_OFF)
    season.publish()
    told = {each.key.split("/")[1]: each.message.topics for each in season.letter.out}
    assert told["session-invitation"] == ("interpreting",)
    assert {*told["session-cancelled"]} == {"interpreting", "education"}
    season.database.close()
