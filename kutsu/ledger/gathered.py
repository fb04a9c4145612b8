"""One transaction for all who ask at the same time, such as sixty publications at the instant of their slot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Generic, TypeVar

Question = TypeVar("Question")
Answer = TypeVar("Answer")


@dataclass
class _Place(Generic[Question, Answer]):
    """One who asks, until the answer is there or it is this one's turn to answer."""

    question: Question
    woken: Event = field(default_factory=Event)
    leads: bool = False
    answer: Answer | None = None
    failure: BaseException | None = None


class Gathered(Generic[Question, Answer]):
    """Answers all who wait in one round; while a round is under way, the next one gathers.

    One of those who wait does the round for all. Everybody waits for an event of their own: a lock that goes round among
    sixty threads would take longer than the round itself.
    """

    def __init__(self, answer: Callable[[Sequence[Question]], Sequence[Answer]]) -> None:
        """`answer` gives the answers to many questions in their order; where it raises, all who asked meet what it raised."""
        self._answer = answer
        self._line = Lock()
        self._waiting: list[_Place[Question, Answer]] = []
        self._busy = False

    def ask(self, question: Question) -> Answer:
        """Block until the answer is there."""
        place = _Place[Question, Answer](question)
        with self._line:
            self._waiting.append(place)
            place.leads, self._busy = not self._busy, True
        if not place.leads:
            place.woken.wait()
        if place.leads:
            self._round()
        if place.failure:
            raise place.failure
        return place.answer  # type: ignore[return-value]  # an answer may be None, and is there by now

    def _round(self) -> None:
        """Answer everybody who waits, and hand over to one of those who came meanwhile."""
        with self._line:
            places, self._waiting = self._waiting, []
        try:
            for place, answer in zip(places, self._answer([each.question for each in places]), strict=True):
                place.answer = answer
        except BaseException as failure:  # told to each of them; nobody may wait for ever
            for place in places:
                place.failure = failure
        self._hand_over()
        for place in places:
            place.woken.set()

    def _hand_over(self) -> None:
        """Let the first of those who wait do the next round; with nobody there, whoever comes does."""
        with self._line:
            self._busy = bool(self._waiting)
            if self._busy:
                self._waiting[0].leads = True
                self._waiting[0].woken.set()
