"""The docs as a site: it builds without a warning, and reads nothing from another host."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import ROOT

LOADED = re.compile(r"<(?:script|link|img|iframe|source)\b[^>]*?\b(?:src|href)=\"?((?:https?:)?//[^\"\s>]+)")
"""What a browser fetches by itself; the address of a link is fetched by a person."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The docs, built strictly in a folder of their own."""
    home = tmp_path_factory.mktemp("docs")
    shutil.copytree(ROOT / "docs", home / "docs")
    shutil.copy(ROOT / "zensical.toml", home)
    made = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict"], cwd=home, capture_output=True, text=True
    )
    assert made.returncode == 0, made.stdout + made.stderr
    return home / "build" / "docs"


def test_every_page_is_built(site: Path) -> None:
    """Each Markdown file is a page of the site."""
    wanted = {path.relative_to(ROOT / "docs").with_suffix("") for path in (ROOT / "docs").rglob("*.md")}
    made = {path.relative_to(site).with_suffix("") for path in site.rglob("*.html")}
    assert {path for path in wanted if path.name != "README"} - made == set()


def test_nothing_from_elsewhere(site: Path) -> None:
    """No page has a font, a script, a style or a picture of another host: it works offline, and nobody learns who reads it."""
    pages = {page.name: LOADED.findall(page.read_text("utf-8")) for page in site.rglob("*.html")}
    styles = {
        style.name: re.findall(r"url\((https?:[^)]+)\)", style.read_text("utf-8")) for style in site.rglob("*.css")
    }
    assert {name: found for name, found in (pages | styles).items() if found} == {}


def test_the_navigation_names_the_pages() -> None:
    """Every guide stands in the navigation; decisions are reached through their index."""
    named = set(re.findall(r'"([\w./-]+\.md)"', (ROOT / "zensical.toml").read_text("utf-8")))
    assert named == {path.name for path in (ROOT / "docs").glob("*.md")} | {"decisions/README.md"}
