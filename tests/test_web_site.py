"""The site over HTTP, as `python -m kutsu.web` serves it."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from kutsu.web.__main__ import site
from tests.mirrors.reading import Page
from tests.sites import show


@pytest.mark.parametrize("address", ["/nowhere/", "/fi/pilot-99/deep/er.html", "/%3Cscript%3E"])
def test_an_unknown_address(tmp_path: Path, address: str) -> None:
    """It is a 404 with a page in every language, whose links work from any depth and which search engines leave alone."""
    show(tmp_path)
    visitor = TestClient(site(tmp_path))
    answer = visitor.get(address)
    assert answer.status_code == 404
    page = Page(answer.text)
    assert {"Sivua ei löytynyt", "Sidan hittades inte", "Page not found"} <= set(page.lines)
    assert {"/fi/", "/sv/", "/en/"} <= set(page.links)
    assert all(visitor.get(link).status_code == 200 for link in page.links)
    assert 'content="noindex"' in answer.text


def test_a_folder_without_a_page_for_what_is_lost(tmp_path: Path) -> None:
    """The previews have none, and are served all the same."""
    assert TestClient(site(tmp_path)).get("/nowhere/").status_code == 404
