"""What residents, staff and partners must have been told by the season of `season.toml`: reasoned from it, never recorded."""

from __future__ import annotations

import datetime as dt

from tests.factories import ZONE

THREE = ("fi", "sv", "en")


def _each(name: str) -> frozenset[tuple[str, str]]:
    """A network with an account per language."""
    return frozenset((f"{name}-{language}", language) for language in THREE)


def _all(name: str) -> frozenset[tuple[str, str]]:
    """One account or list for all languages."""
    return frozenset((name, language) for language in THREE)


EVERYWHERE = _each("x") | _all("facebook") | _each("mastodon") | _each("bluesky")
NEWS = EVERYWHERE | _all("newsletter")
INVITED = NEWS | _all("staff-mail")
CHOSEN = EVERYWHERE | _all("linkedin")
TESTERS = CHOSEN | INVITED | _all("partner-mail")
LETTER = _all("newsletter")
HELD = frozenset({("bluesky-en", "en")})
"""What edit 30 holds until it is too late."""

INVITATION, REMINDER, SOON = "session-invitation", "session-reminder", "recruiting-ends-soon"

SEASON = (
    ("23.11. 08.40", "ROUND-1", "pilots-selected", "", CHOSEN | NEWS),
    *(("23.11. 08.40", f"PILOT-0{number}", "pilot-chosen", "", CHOSEN) for number in (1, 2, 3, 4, 7, 8)),
    ("23.11. 08.40", "PILOT-02", "pilot-started", "", NEWS),
    ("23.11. 08.40", "PILOT-03", "testers-wanted", "", TESTERS),
    ("23.11. 08.40", "PILOT-04", "testers-wanted", "", TESTERS),
    *(("23.11. 08.40", f"INFO-0{number}", INVITATION, "", INVITED) for number in (1, 2, 3, 4, 5, 6)),
    ("23.11. 09.00", "PILOT-07", "pilot-started", "", NEWS),
    *(("23.11. 09.30", f"PILOT-0{number}", "pilot-chosen", "", CHOSEN) for number in (5, 6, 9)),
    ("23.11. 10.00", "PILOT-01", "testers-wanted", "", TESTERS),
    ("23.11. 12.00", "INFO-02", REMINDER, "day-before", NEWS),
    ("23.11. 12.00", "INFO-03", REMINDER, "day-before", NEWS),
    ("23.11. 13.25", "INFO-06", "session-changed", "1", INVITED),  # moved (2-4)
    ("24.11. 09.35", "INFO-06", "session-changed", "2", INVITED),  # moved back (5-9)
    ("24.11. 12.00", "INFO-05", REMINDER, "day-before", NEWS),
    ("24.11. 14.25", "INFO-04", "session-cancelled", "1", INVITED),  # (10-12), and no reminder on 25.11.
    ("25.11. 12.00", "INFO-01", REMINDER, "day-before", NEWS),
    ("26.11. 09.00", "DIGEST", "digest", "2026-W48", LETTER),
    ("26.11. 13.05", "PILOT-06", "testers-wanted", "", TESTERS),  # un-approved (14-15)
    ("27.11. 08.35", "INFO-08", INVITATION, "", INVITED),  # a typing error (13, 16)
    ("28.11. 10.00", "INFO-10", INVITATION, "", INVITED),
    ("30.11. 11.05", "INFO-07", INVITATION, "", INVITED),  # a doubled id (17-18)
    ("30.11. 12.00", "INFO-06", REMINDER, "day-before", NEWS),  # of the day that it was moved back to
    ("01.12. 10.00", "PILOT-04", SOON, "", EVERYWHERE),  # while the sessions are sorted apart (20-21)
    ("02.12. 15.05", "INFO-09", INVITATION, "", INVITED),  # a pause (22-23)
    ("03.12. 09.00", "DIGEST", "digest", "2026-W49", LETTER),
    ("04.12. 10.00", "INFO-20", INVITATION, "", INVITED),  # a new row (24-25)
    ("07.12. 08.00", "PILOT-03", SOON, "", EVERYWHERE),  # three days before is a Sunday and Independence Day
    ("08.12. 12.05", "PILOT-01", SOON, "", EVERYWHERE),  # an emptied tab (26-27)
    ("09.12. 12.00", "INFO-08", REMINDER, "day-before", NEWS),
    ("11.12. 09.05", "DIGEST", "digest", "2026-W50", LETTER),  # on Thursday no session could be read (28-29)
    ("11.12. 09.05", "INFO-11", INVITATION, "", INVITED),  # a renamed header (28-29)
    ("11.12. 12.00", "INFO-10", REMINDER, "day-before", NEWS - HELD),  # held (30); one is taken back later (31)
    ("13.12. 12.00", "INFO-07", REMINDER, "day-before", NEWS),
    ("15.12. 10.00", "PILOT-06", SOON, "", EVERYWHERE),
    ("15.12. 12.00", "INFO-09", REMINDER, "day-before", NEWS),
    ("16.12. 09.05", "INFO-12", INVITATION, "", INVITED),  # a deleted row (32-33)
    ("16.12. 11.25", "INFO-12", "correction", "1", INVITED),  # (34-36)
    ("17.12. 09.00", "DIGEST", "digest", "2026-W51", LETTER),
    ("17.12. 12.00", "INFO-20", REMINDER, "day-before", NEWS),
    ("23.12. 12.00", "INFO-11", REMINDER, "day-before", NEWS),
    ("27.12. 08.00", "DIGEST", "digest", "2026-W52", LETTER),  # after Christmas; in week 53 there is nothing to tell
    ("28.12. 12.00", "INFO-12", REMINDER, "day-before", NEWS),
)


def expected() -> dict[str, dt.datetime]:
    """The instant of every publication by its key."""
    return {
        f"{subject}/{kind}/{language}/{channel}/{edition}": _instant(when)
        for when, subject, kind, edition, channels in SEASON
        for channel, language in channels
    }


def _instant(when: str) -> dt.datetime:
    """The instant of `23.11. 08.40`."""
    return dt.datetime.strptime(f"2026 {when}", "%Y %d.%m. %H.%M").replace(tzinfo=ZONE)
