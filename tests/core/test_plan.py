"""Rows become entries: resolved, settled, with what is missing per language."""

from __future__ import annotations

import datetime as dt

import pytest

from kutsu.core.grid import Place
from kutsu.core.model import Attendance, Image, Plan, Reference, Stage
from kutsu.core.pausing import wants_pause
from tests.books import HELSINKI, Row
from tests.core.rows import CONTACT, PILOT, ROUND, SESSION, TICKED, VENUE, codes, fault, plan, sheet, subject


def test_a_whole_plan() -> None:
    """Complete rows come without a fault, their references resolved into the things that they mean."""
    found = plan(sheet())
    assert not found.faults
    assert [entry.subject.id for entry in found.entries] == ["ROUND-1", "PILOT-1", "INFO-1"]
    pilot, session = subject(found, "PILOT-1"), subject(found, "INFO-1")
    assert pilot.stage is Stage.RECRUITING
    assert pilot.round == Reference(
        "ROUND-1", {language: ROUND[f"title.{language}"] for language in ("fi", "sv", "en")}
    )
    assert (session.day, session.start, session.end) == (dt.date(2019, 11, 6), dt.time(17), dt.time(19))
    assert session.attendance is Attendance.ON_SITE
    assert session.venue.name["sv"] == "Stora Apelns bibliotek"
    assert session.contact.email == "kokeilut@example.org"
    assert session.pilots[0].title["sv"] == "Tolkningsapp för ärenden"
    assert found.entries[2].place == Place("demo", "Infotilaisuudet", 2)


def test_tables_may_stand_in_another_sheet() -> None:
    """Venues, contacts and pilots are found wherever in the sheets they are, by id or by name."""
    tables = sheet("tables", sessions=[])
    own = sheet(
        "own", round=[], pilots=[], venues=[], contacts=[], sessions=[{**SESSION, "venue": "stora apelns bibliotek"}]
    )
    found = plan(own, tables)
    assert not found.faults
    assert subject(found, "INFO-1").venue.id == "TPREK:15321"


def test_staffs_decisions() -> None:
    """Ticks per language, hold, and an embargo as an instant of the city."""
    row = {**PILOT, **TICKED, "hold": "x", "embargo": "20.10.2019 klo 12.30"}
    entry = plan(sheet(pilots=[row])).entries[1]
    assert (entry.ticks, entry.held) == (frozenset({"fi", "sv"}), True)
    assert entry.embargo == dt.datetime(2019, 10, 20, 12, 30, tzinfo=HELSINKI)
    assert plan(sheet(pilots=[{**row, "embargo": "20.10.2019"}])).entries[1].embargo == dt.datetime(
        2019, 10, 20, tzinfo=HELSINKI
    )


def test_an_unticked_gap_is_a_quiet_draft() -> None:
    """What a row still lacks stands in its entry, language by language, and nobody is disturbed."""
    row = {**SESSION, "venue": None, "title.sv": None}
    found = plan(sheet(sessions=[row]))
    assert not found.faults
    assert found.entries[2].missing == {
        "fi": ("venue",),
        "sv": ("title.sv", "venue"),
        "en": ("title.en", "venue"),
    }


def test_a_draft_too_thin_for_an_entry_is_noted() -> None:
    """A row that lacks its date cannot be spoken of yet; it is not lost but noted."""
    found = plan(sheet(sessions=[{**SESSION, "day": None, "title.sv": None, "title.en": "Come"}]))
    assert len(found.entries) == 2
    assert fault(found).message["fi"] == "Luonnos: puuttuu Otsikko (sv), Päivä."
    assert fault(found).severity == "note"


def test_a_ticked_gap_is_one_error_with_all_that_is_missing() -> None:
    """The editor learns of everything at once, at the tick, in the order of the sheet; the row is held."""
    found = plan(sheet(sessions=[{**SESSION, **TICKED, "venue": None, "contact": None, "title.sv": None}]))
    told = fault(found)
    assert told.message["fi"] == "Riviä ei voi julkaista. Puuttuu: Otsikko (sv), Paikka, Yhteyshenkilö."
    assert told.message["en"] == "Cannot publish. Missing: Otsikko (sv), Paikka, Yhteyshenkilö."
    assert (told.code, told.column) == ("incomplete", "Julkaise (fi)")
    assert found.entries[2].faulty


