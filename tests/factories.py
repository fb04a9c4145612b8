"""Small plans for tests: a round, a pilot, a session, each complete in Finnish, Swedish and English."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from kutsu.core.approval import Memory, Seen, Standing, judge
from kutsu.core.changes import Said
from kutsu.core.config import ChannelTable, City, Kind, Language
from kutsu.core.content import digest, dump, localize
from kutsu.core.grid import Place
from kutsu.core.model import Attendance, Entry, Goal, Pilot, Registration, Session, Stage, Status, Subject, Texts
from kutsu.core.publication import Delivery, Message, State
from kutsu.core.schedule import Rules

ZONE = ZoneInfo("Europe/Helsinki")
NOW = dt.datetime(2026, 11, 24, 10, 0, tzinfo=ZONE)
TODAY = NOW.date()


def texts(word: str) -> Texts:
    """A text in the three languages."""
    return {"fi": f"{word} suomeksi", "sv": f"{word} på svenska", "en": f"{word} in English"}


def pilot(**changes: Any) -> Pilot[Texts]:
    """A pilot that looks for testers from today on."""
    made: Pilot[Texts] = Pilot(
        id="PILOT-1",
        stage=Stage.RECRUITING,
        theme="education",
        goal=Goal.CITY_SERVICES,
        title=texts("Otsikko"),
        what=texts("Mitä"),
        announce=TODAY,
        recruit=TODAY,
        invited=texts("Kuka"),
        task=texts("Tehtävä"),
        join="https://kokeilut.espoo.example/1",
    )
    return replace(made, **changes)


def session(**changes: Any) -> Session[Texts]:
    """An online session next week."""
    made: Session[Texts] = Session(
        id="INFO-1",
        title=texts("Info"),
        day=TODAY + dt.timedelta(days=7),
        start=dt.time(17, 0),
        end=dt.time(19, 0),
        status=Status.CONFIRMED,
        attendance=Attendance.ONLINE,
        registration=Registration.NONE,
        languages=("fi",),
        online="https://kokeilut.espoo.example/live",
    )
    return replace(made, **changes)


def entry(subject: Subject[Texts], ticks: str = "fi sv en", **changes: Any) -> Entry:
    """A complete row with these languages ticked."""
    made = Entry(subject, Place("pilots", "Kokeilut", 2), frozenset(ticks.split()), {"fi": (), "sv": (), "en": ()})
    return replace(made, **changes)


def approved(row: Entry) -> list[Standing]:
    """The standings of a row whose present content had been shown unticked before."""
    found = []
    for language in ("fi", "sv", "en"):
        mark = digest(localize(row.subject, language))
        found.append(judge(row, language, Memory(Seen(mark, ticked=False))))
    return found


def language(key: str, *, required: bool) -> Language:
    """A language by its key."""
    return Language(key, key, key, key, "d.M.y", " {}", required=required)


def channel(name: str, *languages: str, adapter: str = "x", **changes: Any) -> ChannelTable:
    """A channel that carries every kind."""
    return replace(ChannelTable(name, adapter, languages), **changes)


def kind(name: str, subject: str, anchor: str, **changes: Any) -> Kind:
    """A kind at ten o'clock on its day, good for a fortnight."""
    return replace(Kind(name, subject, anchor, 0, dt.time(10, 0), 14), **changes)


def rules(*kinds: Kind, channels: tuple[ChannelTable, ...] = (), holidays: frozenset[dt.date] = frozenset()) -> Rules:
    """A city that speaks from eight to twenty, on X in three accounts unless told otherwise."""
    city = City(texts("Espoo"), "Europe/Helsinki", "FI", "https://example.org", dt.time(20), dt.time(8), {})
    spoken = {key: language(key, required=key != "en") for key in ("fi", "sv", "en")}
    carried = channels or tuple(channel(f"x-{key}", key) for key in spoken)
    return Rules(city, spoken, {each.name: each for each in kinds}, {each.name: each for each in carried}, holidays)


def delivery(key: str = "PILOT-1/pilot-chosen/fi/x-fi/", **changes: Any) -> Delivery:
    """A delivery that is due now."""
    subject, kind_name, spoken, channel_name, edition = key.split("/")
    release = f"{subject}/{kind_name}/x/residents/{edition}"
    made = Delivery(subject, kind_name, spoken, channel_name, NOW, NOW + dt.timedelta(days=14), release, edition)
    return replace(made, **changes)


def said(
    subject: Subject[Texts],
    kind: str,
    channel: str,
    spoken: str = "fi",
    edition: str = "",
    order: int = 1,
    **changes: Any,
) -> Said:
    """A delivery that is out and told a subject as it is here."""
    contents = {key: localize(subject, key) for key in spoken.split("+")}
    made = Said(
        key=f"{subject.id}/{kind}/{spoken}/{channel}/{edition}",
        subject=subject.id,
        kind=kind,
        channel=channel,
        edition=edition,
        state=State.SENT,
        out=True,
        order=order,
        told={key: digest(content) for key, content in contents.items()},
        contents={key: dump(content) for key, content in contents.items()},
    )
    return replace(made, **changes)


def message(text: str = "Tervetuloa!", spoken: str = "fi") -> Message:
    """A short message."""
    return Message(spoken, {"status": text}, "https://example.org/fi/pilot-1/")
