"""The approved plan in one language, sorted as its readers look for it."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kutsu.core.model import Approved, Pilot, Round, Session, Stage, Status, Subject
from kutsu.core.voice import Voice

OPEN = (Stage.RECRUITING, Stage.RUNNING, Stage.CHOSEN)
"""The stages of a pilot that goes on, those first that call for people."""

SOON = 60
"""How many coming sessions the front page tells in full."""


@dataclass(frozen=True)
class Shelf:
    """All that is approved in one language, as seen at the moment `now` (aware); each list is made once, for all pages."""

    approved: Sequence[Approved]
    voice: Voice
    now: dt.datetime

    @cached_property
    def ids(self) -> frozenset[str]:
        """The subjects that have a page in this language."""
        return frozenset(one.content.id for one in self.approved)

    @cached_property
    def rounds(self) -> list[Round[str]]:
        """All rounds, the newest first."""
        found = [one.content for one in self.approved if isinstance(one.content, Round)]
        return sorted(found, key=lambda r: (r.announce, r.id), reverse=True)

    @cached_property
    def pilots(self) -> list[Pilot[str]]:
        """All pilots in the order of their ids."""
        return sorted((one.content for one in self.approved if isinstance(one.content, Pilot)), key=lambda p: p.id)

    @cached_property
    def sessions(self) -> list[Session[str]]:
        """All sessions in the order of time."""
        found = [one.content for one in self.approved if isinstance(one.content, Session)]
        return sorted(found, key=lambda s: (s.day, s.start, s.id))

    @cached_property
    def themes(self) -> list[tuple[str, list[Pilot[str]]]]:
        """The pilots that go on, under the names of their themes in the order of config, by stage within each."""
        order = {theme: number for number, theme in enumerate(self.voice.city.themes)}
        going_on = [pilot for pilot in self.pilots if pilot.stage in OPEN]
        ranked = sorted(going_on, key=lambda p: (order.get(p.theme, len(order)), OPEN.index(p.stage)))
        return [(self.voice.theme(key), list(group)) for key, group in itertools.groupby(ranked, lambda p: p.theme)]

    @cached_property
    def open(self) -> list[Pilot[str]]:
        """Pilots that look for testers, those first where one must be quick."""
        calling = [pilot for pilot in self.pilots if pilot.stage is Stage.RECRUITING]
        return sorted(calling, key=lambda pilot: (pilot.deadline or dt.date.max, pilot.id))

    @cached_property
    def stages(self) -> list[Stage]:
        """The stages that some pilot is in, those first that go on."""
        found = {pilot.stage for pilot in self.pilots}
        return [stage for stage in dict.fromkeys((*OPEN, *Stage)) if stage in found]

    @cached_property
    def others(self) -> list[Pilot[str]]:
        """Pilots that are only planned, have ended or were dropped, and are shown as such."""
        return [pilot for pilot in self.pilots if pilot.stage not in OPEN]

    @cached_property
    def coming(self) -> list[Session[str]]:
        """Sessions that have not ended, cancelled ones too, the next one first."""
        return [session for session in self.sessions if not self._over(session)]

    @property
    def soon(self) -> list[Session[str]]:
        """The coming sessions that a front page tells in full."""
        return self.coming[:SOON]

    @property
    def later(self) -> list[Session[str]]:
        """Those after them, which it only names: in a large city there are thousands, and people read on a phone."""
        return self.coming[SOON:]

    @cached_property
    def past(self) -> list[Session[str]]:
        """Sessions that are over, the latest first."""
        return [session for session in reversed(self.sessions) if self._over(session)]

    def about(self, subject: Subject[str]) -> list[Session[str]]:
        """The coming sessions of a pilot or of a round."""
        return self._by_named.get(subject.id, [])

    def chosen(self, chooser: Round[str]) -> list[Pilot[str]]:
        """The pilots of a round."""
        return self._by_round.get(chooser.id, [])

    def joinable(self, session: Session[str]) -> bool:
        """Whether a session has a registration that still makes sense."""
        return bool(session.register) and self.addable(session)

    def addable(self, session: Session[str]) -> bool:
        """Whether a session still belongs into anybody's calendar."""
        return session.status is not Status.CANCELLED and not self._over(session)

    @cached_property
    def _by_named(self) -> Mapping[str, list[Session[str]]]:
        """The coming sessions by every pilot and round that they are about."""
        found: dict[str, list[Session[str]]] = defaultdict(list)
        for session in self.coming:
            for name in {named.id for named in (*session.pilots, session.round) if named}:
                found[name].append(session)
        return found

    @cached_property
    def _by_round(self) -> Mapping[str, list[Pilot[str]]]:
        """The pilots by the round that chose them."""
        found: dict[str, list[Pilot[str]]] = defaultdict(list)
        for pilot in self.pilots:
            if pilot.round:
                found[pilot.round.id].append(pilot)
        return found

    def _over(self, session: Session[str]) -> bool:
        return session.status is Status.HELD or self.voice.instant(session.day, session.end) <= self.now
