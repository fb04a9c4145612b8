"""Sessions as search engines and other calendars read them: schema.org's Event, as JSON-LD inside the page.

What an event must have stands in `tests/schemas/event.schema.json`, and a test holds every one to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from kutsu.core.facts import Web, facts
from kutsu.core.model import Approved, Attendance, Session, Status, Venue
from kutsu.core.voice import Voice
from kutsu.mirrors.places import folder
from kutsu.mirrors.plain import in_html

Thing = Mapping[str, object]
SCHEMA = "https://schema.org"
STATUS = {Status.CANCELLED: "EventCancelled", Status.MOVED: "EventRescheduled"}
"""Anything else is scheduled; one that was held stays so, as schema.org has no word for it."""
MODE = {
    Attendance.ON_SITE: "OfflineEventAttendanceMode",
    Attendance.ONLINE: "OnlineEventAttendanceMode",
    Attendance.HYBRID: "MixedEventAttendanceMode",
}
TOLD = ("pilots", "invited", "programme", "support_languages", "registration")
"""The facts that an event is described by."""


@dataclass(frozen=True)
class Linked:
    """What machines are told in one language; `site` is the public address of the site, `tags` those of its languages by key."""

    voice: Voice
    site: str
    tags: Mapping[str, str]

    def event(self, approved: Approved, *, card: bool = False) -> Markup:
        """The event of a session, as it may stand inside `<script type="application/ld+json">`."""
        assert isinstance(approved.content, Session)
        return in_html(self._event(approved.content, card=card))

    def _event(self, session: Session[str], *, card: bool) -> Thing:
        """All fields, without those that the session has nothing for."""
        page = f"{self.site}/{folder(self.voice.language.key, session.id)}"
        told: dict[str, object] = {
            "@context": SCHEMA,
            "@type": "Event",
            "@id": page,
            "url": page,
            "name": session.title,
            "description": "\n".join(f"{fact.label}: {fact.text}" for fact in facts(session, self.voice, TOLD)),
            **self._times(session),
            "eventStatus": f"{SCHEMA}/{STATUS.get(session.status, 'EventScheduled')}",
            "eventAttendanceMode": f"{SCHEMA}/{MODE[session.attendance]}",
            "location": self._location(session, page),
            "inLanguage": list(dict.fromkeys(self.tags.get(key, key) for key in session.languages)),
            "organizer": self._organizer(),
            "isAccessibleForFree": True,
            "offers": self._offer(session, page),
            "maximumAttendeeCapacity": session.capacity,
            "image": [f"{page}card.png"] if card else None,
        }
        return {name: value for name, value in told.items() if value}

    def _times(self, session: Session[str]) -> Thing:
        """When it begins and ends, with the offset of the city's zone; from when it was moved, nobody knows any more."""
        clock = {"startDate": session.start, "endDate": session.end, "doorTime": session.doors}
        return {name: self.voice.instant(session.day, time).isoformat() for name, time in clock.items() if time}

    def _location(self, session: Session[str], page: str) -> list[Thing]:
        """The place, the address on the web, or both; who takes part online and has no address yet finds it on the page."""
        found: list[Thing] = [self._place(session.venue)] if session.venue else []
        if session.attendance is not Attendance.ON_SITE or not found:
            online = session.online if session.online and session.online.startswith(Web) else page
            found.append({"@type": "VirtualLocation", "url": online})
        return found

    def _place(self, venue: Venue[str]) -> Thing:
        """A venue with its address."""
        address = {
            "@type": "PostalAddress",
            "streetAddress": venue.street,
            "postalCode": venue.postcode,
            "addressLocality": venue.district,
            "addressCountry": self.voice.city.country,
        }
        return {"@type": "Place", "name": venue.name, "address": address}

    def _organizer(self) -> Thing:
        """The city."""
        home = f"{self.site}/{folder(self.voice.language.key)}"
        return {"@type": "GovernmentOrganization", "name": self.voice.city.name[self.voice.language.key], "url": home}

    def _offer(self, session: Session[str], page: str) -> Thing:
        """A seat costs nothing; search engines ask for a price in some currency all the same."""
        register = session.register if session.register and session.register.startswith(Web) else page
        return {"@type": "Offer", "price": "0", "priceCurrency": "EUR", "url": register}
