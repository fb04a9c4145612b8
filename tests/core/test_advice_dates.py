"""Days and times in a text are held against the columns of the row; whatever may be something else is left alone."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kutsu.core.advice import Lexicon, advise
from kutsu.core.advice.mentions import days, sentences, times
from kutsu.core.grid import Fault
from tests.books import LANGUAGES, Row
from tests.core.rows import PILOT, SESSION, plan, sheet

NO_WORDS = Lexicon({})
SECOND: Row = {**SESSION, "id": "INFO-2", "day": dt.date(2019, 11, 20)}


def told(**changes: str) -> list[Fault]:
    """What is advised about a session of Wednesday 6.11.2019 at 17–19 with these texts; its pilot has another on 20.11."""
    book = sheet(sessions=[{**SESSION, **changes}, SECOND])
    return list(advise(plan(book).entries, [book], LANGUAGES, NO_WORDS))


def on_pilot(text: str, **changes: dt.date) -> list[Fault]:
    """What is advised about a pilot announced on 18.10.2019 whose description is this."""
    book = sheet(pilots=[{**PILOT, "what.fi": text, **changes}])
    return list(advise(plan(book).entries, [book], LANGUAGES, NO_WORDS))


def test_a_day_that_no_column_has() -> None:
    """The note stands at the text, and says what the text and what the column says, in three languages."""
    (fault,) = told(**{"programme.fi": "Tervetuloa keskiviikkona 13.11. klo 17!"})
    assert (fault.row, fault.column, fault.severity, fault.code) == (2, "Ohjelma (fi)", "note", "text-day")
    assert fault.cell is not None
    assert fault.cell.endswith("2")
    assert fault.message == {
        "fi": 'Tekstissä lukee "keskiviikkona 13.11.", mutta sarakkeessa Päivä on 6.11.2019. Tarkista molemmat.',
        "sv": 'I texten står det "keskiviikkona 13.11.", men i kolumnen Päivä står det 6.11.2019. Kontrollera båda.',
        "en": 'The text says "keskiviikkona 13.11.", but column Päivä says 6 Nov 2019. Check both.',
    }


def test_a_time_outside_the_session() -> None:
    """A time that is not within the session is told with the session's own."""
    (fault,) = told(**{"programme.sv": "Vi börjar onsdag 6.11 kl. 18.30–20."})
    assert (fault.code, fault.message) == (
        "text-time",
        {
            "fi": 'Tekstissä lukee "kl. 18.30–20", mutta tilaisuus on klo 17–19. Tarkista molemmat.',
            "sv": 'I texten står det "kl. 18.30–20", men mötet är kl. 17–19. Kontrollera båda.',
            "en": 'The text says "kl. 18.30–20", but the session is at 17:00–19:00. Check both.',
        },
    )


def test_a_weekday_that_disagrees_with_its_day() -> None:
    """A weekday in front of the right date, but not its own, is told."""
    (fault,) = told(**{"programme.en": "Thursday 6 November 2019 at 17:00."})
    assert (fault.code, fault.message) == (
        "text-weekday",
        {
            "fi": 'Tekstissä lukee "Thursday 6 November 2019", mutta 6.11.2019 on keskiviikko. Tarkista päivä.',
            "sv": 'I texten står det "Thursday 6 November 2019", men 6.11.2019 är en onsdag. Kontrollera dagen.',
            "en": 'The text says "Thursday 6 November 2019", but 6 Nov 2019 is a Wednesday. Check the day.',
        },
    )


@pytest.mark.parametrize(
    ("key", "text", "code"),
    [
        ("programme.fi", "Tule torstaina 7.11.2019.", "text-day"),
        ("programme.fi", "Tilaisuus on 7. marraskuuta.", "text-day"),
        ("programme.fi", "Tule 7.11. mukaan.", "text-day"),
        ("programme.fi", "Tule 6.11.2018 mukaan.", "text-day"),
        ("programme.fi", "Torstaina klo 17 puhutaan.", "text-weekday"),
        ("programme.fi", "ti 6.11. klo 17", "text-weekday"),
        ("programme.fi", "Aloitamme klo 16.", "text-time"),
        ("programme.sv", "Kom torsdagen den 7 november 2019.", "text-day"),
        ("programme.sv", "Vi ses klockan 20.", "text-time"),
        ("programme.en", "See you on November 7, 2019.", "text-day"),
        ("programme.en", "We begin at 8 pm.", "text-time"),
        ("programme.en", "Wednesday at 20:15", "text-time"),
        ("title.fi", "Info torstaina 7.11.", "text-day"),
    ],
)
def test_what_disagrees(key: str, text: str, code: str) -> None:
    """A clear day or time that is not the row's is told, once, by its kind."""
    assert [fault.code for fault in told(**{key: text})] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "Keskiviikkona 6.11. klo 17–19 on varattu, kahvia klo 17.",
        "Apua saa 24/7 numerosta 09 123 4567 tai 040 123 4567.",
        "Versio 2.10. on nyt käytössä, ja versio 2.10.1 tulee.",
        "Pääsymaksu on 6,50 € eli 7.11. Katso hinnasto.",
        "Vuonna 2018 kokeiltiin 57 ideaa, osoitteessa 10.11.12.13.",
        "Kokeilu kestää 1.9.–30.11.2020 ja tauko on 6.–8.12.",
        "Ilmoittaudu viimeistään klo 12.",
        "Kirjasto on auki arkisin klo 8–20.",
        "Sama tilaisuus on myös 20.11.2019 klo 12.",
        "Talo on rakennettu 1.1.1950, tila 3.12 ja 31.2.2019.",
        "Ke klo 17",
        "Kahvia ja pullaa klo 17.30, esittely klo 18.",
        "Kerromme kokeilusta, joka alkoi 18.10. syksyllä.",
    ],
)
def test_no_false_alarm(text: str) -> None:
    """What agrees, what is another thing and what is not clear is passed over."""
    assert told(**{"programme.fi": text}) == []


def test_a_pilot_and_its_sessions() -> None:
    """The text of a pilot may name its own days and those of its sessions, and no others."""
    assert on_pilot("Kerromme 18.10.2019 ja 6.11.2019, haku alkaa 1.12.2019.", recruit=dt.date(2019, 12, 1)) == []
    (fault,) = on_pilot("Haku alkaa 2.12.2019.", recruit=dt.date(2019, 12, 1))
    assert fault.message["fi"] == (
        'Tekstissä lukee "2.12.2019", mutta sarakkeessa Testaajahaku alkaa on 1.12.2019. Tarkista molemmat.'
    )


@given(st.text(alphabet="0123456789. :–-kloat6novembermarraskuutasuntifrWednesday\n,/€", max_size=60))
def test_no_text_crashes(text: str) -> None:
    """Whatever stands in a text, days and times are found or not, and all of them exist."""
    for language in ("fi", "sv", "en", "ru"):
        for sentence in sentences(text):
            assert all(day.near(dt.date(2024, 2, 29)) for day in days(sentence, language))
            assert all(time.times for time in times(sentence, language))
