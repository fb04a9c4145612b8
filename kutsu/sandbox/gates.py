"""Gates: chosen requests tell how far they are, and wait at a phase until they are let through.

Whoever watches can end a client right there: when its request has arrived (`asked`), when the network has done what it does
(`acted`), when the answer has left for the client (`answered`). They live in memory; a restart opens them all.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Literal

from kutsu.sandbox.rules import Match


class Wish(Match):
    """Which requests a gate counts, and at which phase it keeps them; at none when `at` is empty."""

    at: Literal["", "asked", "acted"] = ""


class Gate:
    """Counts the requests that reached each phase, and keeps them at one until it is opened."""

    def __init__(self, wish: Wish | None = None) -> None:
        """Keep and count what is wished; without a wish nothing."""
        self.wish, self.reached, self.waiting = wish, Counter[str](), 0
        self._open = asyncio.Event()

    async def reach(self, phase: str) -> None:
        """One request is as far as this; returns when it may go on."""
        self.reached[phase] += 1
        if self.wish and self.wish.at == phase:
            self.waiting += 1
            await self._open.wait()
            self.waiting -= 1

    def open(self) -> None:
        """Let through all that wait and all that will come."""
        self._open.set()


class Gates:
    """The gates that are set; the newest that matches a request is its gate."""

    def __init__(self) -> None:
        """None yet."""
        self._set: list[Gate] = []

    def add(self, wish: Wish) -> None:
        """Set one more."""
        self._set.append(Gate(wish))

    def of(self, method: str, path: str) -> Gate:
        """The gate of this request; an open one that nobody watches when none was set for it."""
        mine = (gate for gate in reversed(self._set) if gate.wish and gate.wish.matches(method, path))
        return next(mine, None) or Gate()

    def told(self) -> list[dict[str, int]]:
        """How many requests wait at each gate, and how many have reached each phase."""
        phases = ("asked", "acted", "answered")
        return [{"waiting": gate.waiting} | {phase: gate.reached[phase] for phase in phases} for gate in self._set]

    def open(self) -> None:
        """Let through whatever waits or will come; they go on counting."""
        for gate in self._set:
            gate.open()

    def clear(self) -> None:
        """Open all and take them away."""
        self.open()
        self._set = []
