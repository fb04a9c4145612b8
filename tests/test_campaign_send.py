"""Releases are prepared side by side: an upload that hangs makes nobody else late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event

from kutsu import campaign
from kutsu.core.publication import Claimed, Receipt, State
from tests.core.rows import PILOT, ROUND
from tests.fakes import FakeChannel, FakeMirror
from tests.houses import TICKS, House

PATIENCE_SECONDS = 20


@dataclass
class SlowForThePilot(FakeChannel):
    """The preparation for the pilot ends only when the round is out."""

    round_out: Event = field(default_factory=Event)

    def prepare(self, claimed: Claimed) -> Mapping[str, str]:
        """Wait for the round."""
        assert claimed.key.startswith("ROUND") or self.round_out.wait(PATIENCE_SECONDS)
        return super().prepare(claimed)

    def send(self, claimed: Claimed) -> Receipt:
        """Note that the round is out."""
        if claimed.key.startswith("ROUND"):
            self.round_out.set()
        return super().send(claimed)


def test_a_slow_preparation_delays_no_other_release(tmp_path: Path) -> None:
    """The round goes out while the pilot is still being prepared; then the pilot goes too."""
    house = House(tmp_path)
    for ticks in ({}, TICKS):
        house.fill(round=[{**ROUND, "proposals": "57", "chosen": "10", **ticks}], pilots=[{**PILOT, **ticks}])
        house.works().surveyor.pull()
    real, out = house.works(), Event()
    site, fakes = FakeMirror(), {name: SlowForThePilot(name, round_out=out) for name in real.gate.channels}
    gate = replace(real.gate, channels=fakes, origin=site)
    surveyor = replace(real.surveyor, mirrors=[site])
    works = replace(real, surveyor=surveyor, gate=gate, publisher=replace(real.publisher, channels=fakes))
    survey, _ = works.surveyor.pull()
    campaign.send(works, works.publisher.claim(works.gate.ready(survey, survey.now).works))
    states = {row.subject: row.state for row in works.views.rows()}
    assert states == {ROUND["id"]: State.SENT, PILOT["id"]: State.SENT}
