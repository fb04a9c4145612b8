"""What is to come: plan and ledger side by side with all that holds a delivery, and what a choice of it would send now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from kutsu.budget import Budget
from kutsu.core import report
from kutsu.core.choosing import Choice
from kutsu.core.layout import retold
from kutsu.core.prospects import Prospect, prospect
from kutsu.core.publication import State
from kutsu.core.schedule import together
from kutsu.survey import Survey
from kutsu.wiring import Works

PLANNED = State.PLANNED
TO_COME = (State.PLANNED, State.UNAVAILABLE)
"""What is still to be paid for."""


def lines_of(works: Works, survey: Survey, known: Mapping[str, str] | None = None) -> list[report.Line]:
    """Plan and ledger side by side; what cannot be written is held, and what is `known` to be, by key."""
    states = works.views.states(survey.now)
    free = (each for each in survey.deliveries if not each.held_because)
    messages, held = works.gate.compose(survey, free, shown=False)
    stopped = works.pauses.stops([each.key for each in survey.deliveries], survey.now)
    held = together(survey.deliveries, held | stopped | dict(known or {}), works.rules.required)
    held |= retold(survey.deliveries, states)
    budget = Budget(works.rules, works.views)
    going = [each for each in survey.deliveries if each.key not in held and states.get(each.key, PLANNED) in TO_COME]
    held = together(survey.deliveries, held | budget.holds(going, messages, survey.now), works.rules.required)
    slots = {row.key: row.slot.astimezone(works.settings.city.zoneinfo) for row in works.views.rows()}
    said = [replace(each, slot=slots.get(each.key, each.slot)) for each in survey.deliveries]
    return report.lines(said, states, held, survey.now, budget.costs(going, messages))


def narrowed(works: Works, survey: Survey, choice: Choice) -> Survey:
    """The survey with nothing but the choice and what goes out together with it; for who only asks what is due."""
    return replace(survey, deliveries=choice.of(survey.deliveries, works.rules.required))


def foresee(works: Works, survey: Survey, choice: Choice) -> list[Prospect]:
    """What a run by hand would do with each chosen delivery now, and why; changes nothing and sends nothing."""
    ours = narrowed(works, survey, choice)
    ready = works.gate.ready(ours, survey.now)
    going = {work.delivery.key for work in ready.works}
    rows = {row.key: row for row in works.views.rows()}
    found = [
        prospect(line, rows.get(line.delivery.key), survey.now, goes=line.delivery.key in going)
        for line in lines_of(works, ours, ready.held)
    ]
    return sorted(found, key=lambda each: not each.goes)


def within(survey: Survey, until: dt.datetime) -> Survey:
    """The survey with what is to go out until then, and what should be out already; its releases are whole."""
    return replace(survey, deliveries=[each for each in survey.deliveries if each.slot <= until])
