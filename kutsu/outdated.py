"""What residents were told and holds no more, while its change is not out: told to people, and loudly."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping

from kutsu.core.alarms import Alarm, outdated
from kutsu.core.changes import untold
from kutsu.core.config import Kind
from kutsu.ledger.views import Views
from kutsu.survey import Survey

log = logging.getLogger(__name__)


def old_facts(views: Views, survey: Survey, kinds: Mapping[str, Kind], now: dt.datetime) -> list[Alarm]:
    """One alarm per subject of which residents have had old facts for a while."""
    return list(outdated(untold(survey.deliveries, kinds, views.states(now)), now))


def sound(views: Views, survey: Survey, kinds: Mapping[str, Kind], now: dt.datetime) -> list[Alarm]:
    """Write an ERROR into the log for each; gives them."""
    found = old_facts(views, survey, kinds, now)
    for each in found:
        log.error("%s", each)
    return found
