"""The demo's site as its residents have it, without a demo: the whole plan as if it were ticked, with a session moved and one cancelled."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

from kutsu.clock import TickingClock
from kutsu.core.content import digest, localize
from kutsu.core.drafts import NO_DRAFTS
from kutsu.core.model import Approved, Session, Status
from kutsu.core.plan import read_plan
from kutsu.core.render import Renderer
from kutsu.mirrors.site import Site
from kutsu.settings import Settings, read_settings
from kutsu.sheets.build import build_plan
from tests import samples

DEMO = samples.ROOT / "config/demo"
NOW = dt.datetime.fromisoformat("2026-11-23T10:00:00+02:00")
MOVED, CANCELLED = "INFO-03", "INFO-05"
NOTES = {
    MOVED: {
        "fi": "Siirsimme tilaisuuden suurempaan tilaan.",
        "sv": "Vi flyttade mötet till en större lokal.",
        "en": "We moved the session to a larger room.",
    },
    CANCELLED: {
        "fi": "Tilaisuus on peruttu sairastumisen vuoksi.",
        "sv": "Mötet är inställt på grund av sjukdom.",
        "en": "The session is cancelled because of illness.",
    },
}
"""Why two sessions of the demo are not as they were."""


def settled() -> Settings:
    """The demo's settings, at the address of the samples."""
    return read_settings(DEMO, samples.ROOT / "nowhere", {"KUTSU_SITE": samples.SITE, "KUTSU_SANDBOX": samples.SITE})


def approved() -> list[Approved]:
    """The demo's plan as if all of it were ticked; one session has moved, and one is cancelled."""
    settings = settled()
    book = build_plan(DEMO / "plan", NOW.date(), settings.languages)
    found = []
    for number, entry in enumerate(read_plan([book], settings.languages, settings.city, NOW).entries):
        subject: Any = entry.subject
        if isinstance(subject, Session) and subject.id in NOTES:
            status = Status.MOVED if subject.id == MOVED else Status.CANCELLED
            subject = dataclasses.replace(subject, status=status, note=NOTES[subject.id])
        for key in settings.languages:
            if not entry.missing.get(key):
                content = localize(subject, key)
                found.append(Approved(key, content, digest(content), NOW - dt.timedelta(hours=number)))
    return found


def show(root: Path, *, drafts: bool = False) -> None:
    """Write the demo's site at this place, with its `drafts` if wanted; its own links work under any address."""
    settings = settled()
    renderer = Renderer(samples.sources(), settings.city, {**settings.languages, **settings.drafts.languages})
    Site(
        root,
        renderer,
        TickingClock.starting(settings.city.zoneinfo, NOW),
        drafts=settings.shown if drafts else NO_DRAFTS,
    ).show(approved())
