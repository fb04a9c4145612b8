"""The life of a session in the calendars of residents: invited, moved, moved again, cancelled; by mail, by file and by subscription."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kutsu.core.model import Approved
from kutsu.core.render import Renderer
from kutsu.mirrors.site import Site
from kutsu.wiring import sources
from tests.books import Row
from tests.calendars import PARSERS, Shown, Subscriber, agreed, lines
from tests.core.rows import PILOT, ROUND, VENUE, sheet
from tests.goldens import assert_golden
from tests.seasons import INVITED, ROW, Season
from tests.test_release import TICKS

SELLO: Row = {
    "id": "tprek:15000",
    "name.fi": "Sellon kirjasto, Leppävaara",
    "name.sv": "Sellobiblioteket vid Hagalund å",
    "name.en": "Sello Library",
    "street.fi": "Leppävaarankatu 9",
    "street.sv": "Albergagatan 9",
    "street.en": "Leppävaarankatu 9",
    "postcode": "02600",
    "district.fi": "Leppävaara",
    "district.sv": "Alberga",
    "district.en": "Leppävaara",
}
SESSION: Row = {
    **ROW,
    "pilots": "PILOT-1",
    "round": None,
    "room.fi": "Sali, 1. krs; ovi B",
    "room.sv": "Salen, våning 1; dörr B",
}
WINTER = dt.date(2019, 10, 27)
"""The day on which Finland's clocks go back, three days after the move is told."""

STEPS: dict[str, tuple[str, Row]] = {
    "invited": ("session-invitation", {}),
    "moved": ("session-changed", {"day": WINTER, "start": "18–20"}),
    "moved-again": (
        "session-changed",
        {"venue": SELLO["id"], "start": "12.30–14", "note.fi": "Vaihdoimme tilaa.", "note.sv": "Vi bytte lokal."},
    ),
    "cancelled": ("session-cancelled", {"status": "peruttu"}),
}
BEGINS = {
    "invited": dt.datetime(2019, 11, 6, 15, tzinfo=dt.UTC),
    "moved": dt.datetime(2019, 10, 27, 16, tzinfo=dt.UTC),
    "moved-again": dt.datetime(2019, 10, 27, 10, 30, tzinfo=dt.UTC),
    "cancelled": dt.datetime(2019, 10, 27, 10, 30, tzinfo=dt.UTC),
}


class OpenSite(Site):
    """The real site, whose pages are out where they lie."""

    def out(self, approved: Approved) -> bool:  # noqa: ARG002 - the port's signature
        """Nobody serves them here."""
        return True


