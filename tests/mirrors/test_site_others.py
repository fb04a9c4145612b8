"""What is not Kutsu's in the folder of the site, and links that lead nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mirrors.test_site_again import PLAN
from tests.mirrors.test_site_whole import NEW, show


def test_a_page_of_others_is_theirs(tmp_path: Path) -> None:
    """A page that others put beside the folders of languages stays, even when the record of what was written is lost."""
    root = tmp_path / "site"
    show(root, PLAN)
    other = root / "saavutettavuus/index.html"
    other.parent.mkdir()
    other.write_text("<p>Oma sivu</p>", "utf-8")
    for plan in (NEW, PLAN):
        (tmp_path / "site.shown").unlink()
        show(root, plan)
        assert other.read_text("utf-8") == "<p>Oma sivu</p>"


def test_a_link_that_leads_to_itself_is_told(tmp_path: Path) -> None:
    """It ends with an error and not in a circle."""
    root = tmp_path / "site"
    root.symlink_to(root)
    with pytest.raises(OSError, match="site"):
        show(root, PLAN)
