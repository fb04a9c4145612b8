"""A sample of the demo's site as a reader has it: the fullest page of each kind in each language. `make site-check` takes all."""

from __future__ import annotations

import re

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


def test_the_standard(site: Whole) -> None:
    """html-validate finds nothing on any page of the site."""
    assert list(standard.faults(site.root)) == []