class Calling(Season):
    """A desk whose mails carry calendar entries, and whose mirror is the real site."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.row, self.letter.attaches, self.root = SESSION, True, path / "site"
        city = replace(self.gate.renderer.city, site="https://kokeilut.espoo.example")
        site = OpenSite(self.root, Renderer(sources(), city, self.gate.rules.languages), self.clock)
        self.gate = replace(self.gate, renderer=Renderer(sources(), city, self.gate.rules.languages), origin=site)
        self.surveyor = replace(self.surveyor, mirrors=[site])

    def edit(self, **changes: object) -> None:
        """Edit cells as at any desk, with both venues and the pilot in the sheet."""
        self.row = {**self.row, **changes}  # type: ignore[dict-item]  # values of cells
        self.clock.move(minutes=1)
        pilot = {**PILOT, **{tick: self.row.get(tick) for tick in TICKS}}
        self.sheet.holds = sheet(round=[ROUND], pilots=[pilot], sessions=[self.row], venues=[VENUE, SELLO])
        self.surveyor.pull()

    def attached(self, kind: str, language: str) -> str:
        """The entry in the latest mail of a kind."""
        sent = (each for each in reversed(self.letter.out) if each.key.split("/")[1:3] == [kind, language])
        return next(sent).message.parts["calendar"]

    def hosted(self, path: str) -> str:
        """A calendar file of the site as it is now."""
        return (self.root / path).read_bytes().decode()


@pytest.fixture
def calling(tmp_path: Path) -> Iterator[Calling]:
    """A session on the day of its invitation."""
    made = Calling(tmp_path)
    yield made
    made.database.close()


def step(calling: Calling, name: str) -> str:
    """Take one step of the session's life, and tell it; gives the kind that told it."""
    kind, changes = STEPS[name]
    calling.tick(**changes)
    calling.clock.shows = max(calling.clock.shows, INVITED)
    assert {key.split("/")[1] for key in calling.publish() if key.startswith("INFO-1/")} == {kind}
    return kind


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_a_calendar_follows(calling: Calling, language: str) -> None:
    """Through invitation, two moves and the end, every program shows one entry, at the right instant and place, and then none."""
    by_mail = {name: Subscriber(read) for name, read in PARSERS.items()}
    by_file = {name: Subscriber(read) for name, read in PARSERS.items()}
    subscribed = {name: Subscriber(read) for name, read in PARSERS.items()}
    for number, name in enumerate(STEPS):
        mail = calling.attached(step(calling, name), language)
        file = calling.hosted(f"{language}/info-1/info-1.ics")
        assert_golden(f"calendar/{number}-{name}.mail.{language}.ics", mail)
        assert_golden(f"calendar/{number}-{name}.file.{language}.ics", file)
        for parser in PARSERS:
            by_mail[parser].open(mail)
            by_file[parser].open(file)
            subscribed[parser].refresh(calling.hosted(f"{language}/calendar.ics"))
            assert ([*by_mail[parser].entries] == []) is (name == "cancelled")
            for kept in (by_mail, by_file, subscribed):
                for shown in kept[parser].entries.values():
                    _is_right(shown, number, name, language)
            assert len(by_file[parser].entries) == len(subscribed[parser].entries) == 1


def _is_right(shown: Shown, number: int, name: str, language: str) -> None:
    """It has the facts of this step, in this language."""
    off = {"fi": "Peruttu: ", "sv": "Inställt: "}[language] if name == "cancelled" else ""
    title = {"fi": "Tule kuulemaan kokeilusta", "sv": "Kom och hör om försöket"}[language]
    iso_omena = {"fi": "Ison Omenan kirjasto, Piispansilta 11", "sv": "Stora Apelns bibliotek, Biskopsbron 11"}[
        language
    ]
    sello = {
        "fi": "Sellon kirjasto, Leppävaara, Leppävaarankatu 9",
        "sv": "Sellobiblioteket vid Hagalund å, Albergagatan 9",
    }
    place = iso_omena if number < 2 else sello[language]
    assert (shown.uid, shown.sequence, shown.begin) == ("info-1@kokeilut.espoo.example", number, BEGINS[name])
    assert (shown.summary, shown.status) == (off + title, "CANCELLED" if off else "CONFIRMED")
    assert shown.place.startswith(place)
    assert shown.place.endswith({"fi": "Sali, 1. krs; ovi B", "sv": "Salen, våning 1; dörr B"}[language])
    assert shown.text.endswith(f"\n\nhttps://kokeilut.espoo.example/{language}/info-1/")


def test_what_comes_late_changes_nothing(calling: Calling) -> None:
    """Mails that are opened in the wrong order leave what the last one said; a cancelled session does not come back."""
    mails = [calling.attached(step(calling, name), "fi") for name in STEPS]
    for parser in PARSERS.values():
        resident = Subscriber(parser)
        for mail in (mails[2], mails[0], mails[1]):
            resident.open(mail)
        assert [each.sequence for each in resident.entries.values()] == [2]
        for mail in (mails[3], mails[1], mails[2]):
            resident.open(mail)
        assert resident.entries == {}


