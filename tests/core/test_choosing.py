"""A choice narrows what a run by hand sends, and never cuts asunder what goes out together."""

from __future__ import annotations

import pytest

from kutsu.core.choosing import Choice, named
from kutsu.core.model import Reference
from tests.factories import delivery, entry, pilot, session, texts

KEYS = [f"PILOT-1/pilot-chosen/{key}/x-{key}/" for key in ("fi", "sv", "en")]
OTHER = "INFO-1/session-reminder/fi+sv/facebook/"
PLANNED = [delivery(key) for key in (*KEYS, OTHER)]


@pytest.mark.parametrize(
    ("choice", "keys"),
    [
        (Choice(), [*KEYS, OTHER]),
        (Choice(subjects={"INFO-1"}), [OTHER]),
        (Choice(kinds=["pilot-chosen"]), KEYS),
        (Choice(channels=["facebook"]), [OTHER]),
        (Choice(subjects={"PILOT-1"}, languages=["sv"]), KEYS[:2]),
        (Choice(subjects={"PILOT-1"}, languages=["en"]), KEYS),
        (Choice(channels=["x-fi"]), KEYS[:2]),
        (Choice(kinds=["digest"]), []),
    ],
)
def test_a_choice(choice: Choice, keys: list[str]) -> None:
    """What is chosen goes, and with it the languages that the law wants together with it; all else stays."""
    assert [each.key for each in choice.of(PLANNED, ("fi", "sv"))] == keys


def test_ids() -> None:
    """A pilot's sessions go with it, an id may be written small, and one that no sheet has is told with those that are near."""
    theirs = session(pilots=(Reference("PILOT-1", texts("Otsikko")),))
    found, unknown = named([" pilot-1 ", "PILOT-l", ""], [entry(pilot()), entry(theirs)])
    assert found == {"PILOT-1", theirs.id}
    (words,) = unknown
    assert words.startswith("pilots: no sheet has a row with the id 'PILOT-l'; did you mean PILOT-1?")
