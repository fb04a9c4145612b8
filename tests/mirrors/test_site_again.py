"""The site is made again only when it has to be, and whenever it has to be."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from kutsu.core.model import Approved
from kutsu.core.render import Renderer
from kutsu.mirrors.site import Site
from tests import samples
from tests.fakes import HandClock

AT = dt.datetime(2019, 10, 18, 9, tzinfo=samples.CITY.zoneinfo)
PLAN = [samples.approved(subject, language, AT) for subject in samples.SUBJECTS.values() for language in ("fi", "sv")]


class Counting(Renderer):
    """A renderer that counts its pages."""

    made = 0

    def page(self, shape: str, language: str, context: Mapping[str, object]) -> str:
        """Make one more."""
        self.made += 1
        return super().page(shape, language, context)


def shown(folder: Path, plan: list[Approved], now: dt.datetime = AT, address: str = samples.SITE) -> tuple[int, int]:
    """How many pages a new process makes of this plan, and how many files change."""
    renderer = Counting(samples.sources(), dataclasses.replace(samples.CITY, site=address), samples.languages())
    return Site(folder / "site", renderer, HandClock(now)).show(plan), renderer.made


def test_nothing_is_made_again_of_the_same(tmp_path: Path) -> None:
    """A second process with the same plan, a few minutes later, makes no page and changes no file."""
    files, pages = shown(tmp_path, PLAN)
    calendars = len(list((tmp_path / "site").rglob("*.ics")))
    assert calendars == 2 * (1 + 1 + len(samples.CITY.themes))
    others = ("*/feed.json", "*.css", "*.svg", "robots.txt", "sitemap.xml")
    assert files == pages + calendars + sum(len(list((tmp_path / "site").glob(each))) for each in others)
    assert shown(tmp_path, PLAN, AT + dt.timedelta(minutes=10)) == (0, 0)


def damage(page: Path) -> None:
    """Somebody writes over a page."""
    page.write_text("broken", "utf-8")


def stray(page: Path) -> None:
    """Somebody copies a page."""
    copy = page.parent.with_name("old")
    copy.mkdir()
    (copy / page.name).write_bytes(page.read_bytes())


@pytest.mark.parametrize("touch", [damage, Path.unlink, stray])
def test_a_file_that_somebody_touched_is_mended(tmp_path: Path, touch: Callable[[Path], object]) -> None:
    """A page that was changed or taken away is written again, and one that nobody wants goes."""
    shown(tmp_path, PLAN)
    touch(next((tmp_path / "site/fi").glob("*/index.html")))
    assert shown(tmp_path, PLAN) == (1, touch is not stray)
    assert shown(tmp_path, PLAN) == (0, 0)


def test_what_is_shown_decides(tmp_path: Path) -> None:
    """Another content, another address of the site and a record that cannot be read are each reason to make the pages."""
    _, pages = shown(tmp_path, PLAN)
    assert shown(tmp_path, PLAN[1:])[1] < pages
    assert shown(tmp_path, PLAN, address="https://elsewhere.example")[1] == pages
    (tmp_path / "site.shown").write_text("half a rec", "utf-8")
    assert shown(tmp_path, PLAN, address="https://elsewhere.example") == (0, pages)


def test_time_decides_too(tmp_path: Path) -> None:
    """When a session ends, what shows that is made again at once; all is made again once a week, as nobody forgets nothing."""
    end = dt.datetime.combine(samples.SESSION.day, samples.SESSION.end, samples.CITY.zoneinfo)
    before = end - dt.timedelta(minutes=1)
    _, pages = shown(tmp_path, PLAN, before)
    assert shown(tmp_path, PLAN, before) == (0, 0)
    assert shown(tmp_path, PLAN, end)[0] > 0
    assert shown(tmp_path, PLAN, end + dt.timedelta(days=1)) == (0, 0)
    assert shown(tmp_path, PLAN, end + dt.timedelta(days=7)) == (0, pages)
