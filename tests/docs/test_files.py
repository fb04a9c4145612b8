"""Every file that the docs name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.pages import FENCE, INLINE, PAGES, ROOT, code, named

OURS = re.compile(r"(?:kutsu|flows|templates|config|deployments|tests|docs|\.ci)/[\w./*-]*")
MADE = ("config/audience",)
"""What people make themselves; and, until its branch is merged, a file that is not there yet."""

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def there(path: str) -> bool:
    """Whether a file, a folder or a pattern of the repository exists."""
    return any(ROOT.glob(path.rstrip("/")))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_named_files_exist(page: Path) -> None:
    """Every path of the repository that stands as code on a page exists."""
    paths = {each for each in code(page) if OURS.fullmatch(each)}
    assert {each for each in paths if not there(each) and not each.startswith(MADE)} == set()


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link and picture exists, so that the pages can be read on a code host too."""
    text = INLINE.sub("", FENCE.sub("", page.read_text("utf-8")))
    links = {link for link in LINK.findall(text) if "://" not in link and not link.startswith("mailto:")}
    assert {link for link in links if not (page.parent / link).exists()} == set()
