"""Notes on what comes at the same hour, or in the same words."""

from __future__ import annotations

import datetime as dt

from kutsu.core.crowding import crowds, fingerprint, repeated
from tests.factories import NOW, ZONE, delivery, message

HOUR = NOW.replace(minute=0, second=0, microsecond=0)
HOUR_LONG = dt.timedelta(hours=1)


def test_several_things_in_one_hour() -> None:
    """They are told once, with all channels that say them; one thing in three languages, and the next hour, are no crowd."""
    keys = ["A/pilot-chosen/fi/facebook/", "A/pilot-chosen/sv/facebook/", "A/pilot-chosen/fi/x-fi/"]
    quiet = [delivery(key, slot=HOUR) for key in keys] + [
        delivery("B/pilot-chosen/fi/x-fi/", slot=HOUR + 2 * HOUR_LONG)
    ]
    assert list(crowds(quiet, ZONE)) == []
    more = [delivery(f"B/pilot-chosen/fi/{name}/", slot=HOUR + HOUR_LONG / 2) for name in ("facebook", "x-fi")]
    (told,) = map(str, crowds([*quiet, *more], ZONE))
    assert told.endswith("2 things in one hour on facebook, x-fi: A pilot-chosen, B pilot-chosen")
    assert told.startswith(f"{HOUR.astimezone(ZONE):%d.%m.%Y %H}–")


def test_the_same_words_twice() -> None:
    """On one channel they are told with both keys; on two channels they are no news."""
    one, two, other = (
        delivery(key) for key in ("A/pilot-chosen/fi/x-fi/", "B/pilot-chosen/fi/x-fi/", "A/pilot-chosen/fi/y/")
    )
    said = {each.key: fingerprint(message("Tervetuloa!")) for each in (one, two, other)}
    assert list(repeated([one, two, other], said)) == [(two.key, one.key)]
    assert list(repeated([one, two], {**said, two.key: fingerprint(message("Hei!"))})) == []
    assert list(repeated([one, two], {one.key: said[one.key]})) == []
