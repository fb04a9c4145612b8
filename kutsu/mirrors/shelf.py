"""The approved plan in one language, sorted as its readers look for it."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from kutsu.core.model import Approved, Pilot, Round, Session, Stage, Status, Subject
from kutsu.core.voice import Voice

OPEN = (Stage.RECRUITING, Stage.RUNNING, Stage.CHOSEN)
"""The stages of a pilot that goes on, those first that call for people."""


@dataclass(frozen=True)
class Shelf:
    """All that is approved in one language, as seen at the moment `now` (aware)."""

    approved: Sequence[Approved]
    voice: Voice
    now: dt.datetime

    @property
    def ids(self) -> frozenset[str]:
        """The subjects that have a page in this language."""
        return frozenset(one.content.id for one in self.approved)

    @property
    def rounds(self) -> list[Round[str]]:
        """All rounds, the newest first."""
        found = [one.content for one in self.approved if isinstance(one.content, Round)]
        return sorted(found, key=lambda r: (r.announce, r.id), reverse=True)

    @property
    def pilots(self) -> list[Pilot[str]]:
        """All pilots in the order of their ids."""
        return sorted((one.content for one in self.approved if isinstance(one.content, Pilot)), key=lambda p: p.id)

    @property
    def sessions(self) -> list[Session[str]]:
        """All sessions in the order of time."""
        found = [one.content for one in self.approved if isinstance(one.content, Session)]
        return sorted(found, key=lambda s: (s.day, s.start, s.id))

    @property
    def themes(self) -> list[tuple[str, list[Pilot[str]]]]:
        """The pilots that go on, under the names of their themes in the order of config, by stage within each."""
        order = {theme: number for number, theme in enumerate(self.voice.city.themes)}
        going_on = [pilot for pilot in self.pilots if pilot.stage in OPEN]
        ranked = sorted(going_on, key=lambda p: (order.get(p.theme, len(order)), OPEN.index(p.stage)))
        return [(self.voice.theme(key), list(group)) for key, group in itertools.groupby(ranked, lambda p: p.theme)]

    @property
    def others(self) -> list[Pilot[str]]:
        """Pilots that are only planned, have ended or were dropped, and are shown as such."""
        return [pilot for pilot in self.pilots if pilot.stage not in OPEN]

    @property
    def coming(self) -> list[Session[str]]:
        """Sessions that have not ended, cancelled ones too, the next one first."""
        return [session for session in self.sessions if not self._over(session)]

    @property
    def past(self) -> list[Session[str]]:
        """Sessions that are over, the latest first."""
        return [session for session in reversed(self.sessions) if self._over(session)]

    def about(self, subject: Subject[str]) -> list[Session[str]]:
        """The coming sessions of a pilot or of a round."""
        return [s for s in self.coming if subject.id in {named.id for named in (*s.pilots, s.round) if named}]

    def chosen(self, chooser: Round[str]) -> list[Pilot[str]]:
        """The pilots of a round."""
        return [pilot for pilot in self.pilots if pilot.round and pilot.round.id == chooser.id]

    def joinable(self, session: Session[str]) -> bool:
        """Whether a session has a registration that still makes sense."""
        return bool(session.register) and session.status is not Status.CANCELLED and not self._over(session)

    def _over(self, session: Session[str]) -> bool:
        return session.status is Status.HELD or self.voice.instant(session.day, session.end) <= self.now