def test_an_optional_language_holds_itself_alone() -> None:
    """English ticked but not complete, or with an unusable text, never holds the Finnish and Swedish."""
    found = plan(sheet(sessions=[{**SESSION, **TICKED, "approve.en": True}]))
    assert fault(found).column == "Julkaise (en)"
    assert not found.entries[2].faulty
    found = plan(sheet(pilots=[{**PILOT, **TICKED, "problem.en": "tulee"}]))
    assert fault(found).code == "text-placeholder"
    assert not found.entries[1].faulty
    assert found.entries[1].missing["en"] == ("problem.en",)


def test_what_one_required_language_says_the_other_says_too() -> None:
    """A text that only Finnish readers would get is missing in Swedish; English may be shorter."""
    missing = plan(sheet(pilots=[{**PILOT, "problem.fi": "Tulkkia joutuu odottamaan."}])).entries[1].missing
    assert missing == {"fi": (), "sv": ("problem.sv",), "en": ()}


def test_a_reference_without_a_text_is_missing_in_that_language() -> None:
    """A venue without an English name keeps the English invitation back."""
    found = plan(sheet(venues=[{**VENUE, "name.en": None}], sessions=[{**SESSION, "title.en": "Come and hear"}]))
    assert found.entries[2].missing["en"] == ("venue",)


def test_pictures_are_described() -> None:
    """A picture needs its alternative text in every language, or the word that it is decoration."""
    row = {**PILOT, "image": "https://example.org/kuva.jpg", "image_alt.fi": "Koristekuva", "image_alt.sv": "dekorativ"}
    entry = plan(sheet(pilots=[row])).entries[1]
    assert subject(plan(sheet(pilots=[row])), "PILOT-1").image == Image(
        "https://example.org/kuva.jpg", {"fi": "", "sv": ""}
    )
    assert entry.missing == {"fi": (), "sv": (), "en": ("image_alt.en",)}


@pytest.mark.parametrize(
    ("cells", "missing"),
    [
        ({"attendance": "etänä", "venue": None}, ("online",)),
        ({"attendance": "hybrid", "online": "https://example.org/etana", "venue": None}, ("venue",)),
        ({"registration": "pakollinen"}, ("register",)),
        ({"pilots": None}, ("pilots",)),
        ({"pilots": None, "round": "ROUND-1"}, ()),
    ],
)
def test_what_depends_on_other_cells(cells: dict[str, str], missing: tuple[str, ...]) -> None:
    """A meeting online needs its link, one on site its venue, registration its link, and each something to be about."""
    assert plan(sheet(sessions=[{**SESSION, **cells}])).entries[2].missing["fi"] == missing


def test_blank_rows_are_no_rows() -> None:
    """Rows with nothing but unticked boxes and staff's own notes are passed over."""
    assert not plan(sheet(pilots=[PILOT, {"approve.fi": False, "hold": False, "notes": "kysy vielä"}])).faults


def test_settings_are_kept() -> None:
    """What the settings tab says is handed on; two sheets that disagree are told so."""
    assert plan(sheet(settings=[{"key": "Tauko", "value": "x"}])).settings == {"tauko": "x"}
    found = _two(settings=[{"key": "vari", "value": "x"}], others=[{"key": "vari"}])
    assert codes(found) == ["setting-doubled"] * 2
    assert not found.settings


def test_one_sheet_pauses_all() -> None:
    """A pause that is ticked in one of two sheets holds, and so does one whose cell cannot be read."""
    for value in ("x", "#REF!"):
        found = _two(settings=[{"key": "tauko", "value": False}], others=[{"key": "Tauko", "value": value}])
        assert wants_pause(found.settings)
        assert "setting-doubled" not in codes(found)


def _two(settings: list[Row], others: list[Row]) -> Plan:
    """The plan of two sheets that have settings of their own."""
    rest: dict[str, list[Row]] = {"round": [], "pilots": [], "sessions": [], "venues": [], "contacts": []}
    return plan(sheet("a", settings=settings), sheet("b", settings=others, **rest))


def test_contacts_may_be_called_by_their_title() -> None:
    """A drop-down that shows titles works as well as one that shows ids."""
    assert subject(plan(sheet(pilots=[{**PILOT, "contact": "Försöksteamet"}])), "PILOT-1").contact.id == CONTACT["id"]
