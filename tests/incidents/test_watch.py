"""Workers that are dead while everything looks well: what the watch beside them sees."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace

from kutsu import campaign as campaigns
from kutsu.clock import TickingClock
from kutsu.core.alarms import Alarm
from kutsu.survey import Survey, Surveyor
from kutsu.watch import Watch, safely
from kutsu.wiring import Works, wire
from tests.campaign.world import World
from tests.factories import ZONE
from tests.incidents.plans import approve, row

NAMES = {f"KOE-1748/pilot-chosen/{language}" for language in ("fi", "sv", "en")}


def later(campaign: World, **span: float) -> Works:
    """The works of somebody who comes after a while."""
    return wire(campaign.works().settings, TickingClock.starting(ZONE, campaign.clock.now() + dt.timedelta(**span)))


def about(alarms: list[Alarm], name: str) -> list[Alarm]:
    """The alarms that are about deliveries of a subject."""
    return [alarm for alarm in alarms if alarm.about.startswith(f"{name}/")]


def test_postiz_1748_1259_1296_1724_dead_worker_and_a_green_page(campaign: World) -> None:
    """Workers died, the health page stayed green, posts were not sent; here the watch names each within three minutes."""
    approve(campaign, row("KOE-1748"))
    begun = campaign.clock.now()
    assert about(Watch(later(campaign, minutes=1), begun).look(), "KOE-1748") == []
    silent = about(Watch(later(campaign, minutes=3), begun).look(), "KOE-1748")
    assert {alarm.about.rpartition("/")[0].rpartition("/")[0] for alarm in silent} == NAMES
    assert len(silent) == 6
    assert {"nobody has tried" in alarm.what for alarm in silent} == {True}
    campaigns.publish_due(campaign.works(), dt.timedelta())
    assert about(Watch(later(campaign, minutes=3), begun).look(), "KOE-1748") == []


def test_postiz_1748_with_the_reason(campaign: World) -> None:
    """What a worker tried in vain is told with the network's own reason, and what a person holds is no alarm."""
    approve(campaign, row("KOE-1748-2"))
    campaign.fail("x", "401")
    campaigns.publish_due(campaign.works(), dt.timedelta())
    works = later(campaign, minutes=3)
    found = about(Watch(works, campaign.clock.now()).look(), "KOE-1748-2")
    assert {alarm.about.split("/")[3] for alarm in found} == {"x-fi", "x-sv", "x-en"}
    assert all("401" in alarm.what for alarm in found)
    for alarm in found:
        works.pauses.hold(alarm.about, works.clock.now())
    assert about(Watch(works).look(), "KOE-1748-2") == []


def test_postiz_1748_a_sheet_that_nobody_reads(campaign: World) -> None:
    """Thirteen minutes without a pull ring too, whatever is due."""
    approve(campaign, row("KOE-1748-3"))
    assert "this sheet is not read" not in {alarm.what for alarm in Watch(later(campaign, minutes=11)).look()}
    assert "this sheet is not read" in {alarm.what for alarm in Watch(later(campaign, minutes=13)).look()}


def test_a_watch_that_cannot_look(campaign: World) -> None:
    """A ledger that does not answer is an alarm by itself, and does not end the watch."""

    class Blind(Watch):
        """Cannot look."""

        def look(self) -> list[Alarm]:
            raise OSError("no disk")

    (alarm,) = safely(Blind(campaign.works()))
    assert "it cannot look (no disk)" in alarm.what


def test_a_look_that_costs_little(campaign: World) -> None:
    """While nothing changes, a look concludes nothing anew; a new reading, or a step of the ledger, is seen at the next look."""
    approve(campaign, row("KOE-1748-4"))
    works = campaign.works()
    watch, asked = Watch(works, works.clock.now()), list[int]()
    recollect = works.surveyor.recollect

    class Counted(Surveyor):
        """Counts how often it is asked."""

        def recollect(self) -> Survey:
            asked.append(1)
            return recollect()

    counted = Counted(**{each.name: getattr(works.surveyor, each.name) for each in fields(works.surveyor)})
    watch.works = replace(works, surveyor=counted)
    watch.look()
    watch.look()
    assert len(asked) == 1
    campaign.works().surveyor.pull()
    watch.look()
    assert len(asked) == 2
