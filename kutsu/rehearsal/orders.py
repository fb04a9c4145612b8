"""What operators do in a script, with what the command line uses: pause, hold, retract, announce again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from kutsu.core.errors import Faulty, KutsuError
from kutsu.core.pausing import NAMES
from kutsu.rehearsal.deeds import Deed, Desk, deed

BY = "rehearsal"
"""Who did it, in the ledger."""


@deed
class Pause(Deed):
    """Let everything wait: by the tick in the *Settings* tab, or `by = "operator"`."""

    name: ClassVar[str] = "pause"
    by: str = "sheet"

    def do(self, desk: Desk) -> None:
        """Set the tick, or pause as `kutsu pause` does."""
        if self.by == "sheet":
            _setting(desk, NAMES[0], value=True)
        else:
            desk.works.pauses.pause(desk.works.clock.now(), self.by)


@deed
class Resume(Deed):
    """End the pause of the sheet, or that of `by = "operator"`."""

    name: ClassVar[str] = "resume"
    by: str = "sheet"

    def do(self, desk: Desk) -> None:
        """Take the tick away, or resume as `kutsu resume` does."""
        if self.by == "sheet":
            _setting(desk, NAMES[0], value=False)
        else:
            desk.works.pauses.resume(desk.works.clock.now())


@deed
class Hold(Deed):
    """Let one delivery wait, by its key."""

    name: ClassVar[str] = "hold"
    key: str
    why: str = ""

    def do(self, desk: Desk) -> None:
        """Hold it as `kutsu hold` does."""
        desk.works.pauses.hold(self.key, desk.works.clock.now(), self.why)


@deed
class Unhold(Deed):
    """Let a delivery go on."""

    name: ClassVar[str] = "unhold"
    key: str

    def do(self, desk: Desk) -> None:
        """Take the hold away."""
        if not desk.works.pauses.unhold(self.key):
            raise Faulty([f"nobody holds {self.key}"])


@deed
class Retract(Deed):
    """Take a publication back, by its key."""

    name: ClassVar[str] = "retract"
    key: str
    why: str = ""

    def do(self, desk: Desk) -> None:
        """Delete it where its network can."""
        retractor = desk.works.retractor
        outs = retractor.retractions.out(self.key)
        if not outs:
            raise Faulty([f"{self.key} is not out"])
        try:
            retractor.retract(outs, BY, self.why)
        except KutsuError as error:
            raise Faulty([str(error)]) from error


@deed
class AnnounceAgain(Deed):
    """Say a kind of a subject once more, in words that are approved anew."""

    name: ClassVar[str] = "announce-again"
    subject: str
    kind: str
    why: str = ""

    def do(self, desk: Desk) -> None:
        """Ask for a new edition, as `kutsu announce-again` does."""
        survey, _ = desk.works.surveyor.pull()
        desk.works.announcer.again(survey, (self.subject, self.kind), BY, self.why)


DEEDS: Mapping[str, type[Deed]] = Deed.DEEDS
"""Every deed by its name in the script, those of staff and those of operators."""


def _setting(desk: Desk, key: str, *, value: bool) -> None:
    """Set a tick in the tab of settings, in its row or in a new one."""
    sheet = desk.sheet("settings")
    if sheet.has("settings", key):
        sheet.work("settings", lambda on: on.put(key, {"value": value}))
    else:
        sheet.work("settings", lambda on: on.add({"key": key, "value": value}))
