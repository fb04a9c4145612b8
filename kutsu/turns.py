"""One at a time, in turn: for requests of which nobody can look up what became of one whose answer was lost."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from threading import Event, Lock


class Turn:
    """A turn that goes round among all who want it, whoever has waited longest first."""

    def __init__(self) -> None:
        self._line = Lock()
        self._waiting: deque[Event] = deque()
        self._taken = False

    @contextmanager
    def taken(self, patience: float, meanwhile: Callable[[], object]) -> Iterator[None]:
        """Have the turn inside the block; while waiting for it, call `meanwhile` whenever so many seconds of the wall have passed."""
        self._take(patience, meanwhile)
        try:
            yield
        finally:
            self._pass_on()

    def _take(self, patience: float, meanwhile: Callable[[], object]) -> None:
        """Wait for the turn; whatever `meanwhile` raises, nobody behind in the line waits for one who left."""
        mine = Event()
        with self._line:
            if not self._taken:
                self._taken = True
                return
            self._waiting.append(mine)
        try:
            while not mine.wait(patience):
                meanwhile()
        except BaseException:
            self._leave(mine)
            raise

    def _leave(self, mine: Event) -> None:
        """Leave the line; if the turn has just come, it goes on."""
        with self._line:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return
        self._pass_on()

    def _pass_on(self) -> None:
        """Give the turn to who has waited longest; with nobody there, whoever comes takes it."""
        with self._line:
            self._taken = bool(self._waiting)
            if self._waiting:
                self._waiting.popleft().set()


@cache
def turn(network: str) -> Turn:  # noqa: ARG001  the cache keeps one for each
    """The turn of a network: one for the whole process, however many publishers and accounts it has there."""
    return Turn()
