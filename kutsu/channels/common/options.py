"""Reads an adapter's own options out of `config/channels.toml`, collecting every fault before one is raised."""

from __future__ import annotations

from collections.abc import Mapping

from kutsu.core.config import ChannelTable
from kutsu.core.errors import Faulty


class Options:
    """The options of one table; `known` are the keys of its adapter, `spoken` those that may also end in `_<language>`."""

    def __init__(self, table: ChannelTable, known: tuple[str, ...] = (), spoken: tuple[str, ...] = ()) -> None:
        self._table = table
        self._faults: list[str] = []
        allowed = {*known, *spoken, *(f"{key}_{language}" for key in spoken for language in table.languages)}
        for key in table.options:
            if key not in allowed:
                wanted = ", ".join(sorted(allowed)) or "no options"
                self.fault(key, f"the adapter {table.adapter!r} does not know this option; it takes {wanted}")

    def fault(self, key: str, what: str) -> None:
        """Note what is wrong at `key` and what to do; the file is for who has read it to name."""
        self._faults.append(f"[{self._table.name}] {key}: {what}")

    def text(self, key: str, default: str = "") -> str:
        """The text at `key`; a number is taken as its digits (ids)."""
        return str(self._table.options.get(key, default)).strip()

    def texts(self, key: str) -> Mapping[str, str]:
        """The text at `key` for each language: `<key>_<language>` where it is given, else `<key>`."""
        return {language: self.text(f"{key}_{language}", self.text(key)) for language in self._table.languages}

    def numbers(self, key: str) -> Mapping[str, int]:
        """The whole number at `key` for each language, as `texts` does; 0 where there is none."""
        return {language: self._number(key, language, text) for language, text in self.texts(key).items()}

    def _number(self, key: str, language: str, text: str) -> int:
        if text and not text.isdecimal():
            own = f"{key}_{language}"
            self.fault(own if own in self._table.options else key, f"{text!r} is not a whole number")
            return 0
        return int(text or 0)

    def close(self) -> None:
        """Raise `Faulty` with all that was wrong, each fault once."""
        if self._faults:
            raise Faulty(list(dict.fromkeys(self._faults)))
