"""Dates as staff type them, case by case, with the exact words that they get back."""

from __future__ import annotations

import datetime as dt

import pytest

from kutsu.core.cells.dates import FAR, plausible
from kutsu.core.cells.moments import instant
from kutsu.core.cells.reading import When
from kutsu.core.grid import Cell
from tests.books import HELSINKI, NOW
from tests.core.reading import code, read, said

NOVEMBER = dt.date(2019, 11, 6)


@pytest.mark.parametrize(
    "value",
    [
        "6.11.2019",
        "06.11.2019",
        "6. 11. 2019",
        "6.11.\u00a02019",
        "2019-11-06",
        "ke 6.11.2019",
        "keskiviikkona 6.11.2019",
        "onsdag 6.11.2019",
        "6. marraskuuta 2019",
        "den 6 november 2019",
        "Wed 6 Nov 2019",
        NOVEMBER,
        Cell(43775.0, "6.11.2019", "date"),
        Cell(43775, "6 marras", "date"),
    ],
)
def test_plain_dates_need_no_word(value: str | Cell) -> None:
    """A whole date in any usual writing is read without a remark."""
    reading = read("pilots:announce", value)
    assert (reading.value, reading.remark) == (NOVEMBER, None)


@pytest.mark.parametrize(
    ("value", "fi", "en"),
    [
        (
            "43775",
            "Luin luvun 43775 päivänä 6.11.2019. Muotoile solu päivämääräksi.",
            "Read 43775 as 6 Nov 2019. Please format the cell as a date.",
        ),
        (
            Cell(43775.0, "43775"),
            "Luin luvun 43775 päivänä 6.11.2019. Muotoile solu päivämääräksi.",
            "Read 43775 as 6 Nov 2019. Please format the cell as a date.",
        ),
        (
            "6.11.19",
            "Luin vuoden muodossa 2019. Kirjoita vuosi neljällä numerolla.",
            "Read the year as 2019. Please use four digits.",
        ),
        ("ke 6.11.", "Luin: keskiviikko 6.11.2019.", "Read as Wednesday 6 Nov 2019."),
    ],
)
def test_dates_with_a_note(value: str | Cell, fi: str, en: str) -> None:
    """What is understood but not clean is accepted, and its editor is told how it was read."""
    reading = read("pilots:announce", value)
    assert reading.value == NOVEMBER
    assert not reading.error
    assert (said(reading), said(reading, "en")) == (fi, en)


@pytest.mark.parametrize(
    ("value", "expected", "fi"),
    [
        ("6.11.", "date-no-year", 'Päivästä puuttuu vuosi: "6.11.". Tarkoititko 6.11.2019? Kirjoita vuosi.'),
        ("6.11", "date-no-year", 'Päivästä puuttuu vuosi: "6.11". Tarkoititko 6.11.2019? Kirjoita vuosi.'),
        ("1.3.", "date-no-year", 'Päivästä puuttuu vuosi: "1.3.". Tarkoititko 1.3.2020? Kirjoita vuosi.'),
        ("ti 6.11.", "date-no-year", 'Päivästä puuttuu vuosi: "ti 6.11.". Tarkoititko 6.11.2019? Kirjoita vuosi.'),
        (
            "6. marraskuuta",
            "date-no-year",
            'Päivästä puuttuu vuosi: "6. marraskuuta". Tarkoititko 6.11.2019? Kirjoita vuosi.',
        ),
        (
            "6/11/2019",
            "date-slash",
            'Vinoviivapäivä "6/11/2019" on tulkinnanvarainen. Kirjoita 6.11.2019 tai 11.6.2019.',
        ),
        ("to 6.11.2019", "date-weekday", '"to 6.11.2019": keskiviikko 6.11.2019. Tarkista viikonpäivä tai päivä.'),
        ("31.2.2020", "date-impossible", 'Päivää "31.2.2020" ei ole. Tarkista päivä ja kuukausi.'),
        ("7.pe", "date-unreadable", 'En osaa lukea päivää "7.pe". Kirjoita esimerkiksi 6.11.2019.'),
        ("30.–31.8.2019", "date-unreadable", 'En osaa lukea päivää "30.–31.8.2019". Kirjoita esimerkiksi 6.11.2019.'),
        (Cell(17.3, "17,3"), "date-unreadable", 'En osaa lukea päivää "17,3". Kirjoita esimerkiksi 6.11.2019.'),
        (
            Cell(float("inf"), "", "date"),
            "date-unreadable",
            'En osaa lukea päivää "inf". Kirjoita esimerkiksi 6.11.2019.',
        ),
        (
            Cell("#VIITTAUS!", "#VIITTAUS!"),
            "cell-error",
            'Solussa on laskentavirhe "#VIITTAUS!". Korjaa kaava tai kirjoita arvo.',
        ),
    ],
)
def test_unclear_dates_are_asked_about(value: str | Cell, expected: str, fi: str) -> None:
    """No date is guessed: its editor is asked, with what was seen and an example."""
    reading = read("pilots:announce", value)
    assert (code(reading), said(reading), reading.value) == (expected, fi, None)


def test_a_time_does_not_belong_into_a_date_column() -> None:
    """A date column takes no time, be it typed or hidden in the number."""
    assert code(read("pilots:announce", "6.11.2019 klo 17")) == "date-with-time"
    assert code(read("pilots:announce", dt.datetime(2019, 11, 6, 17))) == "date-with-time"  # noqa: DTZ001  a cell has no zone


def test_day_and_time_in_one_cell() -> None:
    """`ke 6.11. klo 17` is taken because its weekday fits exactly one date in the next twelve months; without it, not."""
    reading = read("sessions:day", "ke 6.11. klo 17")
    assert reading.value == When(NOVEMBER, dt.time(17))
    assert said(reading) == "Luin: keskiviikko 6.11.2019 klo 17."
    assert said(reading, "en") == "Read as Wednesday 6 Nov 2019 at 17:00."
    assert read("sessions:start", "ke 6.11. klo 17").value == reading.value
    assert code(read("sessions:day", "6.11. klo 17")) == "date-no-year"
    assert read("sessions:day", "6.11.2019 17–19").value == When(NOVEMBER, dt.time(17), dt.time(19))


def test_what_is_plausible() -> None:
    """A date of last season is done, one of the last century or the next is a slip."""
    today = NOW.date()
    assert plausible(today - dt.timedelta(days=300), today) is None
    past, far = plausible(dt.date(1919, 11, 6), today), plausible(dt.date(2109, 11, 6), today)
    assert past is not None
    assert far is not None
    assert past.message["fi"] == "Päivä 6.11.1919 on mennyt. Tarkista vuosi."
    assert past.message["en"] == "The date is in the past. Check the year."
    assert far.message["fi"] == "Päivä 6.11.2109 on hyvin kaukana. Tarkista vuosi."
    assert plausible(dt.date(1919, 11, 6), today, oldest=None) is None
    assert plausible(today + FAR, today) is None


def test_the_changes_of_the_clock() -> None:
    """The hour that is skipped is an error, of the hour that comes twice the first is taken and said."""
    gap = instant(dt.date(2027, 3, 28), dt.time(3, 30), HELSINKI)
    twice = instant(dt.date(2026, 10, 25), dt.time(3, 30), HELSINKI)
    assert said(gap) == "Kello siirtyy kesäaikaan: 28.3.2027 ei ole klo 3.30."
    assert said(gap, "en") == "Clocks change: 03:30 does not exist that day."
    assert gap.error
    assert twice.value is not None
    assert twice.value.utcoffset() == dt.timedelta(hours=3)
    assert code(twice) == "time-twice"
