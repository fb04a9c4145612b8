"""Pages of the site in Chromium: no language of config, draft or not, is shown in boxes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from kutsu.core.content import digest
from kutsu.core.model import Approved
from kutsu.core.render import Renderer
from kutsu.mirrors.pages import Pages
from tests import drafted, samples, typefaces
from tests.system.chromium import CHROMIUM, QUIET

pytestmark = [pytest.mark.system, pytest.mark.timeout(120)]

NOW = dt.datetime(2019, 10, 22, 10, tzinfo=samples.CITY.zoneinfo)

BOXED = """() => {
  const pen = Object.assign(document.createElement("canvas"), {width: 40, height: 40}).getContext("2d", {willReadFrequently: true})
  const {fontFamily} = getComputedStyle(document.body)
  const drawn = letter => {
    pen.clearRect(0, 0, 40, 40)
    pen.font = `20px ${fontFamily}`
    pen.fillText(letter, 5, 28)
    return pen.getImageData(0, 0, 40, 40).data.join()
  }
  const box = drawn("\\u0378")
  return [...new Set(document.body.textContent)].filter(letter => letter.trim() && drawn(letter) === box)
}"""
"""The letters of a page that look like U+0378, which is none."""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium with the fonts of the share cards."""
    found = typefaces.environment(tmp_path_factory.mktemp("fonts"))
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET, env=found)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of the samples in every language of config."""
    root = tmp_path_factory.mktemp("site")
    contents = [(key, drafted.spoken(each, key)) for each in samples.SUBJECTS.values() for key in drafted.LANGUAGES]
    plan = [Approved(key, content, digest(content), NOW) for key, content in contents]
    for page in Pages(Renderer(samples.sources(), drafted.CITY, drafted.LANGUAGES), plan, NOW).all():
        (root / page.path).parent.mkdir(parents=True, exist_ok=True)
        (root / page.path).write_text(str(page.make()), "utf-8")
    return root


@pytest.mark.parametrize("key", drafted.LANGUAGES)
def test_no_boxes(browser: Browser, site: Path, key: str) -> None:
    """Every letter of the pages has a glyph, the names of all languages among them, and nothing is wider than a phone."""
    page = browser.new_page(viewport={"width": 320, "height": 700})
    for name in ("", "pilot-01/", "session-01/"):
        page.goto((site / key / name / "index.html").as_uri())
        assert page.evaluate(BOXED) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.get_attribute("html", "lang") == drafted.LANGUAGES[key].tag
    page.close()
