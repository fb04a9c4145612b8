"""A desk whose pulls end with previews: real templates and rules, a sheet in memory, cards that are their words."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from kutsu.core.approval import Verdict
from kutsu.core.grid import Fault
from kutsu.preview.folder import Folder
from kutsu.preview.previews import Previews
from tests.books import Row
from tests.core.rows import PILOT, sheet
from tests.fakes import FakeArtist
from tests.test_release import Desk

BASE = "https://esikatselu.example"
LANGUAGES = ("fi", "sv", "en")


class PreviewDesk(Desk):
    """One pilot in the sheet, its accounts with pictures, and previews below the test's folder."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        for name in ("x-fi", "x-sv", "x-en"):
            self.channels[name].pictures = True
        self.artist = FakeArtist()
        self.gate = replace(self.gate, gallery=replace(self.gallery, artist=self.artist))
        self.memories = self.surveyor.memories
        self.folder = Folder(path / "preview", "a secret of this state")
        self.previews = Previews(self.gate, self.memories, self.folder, BASE)
        self.surveyor = replace(self.surveyor, followers=[self.previews], previewed=True)

    def fill(self, *rows: Row) -> None:
        """Put these pilots into the sheet."""
        self.sheet.holds = sheet(round=[], pilots=[{**row, "round": None} for row in rows or (PILOT,)], sessions=[])

    def pull(self, *rows: Row) -> list[Verdict]:
        """Pull a sheet of these rows; gives what the first one's Finnish and Swedish come to."""
        if rows:
            self.fill(*rows)
        found = self.surveyor.pull()[0].standings
        return [found[str((rows or (PILOT,))[0]["id"]), language].verdict for language in ("fi", "sv")]

    def faults(self) -> list[Fault]:
        """What the previews have to tell of a pull."""
        return [each for each in self.surveyor.pull()[0].plan.faults if each.code.startswith("preview")]

    def page(self, subject: str = "PILOT-1", ui: str = "fi") -> str:
        """The page of a row as it stands in the folder, or the index for an empty name."""
        return (self.folder.root / self.folder.name(subject, ui)).read_text("utf-8")

    def files(self) -> dict[str, int]:
        """Every file of the folder with the time of its last writing."""
        paths = (path for path in self.folder.root.rglob("*") if path.is_file())
        return {path.relative_to(self.folder.root).as_posix(): path.stat().st_mtime_ns for path in paths}


class Reader(HTMLParser):
    """What a reader of a page sees, and what its browser would fetch."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.text = re.sub(r"\s+", " ", self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Gather the text."""
        self.text += data

    def all(self, tag: str, name: str) -> list[str]:
        """The values of an attribute of all elements of a tag."""
        return [str(attrs[name]) for found, attrs in self.elements if found == tag and name in attrs]
