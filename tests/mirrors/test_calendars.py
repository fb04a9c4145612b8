"""Calendars of the site: whom the page offers them, which there are, and what becomes of them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from kutsu.core.errors import Faulty
from kutsu.core.model import Approved, Status
from kutsu.core.render import Renderer
from kutsu.mirrors.site import Site
from tests import samples
from tests.calendars import agreed
from tests.fakes import HandClock
from tests.mirrors.reading import Page

AT = dt.datetime(2019, 10, 18, 9, tzinfo=samples.CITY.zoneinfo)
END = dt.datetime.combine(samples.SESSION.day, samples.SESSION.end, samples.CITY.zoneinfo)


def shown(folder: Path, plan: list[Approved], now: dt.datetime = AT, **city: Any) -> Path:
    """A site of this plan."""
    renderer = Renderer(samples.sources(), dataclasses.replace(samples.CITY, **city), samples.languages())
    Site(folder / "site", renderer, HandClock(now)).show(plan)
    return folder / "site"


def plan(**changes: Any) -> list[Approved]:
    """The pilot and its session in Swedish."""
    return [samples.approved(samples.PILOT, "sv", AT), samples.approved(samples.SESSION, "sv", AT, **changes)]


def page(site: Path, name: str = "sv/session-01/index.html") -> Page:
    """A page as its readers have it."""
    return Page((site / name).read_text("utf-8"))


def test_ways_into_a_calendar(tmp_path: Path) -> None:
    """A coming session offers its file, two calendars on the web, and subscriptions to all sessions and to its theme."""
    found = page(shown(tmp_path, plan()))
    assert {"Lägg till i kalendern", "Google Calendar", "Outlook.com", "Prenumerera på en kalender"} <= set(found.lines)
    host = samples.SITE.partition("://")[2]
    for name in ("calendar", "calendar-interpreting"):
        assert f"webcal://{host}/sv/{name}.ics" in found.links
        assert f"{samples.SITE}/sv/{name}.ics" in found.links
    assert "session-01.ics" in found.links
    assert not any("calendar-education" in link for link in found.links)


@pytest.mark.parametrize(
    ("changes", "now"), [({"status": Status.CANCELLED}, AT), ({}, END), ({"status": Status.HELD}, AT)]
)
def test_nobody_adds_what_is_over(tmp_path: Path, changes: dict[str, Any], now: dt.datetime) -> None:
    """A session that is cancelled or over is offered to nobody's calendar; its file stays, for those who have it."""
    site = shown(tmp_path, plan(**changes), now)
    assert "Lägg till i kalendern" not in page(site).lines
    assert len(agreed((site / "sv/session-01/session-01.ics").read_bytes().decode())) == 1


def test_the_index_offers_all(tmp_path: Path) -> None:
    """The first page of a language has every calendar of it, those still empty too, and each is there."""
    site = shown(tmp_path, plan())
    offered = [link for link in page(site, "sv/index.html").links if link.startswith("webcal:")]
    assert [link.rpartition("/")[2] for link in offered] == [
        "calendar.ics",
        "calendar-education.ics",
        "calendar-interpreting.ics",
    ]
    assert all((site / "sv" / link.rpartition("/")[2]).is_file() for link in offered)


def test_what_is_withdrawn_goes(tmp_path: Path) -> None:
    """The file of a session that is shown no more is removed, and its entry from the calendars."""
    site = shown(tmp_path, plan())
    shown(tmp_path, plan()[:1])
    assert not (site / "sv/session-01").exists()
    assert agreed((site / "sv/calendar.ics").read_bytes().decode()) == []


def test_a_theme_that_is_no_address(tmp_path: Path) -> None:
    """A theme whose key could lead out of the site is told, and nothing is written."""
    themes = {**samples.CITY.themes, "../x": {"sv": "X"}}
    with pytest.raises(Faulty, match="cannot be part of an address"):
        shown(tmp_path, plan(), themes=themes)
    assert not (tmp_path / "site").exists()
