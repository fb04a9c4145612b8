"""The share cards of the site: drawn a few at a time, when a pull has done everything else, and kept by what stands on them."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from kutsu.core import cards
from kutsu.core.errors import Faulty
from kutsu.core.model import Approved
from kutsu.core.ports import Artist
from kutsu.core.render import Renderer
from kutsu.mirrors.files import write_whole
from kutsu.mirrors.page import mark

MOST = 100
"""How many cards are drawn in one pull, which takes some ten seconds; the others are drawn in the next ones."""

REFUSED = ".none"
"""The ending of what stands for a card that cannot be drawn; it is not tried again."""

_log = logging.getLogger(__name__)


@dataclass
class Names:
    """Under which name the card of each subject is kept, by language and id, of a content with that digest; as of one `made_of`."""

    made_of: str = ""
    known: dict[str, tuple[str, str]] = field(default_factory=dict)


class Deck:
    """The cards in the folder `root`, each under a fingerprint of its words and of how it is drawn: most edits change none."""

    def __init__(self, root: Path, renderer: Renderer, artist: Artist, pencil: str, program: str) -> None:
        """Nothing is read yet. Another `pencil` draws other cards; another `program` may put other words on them."""
        self._root, self._renderer, self._artist = root, renderer, artist
        shapes = {path: text for path, text in renderer.sources.items() if path.startswith("shapes/card/")}
        self._drawn_by = mark(pencil, shapes, renderer.city.colours)
        self._made_of = mark(self._drawn_by, renderer.city, renderer.voices, program)
        self._names: Names | None = None

    def drawn(self, approved: Iterable[Approved]) -> dict[tuple[str, str], Path]:
        """The cards of these contents, as far as they are drawn, by language and subject."""
        there = {path.name for path in self._root.glob("*.png")}
        named = self._named(approved)
        return {key: self._root / f"{name}.png" for key, (_, name) in named.items() if f"{name}.png" in there}

    def draw(self, approved: Sequence[Approved]) -> int:
        """Draw some of the cards that are lacking, and take away those that nobody wants; returns how many were drawn."""
        named = self._named(approved)
        wanted = {name: one for one, name in named.values() if name}
        there = {path.stem: path for path in self._root.glob("*") if path.suffix in (".png", REFUSED)}
        for name in there.keys() - wanted.keys():
            there[name].unlink(missing_ok=True)
        drawn = (1 for name, one in wanted.items() if name not in there and self._draw(one, name))
        count = sum(islice(drawn, MOST))
        self._keep(named)
        return count

    def _draw(self, one: Approved, name: str) -> bool:
        """Draw one card, or note that it cannot be drawn: that is told once, in the log."""
        try:
            picture = self._artist.draw(one.content, one.language)
        except Faulty as fault:
            _log.warning("%s", fault)
            write_whole(self._root / f"{name}{REFUSED}", b"")
            return False
        return write_whole(self._root / f"{name}.png", picture.content)

    def _named(self, approved: Iterable[Approved]) -> dict[tuple[str, str], tuple[Approved, str]]:
        """Each content with the name of its card."""
        if self._names is None:
            self._names = self._read()
        return {(one.language, one.content.id): (one, self._name(one, self._names)) for one in approved}

    def _name(self, one: Approved, names: Names) -> str:
        """The name of a card; empty where words are lacking for it. To put its words together takes its time."""
        key = f"{one.language}/{one.content.id}"
        digest, name = names.known.get(key, ("", ""))
        if digest != one.digest:
            try:
                name = mark(self._drawn_by, cards.card(one.content, self._renderer.voice(one.language)))
            except Faulty as fault:
                _log.warning("%s: no share card: %s", key, fault)
                name = ""
            names.known[key] = one.digest, name
        return name

    def _read(self) -> Names:
        """The names as they were kept; none of another make."""
        try:
            kept = Names(**json.loads((self._root / "names.json").read_bytes()))
        except (OSError, ValueError, TypeError):
            kept = Names()
        return kept if kept.made_of == self._made_of else Names(self._made_of)

    def _keep(self, named: dict[tuple[str, str], tuple[Approved, str]]) -> None:
        """Keep the names of these contents."""
        known = {f"{language}/{subject}": (one.digest, name) for (language, subject), (one, name) in named.items()}
        text = json.dumps({"made_of": self._made_of, "known": dict(sorted(known.items()))})
        write_whole(self._root / "names.json", text.encode())
