"""Announced sessions whose facts no row of the sheet backs any more."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from kutsu.core.content import localize
from kutsu.core.grid import Fault
from kutsu.core.model import Approved, Entry, Plan, Status
from kutsu.core.publication import State
from kutsu.ledger.views import Row
from kutsu.outdated import unbacked
from kutsu.survey import Survey
from tests.factories import NOW, TODAY, entry, session

NAMES = ("INFO-1", "INFO-2", "INFO-3", "INFO-4", "INFO-5")


def out(subject: str, state: State = State.SENT) -> Row:
    """An invitation as the ledger has it."""
    parts = (subject, "session-invitation", "fi", "x-fi")
    return Row(f"{'/'.join(parts)}/", *parts, "release", state, NOW, NOW, NOW, NOW, None, None, False, None, None)


def survey(*entries: Entry, faults: tuple[Fault, ...] = ()) -> Survey:
    """What a reading of these rows came to."""
    return Survey(Plan(entries, faults), {}, (), (), {}, NOW)


def test_a_row_that_errs_and_one_that_is_gone() -> None:
    """Both are named, the first with its cell; what is sound, cancelled, past or was never out is not."""
    subjects = [session(id=name) for name in NAMES]
    subjects[3] = replace(subjects[3], status=Status.CANCELLED)
    subjects[4] = replace(subjects[4], day=TODAY - dt.timedelta(days=1))
    known = [Approved("fi", localize(each, "fi"), "x", NOW) for each in subjects]
    rows = [out(name) for name in NAMES]
    sound = [entry(each) for each in subjects]
    assert unbacked(rows, lambda: known, survey(*sound), NOW) == {}
    wrong = Fault("pilots", "Kokeilut", 2, "Päivä", "D2", "error", "date", {})
    broken = survey(replace(sound[0], faulty=True), sound[2], faults=(wrong,))
    found = unbacked(rows, lambda: known, broken, NOW)
    assert found == {"INFO-1": ("the row has an error", " (pilots, Kokeilut, D2)"), "INFO-2": ("the row is gone", "")}
    assert unbacked([out("INFO-1", State.REFUSED)], lambda: known, broken, NOW) == {}
