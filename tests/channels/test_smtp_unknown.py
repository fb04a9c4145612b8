"""Which no of a mail server is about one person, and which is about all of us: then nobody may be taken for a bad address."""

from __future__ import annotations

import pytest

from kutsu.channels.smtp.line import unknown


@pytest.mark.parametrize(
    ("code", "words", "theirs"),
    [
        (550, b"5.1.1 <x@example.org>: Recipient address rejected: User unknown", True),
        (550, b"No such user here", True),
        (554, b"5.7.1 <x@example.org>: Relay access denied", False),
        (550, b"relay not permitted", False),
        (550, b"Relaying denied. Proper authentication required.", False),
        (530, b"Authentication required", False),
        (450, b"4.2.0 Greylisted", False),
    ],
)
def test_whom_a_no_is_about(code: int, words: bytes, theirs: bool) -> None:
    """A server that passes nothing on would else leave out a whole list, one by one, and the mail would count as sent."""
    assert unknown(code, words) is theirs
