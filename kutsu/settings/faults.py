"""What is wrong in a config directory: every fault with its file, table and key, but none that only follows from another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from kutsu.core.coherence import Place
from kutsu.core.errors import Faulty


@dataclass
class Faults:
    """The faults of one config in the order in which they are found; `sentences` are for people."""

    folder: Path
    homes: dict[Place, Path] = field(default_factory=dict)
    sentences: list[str] = field(default_factory=list)
    _spoilt: set[Place] = field(default_factory=set)

    def where(self, name: str, *keys: str) -> str:
        """A place for people, `config/city.toml [themes.education] sv`, in the directory that it was read from."""
        path = self.homes.get((name, *keys[:1])) or self.homes.get((name,)) or self.folder / name
        table = ".".join(keys[:-1])
        return " ".join(filter(None, (str(path), table and f"[{table}]", *keys[-1:])))

    def tell(self, place: Place, words: str) -> None:
        """Add a fault, once."""
        if (sentence := f"{self.where(*place)}: {words}") not in self.sentences:
            self.sentences.append(sentence)

    def spoil(self, place: Place) -> None:
        """Remember that there is nothing at this place to rely on: a file that cannot be read, a key with a stand-in."""
        self._spoilt.add(place)

    def spoilt(self, *place: str) -> bool:
        """Whether this place, or what it is part of, cannot be relied on."""
        return any(place[:length] in self._spoilt for length in range(1, len(place) + 1))

    def follow(self, found: Iterable[tuple[Place, str]]) -> None:
        """Add what was found in values that have their shape; what is said of a stand-in is nobody's fault."""
        for place, words in found:
            if not self.spoilt(*place):
                self.tell(place, words)

    def close(self) -> None:
        """Raise `Faulty` with all that was told."""
        if self.sentences:
            raise Faulty(list(self.sentences))
