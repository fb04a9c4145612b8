"""What a machine can know of accessibility without a browser: contrast, headings, language, and no script."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from kutsu.clock import TickingClock
from kutsu.core.render import Renderer
from kutsu.mirrors.site import Site
from tests import samples
from tests.mirrors.reading import Page

STYLE = samples.sources()["shapes/site/style.css"]
PAIRS = [
    ("ink", "ground"),
    ("ink", "sheet"),
    ("soft", "ground"),
    ("soft", "sheet"),
    ("link", "ground"),
    ("link", "sheet"),
    ("on-city", "city"),
    ("on-call", "call"),
    ("on-warn", "warn"),
    ("on-stop", "stop"),
    ("on-calm", "calm"),
]
LIGHT, DARK = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+);", part)) for part in STYLE.split("@media (prefers", 1))


def _luminance(colour: str) -> float:
    """Relative luminance of `#rgb` or `#rrggbb` (WCAG 2.1)."""
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_contrast(scheme: dict[str, str], text: str, ground: str) -> None:
    """Every pair of text and ground has a contrast of at least 4.5:1, in light and in dark (WCAG 2.1 AA, 1.4.3)."""
    brighter, darker = sorted((_luminance(scheme[text]), _luminance(scheme[ground])), reverse=True)
    assert (brighter + 0.05) / (darker + 0.05) >= 4.5


def test_pages_are_built_for_everyone(tmp_path: Path) -> None:
    """Each page names its language, has one first-level heading, skips no level, allows no script and runs none."""
    now = dt.datetime(2019, 10, 22, 10, tzinfo=samples.CITY.zoneinfo)
    clock = TickingClock.starting(samples.CITY.zoneinfo, now)
    plan = [samples.approved(subject, key, now) for subject in samples.SUBJECTS.values() for key in samples.languages()]
    Site(tmp_path, Renderer(samples.sources(), samples.CITY, samples.languages()), clock).show(plan)
    for path in tmp_path.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        page = Page(html)
        assert page.language == (path.relative_to(tmp_path).parts[0] if path.parent != tmp_path else "fi")
        assert page.headings[0] == 1
        assert page.headings.count(1) == 1
        assert all(after <= before + 1 for before, after in zip(page.headings, page.headings[1:], strict=False))
        assert "default-src 'none'; style-src 'self'" in html
        assert not {"script", "style", "img"} & set(page.elements)
        assert " style=" not in html
