"""What a rehearsal tells of its end."""

from __future__ import annotations

from kutsu.rehearsal.outcome import Rehearsal
from tests.factories import NOW


def test_what_waits_is_told_once() -> None:
    """What is held is told by subject and kind with the reasons of its own; what only goes together with it adds nothing."""
    held = {
        "INFO-1/session-invitation/fi/x-fi/": "goes together with sv: missing: venue",
        "INFO-1/session-invitation/sv/x-sv/": "missing: venue",
        "INFO-1/session-invitation/sv/facebook/": "missing: venue",
        "PILOT-2/pilot-chosen/fi/x-fi/": "goes together with sv: the row has an error",
    }
    played = Rehearsal(NOW, NOW, [], [], [], held, 0)
    assert played.waiting == [
        ("INFO-1/session-invitation", "missing: venue"),
        ("PILOT-2/pilot-chosen", "goes together with sv: the row has an error"),
    ]
