"""The calendar of the coming two weeks, and the page of the ledger: data in, pages that people read out."""

from __future__ import annotations

import datetime as dt

from flows.fortnight import calendar
from flows.report import counted, punctual
from kutsu.core.publication import State
from kutsu.core.report import lines
from tests.factories import NOW, delivery

DAY = dt.timedelta(days=1)
FI, SV = (f"PILOT-1/pilot-chosen/{key}/x-{key}/" for key in ("fi", "sv"))


def test_day_by_day() -> None:
    """What goes out together is one line of its day; what should be out comes first, with its date and what holds it."""
    late = delivery("INFO-1/session-reminder/fi/x-fi/", slot=NOW - DAY, held_because="waits | for approval")
    coming = [delivery(key, slot=NOW + DAY) for key in (FI, SV)]
    page = list(calendar(lines([late, *coming], {}, {}, NOW), {"PILOT-1": "<b>Otsikko"}, NOW))
    assert page == [
        "",
        "### Its time has come",
        "",
        "| time | what | of | languages | note | channels |",
        "|---|---|---|---|---|---|",
        "| Mon 23.11. 10.00 | session-reminder | INFO-1 | fi | HELD: waits \\| for approval | x-fi |",
        "",
        "### Wednesday 25.11.2026",
        "",
        "| time | what | of | languages | note | channels |",
        "|---|---|---|---|---|---|",
        "| 10.00 | pilot-chosen | PILOT-1 &lt;b&gt;Otsikko | fi, sv |  | x-fi, x-sv |",
    ]


def test_what_is_over() -> None:
    """What is out or expired is in no calendar; an empty one says so."""
    assert list(calendar(lines([delivery()], {FI: State.SENT}, {}, NOW), {}, NOW)) == ["Nothing."]


def test_lateness() -> None:
    """The median and the worst of what stood ready; a day without any says so."""
    late = [dt.timedelta(seconds=each) for each in (0.01, 0.02, 0.4)]
    assert punctual(late) == "Lateness of the 3 that stood ready before their slots: median 0.02 s, worst 0.40 s."
    assert punctual([]) == "Lateness: nothing stood ready before its slot."
    assert counted([]) == ["Nothing was to go out."]
