"""Those who ask at the same time are answered in one round, each with their own answer."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from kutsu.ledger.gathered import Gathered

SECONDS = 30


class Desk:
    """Answers with the square of a number; the first round waits until it is let go. `rounds` are the questions of each."""

    def __init__(self) -> None:
        self.rounds: list[list[int]] = []
        self.entered, self.go = Event(), Event()
        self.asked = Gathered(self.square)

    def square(self, numbers: Sequence[int]) -> list[int]:
        """The squares; -1 has none here."""
        self.rounds.append(list(numbers))
        self.entered.set()
        assert self.go.wait(SECONDS)
        if -1 in numbers:
            raise ValueError("-1")
        return [number**2 for number in numbers]


def test_everybody_gets_their_own_answer() -> None:
    """While the first is answered, all others gather, and one round answers them."""
    desk = Desk()
    with ThreadPoolExecutor(40) as pool:
        first = pool.submit(desk.asked.ask, 0)
        assert desk.entered.wait(SECONDS)
        others = [pool.submit(desk.asked.ask, number) for number in range(1, 40)]
        while len(desk.asked._waiting) < len(others):
            pass
        desk.go.set()
        assert [first.result(SECONDS), *(other.result(SECONDS) for other in others)] == [n**2 for n in range(40)]
    assert [sorted(numbers) for numbers in desk.rounds] == [[0], list(range(1, 40))]


def test_a_failure_is_told_to_its_round_alone() -> None:
    """Who asked in a round that failed meets the failure; whoever asks afterwards is answered."""
    desk = Desk()
    desk.go.set()
    with pytest.raises(ValueError, match="-1"):
        desk.asked.ask(-1)
    assert desk.asked.ask(4) == 16


def test_nobody_is_forgotten() -> None:
    """However the rounds fall, everybody is answered."""
    desk = Desk()
    desk.go.set()
    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(desk.asked.ask, range(3000))) == [number**2 for number in range(3000)]
