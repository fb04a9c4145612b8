"""Times as staff type them, case by case."""

from __future__ import annotations

import datetime as dt

import pytest

from kutsu.core.cells.reading import When
from kutsu.core.grid import Cell
from tests.core.reading import code, read, said


@pytest.mark.parametrize(
    "value",
    [
        "17-19",
        "17–19",
        "klo 17—19",
        "17.00 - 19.00",
        "17:00–19:00",
        "kl. 17-19",
        "17\u221219",
        "17\u201119",
        "Klo\u00a017.00\u2013klo\u00a019.00",
    ],
)
def test_spans(value: str) -> None:
    """Start and end in one cell, with any dash and any word before them."""
    reading = read("sessions:start", value)
    assert (reading.value, reading.remark) == (When(None, dt.time(17), dt.time(19)), None)


@pytest.mark.parametrize(
    ("value", "expected", "remarked"),
    [
        (Cell(0.7083333, "0,7083333"), dt.time(17), ""),
        (Cell(0.7083333, "17.00", "time"), dt.time(17), ""),
        (Cell(17.3, "17.30", "number"), dt.time(17, 30), "time-understood"),
        (Cell(17.0, "17", "number"), dt.time(17), ""),
        ("17.30", dt.time(17, 30), ""),
        ("klo 9", dt.time(9), ""),
        ("17,30", dt.time(17, 30), "time-understood"),
        ("5 pm", dt.time(17), "time-understood"),
        ("05:00 PM", dt.time(17), "time-understood"),
        ("12 p.m.", dt.time(12), "time-understood"),
    ],
)
def test_starts(value: str | Cell, expected: dt.time, remarked: str) -> None:
    """One time, as text or as number by its format and by what its editor sees."""
    reading = read("sessions:start", value)
    assert reading.value == When(start=expected)
    assert code(reading) == remarked
    assert not reading.error


@pytest.mark.parametrize(
    ("value", "fi", "en"),
    [
        (
            Cell(17.3, "17,3"),
            'Kellonaika "17,3" on epäselvä. Kirjoita 17.30 tai 17.03.',
            'Time "17.3" is unclear. Write 17.30 or 17.03.',
        ),
        (
            "17.3",
            'Kellonaika "17.3" on epäselvä. Kirjoita 17.30 tai 17.03.',
            'Time "17.3" is unclear. Write 17.30 or 17.03.',
        ),
        ("17.7", 'Kellonaika "17.7" on epäselvä. Kirjoita 17.07.', 'Time "17.7" is unclear. Write 17.07.'),
        (
            "5",
            "Klo 5.00 aamulla? Tarkista; kirjoita 17.00, jos tarkoitat iltaa.",
            "5 in the morning? Write 17.00 if you mean the evening.",
        ),
        (
            "klo 5",
            "Klo 5.00 aamulla? Tarkista; kirjoita 17.00, jos tarkoitat iltaa.",
            "5 in the morning? Write 17.00 if you mean the evening.",
        ),
        (
            Cell(5.0, "5"),
            "Klo 5.00 aamulla? Tarkista; kirjoita 17.00, jos tarkoitat iltaa.",
            "5 in the morning? Write 17.00 if you mean the evening.",
        ),
        ("23", "Klo 23.00 illalla? Tarkista kellonaika.", "23:00 at night? Check the time."),
        (
            "klo 25",
            'En osaa lukea kellonaikaa "klo 25". Kirjoita esimerkiksi 17.30.',
            'Cannot read the time "klo 25". Write for example 17.30.',
        ),
        (
            "19-17",
            'Loppuaika on ennen alkua: "19-17". Tarkista molemmat.',
            'The end is before the start: "19-17". Check both.',
        ),
    ],
)
def test_doubtful_starts(value: str | Cell, fi: str, en: str) -> None:
    """What may mean two things, or is too early or late for a meeting, is asked about."""
    reading = read("sessions:start", value)
    assert reading.error
    assert (said(reading), said(reading, "en")) == (fi, en)


def test_an_end_may_be_late_and_an_embargo_early() -> None:
    """Doubt is for starts: a session may end at 22.30, and an embargo may end at 6.30 if its minutes are written."""
    assert read("sessions:end", "22.30").value == dt.time(22, 30)
    assert read("sessions:embargo", "6.11.2019 6.30").value == When(dt.date(2019, 11, 6), dt.time(6, 30))
    assert code(read("sessions:embargo", "6.11.2019 klo 6")) == "time-early"