def test_method_and_status(calling: Calling) -> None:
    """Mail publishes until it cancels; the file on the site is always published, and says in its status that it is off."""
    for name in STEPS:
        mail, file = calling.attached(step(calling, name), "sv"), calling.hosted("sv/info-1/info-1.ics")
        off = name == "cancelled"
        assert ("METHOD:CANCEL" if off else "METHOD:PUBLISH") in lines(mail)
        assert "METHOD:PUBLISH" in lines(file)
        assert ("STATUS:CANCELLED" in lines(mail)) is ("STATUS:CANCELLED" in lines(file)) is off


def test_the_calendar_of_a_theme(calling: Calling) -> None:
    """A session is in the calendar of its pilot's theme and in no other, also after it was cancelled, until long after its day."""
    for name in STEPS:
        step(calling, name)
    assert len(agreed(calling.hosted("fi/calendar-interpreting.ics"))) == 1
    assert agreed(calling.hosted("fi/calendar-transport.ics")) == []
    for days, left in ((80, 1), (20, 0)):
        calling.clock.move(days=days)
        calling.surveyor.pull()
        assert len(agreed(calling.hosted("fi/calendar.ics"))) == left
        assert len(agreed(calling.hosted("fi/info-1/info-1.ics"))) == 1


def test_a_typo_is_no_move(calling: Calling) -> None:
    """A mended title has the same number and a later stamp; the same content again is the same to the byte, so no file is written."""
    step(calling, "invited")
    before = calling.hosted("fi/info-1/info-1.ics")
    calling.tick(**{"title.fi": "Tule kuulemaan kokeilustamme"})
    after = calling.hosted("fi/info-1/info-1.ics")
    assert [shown.sequence for shown in agreed(before) + agreed(after)] == [0, 0]
    stamps = [next(line for line in lines(text) if line.startswith("DTSTAMP")) for text in (before, after)]
    assert stamps == sorted(set(stamps))
    _, changed = calling.surveyor.pull()
    assert changed == 0
    calling.clock.move(hours=2)
    calling.surveyor.pull()
    assert calling.hosted("fi/info-1/info-1.ics") == after


def test_a_language_that_is_behind(calling: Calling) -> None:
    """While Swedish is not approved anew its file shows the old facts under their old number; then it has the number of Finnish."""
    step(calling, "invited")
    calling.edit(**dict.fromkeys(TICKS), start="18–20")
    calling.edit(**{"approve.fi": True})
    numbers = [agreed(calling.hosted(f"{key}/info-1/info-1.ics"))[0] for key in ("fi", "sv")]
    assert [(each.sequence, each.begin.hour) for each in numbers] == [(1, 16), (0, 15)]
    calling.edit(**TICKS)
    numbers = [agreed(calling.hosted(f"{key}/info-1/info-1.ics"))[0] for key in ("fi", "sv")]
    assert [(each.sequence, each.begin.hour) for each in numbers] == [(1, 16), (1, 16)]


def test_other_mail_carries_none(calling: Calling) -> None:
    """The announcement of a round has no entry, nor has any mail of a channel that attaches nothing."""
    step(calling, "invited")
    others = [each for each in calling.letter.out if not each.key.startswith("INFO-1/")]
    assert all("calendar" not in each.message.parts for each in others)
    calling.letter.attaches = False
    step(calling, "moved")
    assert "calendar" not in calling.letter.out[-1].message.parts


def test_two_languages_in_one_mail(calling: Calling) -> None:
    """A mail in Finnish and Swedish has one entry, in both: a calendar shows a session once."""
    table = replace(calling.gate.rules.channels["letter"], layout="together", languages=("fi", "sv"))
    rules = replace(calling.gate.rules, channels={**calling.gate.rules.channels, "letter": table})
    calling.surveyor, calling.gate = replace(calling.surveyor, rules=rules), replace(calling.gate, rules=rules)
    step(calling, "invited")
    (shown,) = agreed(calling.attached("session-invitation", "fi+sv"))
    assert shown.summary == "Tule kuulemaan kokeilusta / Kom och hör om försöket"
    assert "Biskopsbron 11" in shown.place
    assert all(f"/{key}/info-1/" in shown.text for key in ("fi", "sv"))
