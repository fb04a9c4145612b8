"""Share cards drawn once for everybody: previews, posts and the site show the same card, and each draws in a process of its own."""

from __future__ import annotations

import logging
from pathlib import Path

from kutsu.core import cards
from kutsu.core.model import Subject
from kutsu.core.ports import Artist
from kutsu.core.publication import Picture
from kutsu.core.render import Renderer
from kutsu.mirrors.files import write_whole
from kutsu.mirrors.page import mark

MOST, SPARED = 3000, 2000
"""From how many cards on (40 kB each) those go that nobody has used for longest, and how many stay."""

_log = logging.getLogger(__name__)


class Easel:
    """An artist whose cards are kept in the folder `root`, by their words and by how they are drawn; another `pencil` draws others."""

    def __init__(self, root: Path, renderer: Renderer, artist: Artist, pencil: str) -> None:
        """Nothing is read yet."""
        self._root, self._renderer, self._artist = root, renderer, artist
        shapes = {path: text for path, text in renderer.sources.items() if path.startswith("shapes/card/")}
        self._drawn_by = mark(pencil, shapes, renderer.city.colours)

    def draw(self, content: Subject[str], language: str) -> Picture:
        """The card of `content` in `language`; raises `Faulty` as the artist does. A folder that takes nothing costs time alone."""
        card = cards.card(content, self._renderer.voice(language))
        path = self._root / f"{mark(self._drawn_by, card, language)}.png"
        try:
            kept = path.read_bytes()
            path.touch()
            return Picture(kept, "image/png", card.alt)
        except OSError:
            picture = self._artist.draw(content, language)
        try:
            if write_whole(path, picture.content):
                self._clear()
        except OSError as error:
            _log.warning("a share card could not be kept in %s: %s", self._root, error)
        return picture

    def _clear(self) -> None:
        """Take away what nobody has used for longest, where there is too much."""
        found = list(self._root.glob("*.png"))
        if len(found) > MOST:
            for path in sorted(found, key=lambda each: each.stat().st_mtime)[:-SPARED]:
                path.unlink(missing_ok=True)
