"""How staff write days and times, to read them and to say back what was read: weekdays and months in fi, sv and en."""

from __future__ import annotations

import datetime as dt

from kutsu.core.model import Texts

WEEKDAY_NAMES: dict[str, tuple[str, ...]] = {
    "fi": ("maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai"),
    "sv": ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_SHORT = (
    ("ma", "ti", "ke", "to", "pe", "la", "su"),
    ("må", "ti", "on", "to", "fr", "lö", "sö"),
    ("mån", "tis", "ons", "tors", "fre", "lör", "sön"),
    ("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
)
MONTH_NAMES: dict[str, tuple[str, ...]] = {
    "fi": ("tammi", "helmi", "maalis", "huhti", "touko", "kesä", "heinä", "elo", "syys", "loka", "marras", "joulu"),
    "sv": (
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}

WEEKDAYS: dict[str, int] = {
    name.casefold(): number
    for names in (*WEEKDAY_NAMES.values(), *_SHORT, tuple(f"{name}na" for name in WEEKDAY_NAMES["fi"]))
    for number, name in enumerate(names)
}
"""Every name of a weekday -> its number from Monday = 0."""

MONTHS: dict[str, int] = {
    form.casefold(): number
    for language, names in MONTH_NAMES.items()
    for number, name in enumerate(names, start=1)
    for form in ((f"{name}kuu", f"{name}kuuta") if language == "fi" else (name, name[:3]))
}
"""Every name of a month -> its number from January = 1."""


def dotted(day: dt.date) -> str:
    """The day as Finnish and Swedish write it: 6.11.2019."""
    return f"{day.day}.{day.month}.{day.year}"


def day_words(day: dt.date, weekday: bool = False) -> Texts:
    """A day as each staff language writes it: 6.11.2019, 6 Nov 2019; with its weekday if wanted."""
    name = {language: f"{names[day.weekday()]} " if weekday else "" for language, names in WEEKDAY_NAMES.items()}
    english = f"{day.day} {MONTH_NAMES['en'][day.month - 1][:3]} {day.year}"
    return {"fi": name["fi"] + dotted(day), "sv": name["sv"] + dotted(day), "en": name["en"] + english}


def clock(time: dt.time, short: bool = False) -> str:
    """17.30, and 17.00 or in short 17, as Finnish and Swedish write times."""
    return str(time.hour) if short and not time.minute else f"{time.hour}.{time.minute:02}"


def time_words(time: dt.time) -> Texts:
    """17.30 in Finnish and Swedish, 17:30 in English."""
    return {"fi": clock(time), "sv": clock(time), "en": f"{time:%H:%M}"}


def when_words(day: dt.date, start: dt.time | None, end: dt.time | None) -> Texts:
    """A day with its weekday and times: "keskiviikko 6.11.2019 klo 17"."""
    words = day_words(day, weekday=True)
    if start is None:
        return words
    span = "–".join(clock(time, short=True) for time in (start, end) if time)
    english = "–".join(f"{time:%H:%M}" for time in (start, end) if time)
    return {"fi": f"{words['fi']} klo {span}", "sv": f"{words['sv']} kl. {span}", "en": f"{words['en']} at {english}"}
