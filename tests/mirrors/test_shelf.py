"""The shelf at the very instants at which a session changes its place."""

from __future__ import annotations

import datetime as dt

from kutsu.core.model import Session
from kutsu.core.render import Renderer
from kutsu.mirrors.shelf import Shelf
from tests import samples

ZONE = samples.CITY.zoneinfo
END = dt.datetime.combine(samples.SESSION.day, samples.SESSION.end, ZONE)
VOICE = Renderer(samples.sources(), samples.CITY, samples.languages()).voice("en")


def test_a_session_is_over_at_the_instant_of_its_end() -> None:
    """The last microsecond of a session still belongs to it; the instant of its end is past, and nobody can register."""
    one = samples.approved(samples.SESSION, "en", END, register=samples.SITE)
    assert isinstance(one.content, Session)
    for now, over in ((END - dt.timedelta.resolution, False), (END, True)):
        shelf = Shelf([one], VOICE, now)
        assert (shelf.coming, shelf.past) == (([], [one.content]) if over else ([one.content], []))
        assert shelf.joinable(one.content) is not over
