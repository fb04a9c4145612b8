"""Calendars over HTTP: as calendars, in UTF-8, or ä and å break in some programs."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.testclient import TestClient

import kutsu.web


def test_media_type(tmp_path: Path) -> None:
    """A calendar file is served as text/calendar with its charset, and to the byte."""
    assert kutsu.web.__name__ == "kutsu.web"
    assert mimetypes.guess_type("calendar.ics") == ("text/calendar", None)
    content = "BEGIN:VCALENDAR\r\nNAME:Leppävaara å\r\nEND:VCALENDAR\r\n".encode()
    (tmp_path / "calendar.ics").write_bytes(content)
    answer = TestClient(Starlette(routes=[Mount("/", StaticFiles(directory=tmp_path))])).get("/calendar.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.content == content
