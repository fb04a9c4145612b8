"""The names of scheduled runs tell operators what goes out, and what is handed over for later."""

from __future__ import annotations

import datetime as dt

from flows.slots import called
from tests.factories import NOW, delivery

HOUR = dt.timedelta(hours=1)
REMINDER, CHOSEN = delivery("INFO-1/session-reminder/fi/x-fi/"), delivery()


def test_what_goes_out() -> None:
    """Each kind is named once."""
    assert called(NOW, [CHOSEN, REMINDER, CHOSEN]) == "pilot-chosen, session-reminder"


def test_what_is_handed_over() -> None:
    """Mail that is handed over tells the slot at which it leaves, beside what goes out at that moment."""
    mail = delivery("INFO-1/session-invitation/fi/letter/", slot=NOW + HOUR, ahead=HOUR)
    assert called(NOW, [mail]) == "hands over session-invitation for Tue 24.11. 11.00"
    both = "session-reminder · hands over session-invitation for Tue 24.11. 11.00"
    assert called(NOW, [mail, REMINDER]) == both
