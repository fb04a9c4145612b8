"""A sample of the demo's site as a reader has it: the fullest page of each kind in each language. `make site-check` takes all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.site import standard
from tests.site.look import looking
from tests.site.reading import Whole

pytestmark = [pytest.mark.system, pytest.mark.timeout(280)]


def sample(site: Whole) -> list[str]:
    """Of each kind of page in each language the one with the most to say."""
    ranked = sorted(site.pages, key=lambda path: len(site.pages[path].html))
    return sorted({re.sub(r"-[\w-]+/", "/", path): path for path in ranked}.values())


def test_in_a_browser(site: Whole) -> None:
    """axe-core finds and doubts nothing on a phone and at 200 % zoom, in light and dark; nothing scrolls sideways or asks others."""
    paths = sample(site)
    assert len(paths) > len({page.language for page in site.pages.values()})
    with looking(site.root) as glass:
        assert list(glass.faults(paths)) == []


BAD = """<!DOCTYPE html><html lang="fi"><head><meta charset="utf-8"><title>Huono</title></head><body><main><h1>Huono</h1>
<p style="color: #bbb">Harmaa</p><p style="width: 900px">Leveä</p><img src="https://elsewhere.example/a.png"></main></body></html>"""


def test_what_is_bad_is_seen(tmp_path: Path) -> None:
    """Pale words, a picture without words, something too wide and a look at another host are told, so silence means something."""
    (tmp_path / "bad.html").write_text(BAD, "utf-8")
    with looking(tmp_path) as glass:
        told = "\n".join(glass.faults(["bad.html"]))
    for fault in (
        "320 px, dark: scrolls",
        "200 %: color-contrast",
        "320 px: image-alt",
        "asks for https://elsewhere.example",
    ):
        assert fault in told
    assert "wcag/h37" in "\n".join(standard.faults(tmp_path))


def test_the_standard(site: Whole) -> None:
    """html-validate finds nothing on any page of the site."""
    assert list(standard.faults(site.root)) == []
