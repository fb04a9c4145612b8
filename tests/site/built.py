"""The site of the demo as the demo writes it, made in seconds: its sheet is pulled and ticked, and nothing is published."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from kutsu import demo
from kutsu.clock import TickingClock
from kutsu.settings import read_settings
from kutsu.survey import silent
from kutsu.wiring import wire
from tests.campaign.world import ROOT, TODAY
from tests.factories import ZONE

ADDRESS = "https://kokeilut.site.example"
"""Where the site would be public; a host of its own, so that a link of the plan is never taken for one of the site."""


def built(state: Path) -> Path:
    """The folder of the demo's site on the demo's day at ten, with all that is finished approved.

    Nobody reads previews and answers here, so they are not made; what a pull saw counts as shown.
    """
    environment = dict.fromkeys(("KUTSU_SITE", "KUTSU_SANDBOX", "KUTSU_WEB"), ADDRESS)
    settings = read_settings(ROOT / "config/demo", state, environment)
    works = wire(settings, TickingClock.starting(ZONE, dt.datetime.combine(TODAY, demo.OPENING, ZONE)))
    surveyor = replace(works.surveyor, previewed=False, followers=(), advisers=(), answer=silent)
    demo.build(settings, TODAY)
    surveyor.learn(whole=False)
    demo.tick(works)
    survey, _ = surveyor.learn(whole=False)
    assert not [fault for fault in survey.plan.faults if fault.code in ("mirror-failed", "part-failed")]
    return (state / "site").resolve()
