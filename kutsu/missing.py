"""What residents have in one required language and lack in another, by the ledger: told to people, and loudly."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Collection

from kutsu.core.halves import Missing, missing
from kutsu.ledger.views import Views

log = logging.getLogger(__name__)


def lacking(views: Views, required: Collection[str], now: dt.datetime) -> list[Missing]:
    """Everything that is missing now, by key."""
    return missing(views.halves(), required, now)


def sound(views: Views, required: Collection[str], now: dt.datetime, yet: Collection[str] = ()) -> list[Missing]:
    """Write an ERROR into the log for each that is missing but those of which the short form is tried `yet`; gives them."""
    found = [each for each in lacking(views, required, now) if each.key not in yet]
    for each in found:
        log.error("%s", each)
    return found
