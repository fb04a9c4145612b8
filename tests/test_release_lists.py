"""A list that breaks between two looks at it holds its own mail, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kutsu.core.errors import Faulty
from kutsu.core.publication import Message
from tests.fakes import FakeChannel
from tests.test_release import LETTER, MAIL, Desk, X, keys


class Broken(FakeChannel):
    """A mail channel whose list broke after it was asked."""

    def shares(self, message: Message) -> Sequence[tuple[str, ...]]:  # noqa: ARG002 - the port's signature
        """The list cannot be read."""
        raise Faulty(["residents.csv line 3: wrong"])


def test_a_list_that_breaks_late(tmp_path: Path) -> None:
    """It was sound when its channel was asked, and then is not: its mail is held in words, and all else goes."""
    desk = Desk(tmp_path)
    desk.approve()
    desk.channels["letter"] = Broken("letter", network="email", parts=LETTER, longest=100_000)
    ready = desk.ready()
    assert keys(ready) == set(X.values())
    assert ready.held == dict.fromkeys(MAIL.values(), "residents.csv line 3: wrong")
    desk.database.close()
