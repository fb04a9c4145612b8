"""How people of each language write days, times, spans and lists."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

import pytest

from kutsu.core import languages
from kutsu.core.config import Language
from tests import samples
from tests.goldens import assert_golden

WEDNESDAY, SATURDAY = dt.date(2019, 11, 6), dt.date(2026, 8, 15)
SPOKEN = samples.languages()


def _pattern(key: str, locale: str, day: str, time: str, minute: str = ":", full_hours: bool = False) -> Language:
    return Language(key, key, locale, key, day, time, minute=minute, full_hours=full_hours)


CONFIG = {**SPOKEN, **samples.drafts()}
"""Every language of config, the drafts too."""

CITED = (
    _pattern("fi-sentence", "fi", "EEEE d.M.y", " klo\u00a0{}", ".", full_hours=True),
    _pattern("fi-short", "fi", "cccccc d.M.y", " klo\u00a0{}", ".", full_hours=True),
    _pattern("fi-simple", "fi", "cccc d. MMMM y", ", kello\u00a0{}", ".", full_hours=True),
    _pattern("ru", "ru", "EEEE, d MMMM y 'г'.", ", {}"),
    _pattern("uk", "uk", "EEEE, d MMMM y 'р'.", ", {}"),
    _pattern("et", "et", "cccc, d. MMMM y", ", {}"),
    _pattern("zh-Hans", "zh_Hans", "y年M月d日EEEE", " {}"),
)
"""Forms that config has no table of, or may get one by that table alone."""

ALL = tuple({each.key: each for each in (*CITED, *CONFIG.values())}.values())
"""Every language once, as config has it where it does."""

DAYS = [dt.date(2019, 1, 1) + dt.timedelta(days=5 * number) for number in range(73)]
"""Days of each month and of each weekday."""

PRINTED = {
    "fi": "keskiviikko 6.11.2019 klo\u00a017–19 | lauantai 15.8.2026 klo\u00a017–19",
    "fi-sentence": "keskiviikkona 6.11.2019 klo\u00a017–19 | lauantaina 15.8.2026 klo\u00a017–19",
    "fi-short": "ke 6.11.2019 klo\u00a017–19 | la 15.8.2026 klo\u00a017–19",
    "fi-simple": "keskiviikko 6. marraskuuta 2019, kello\u00a017–19 | lauantai 15. elokuuta 2026, kello\u00a017–19",
    "sv": "onsdag 6.11.2019 kl.\u00a017–19 | lördag 15.8.2026 kl.\u00a017–19",
    "en": "Wednesday 6 November 2019, 17:00–19:00 | Saturday 15 August 2026, 17:00–19:00",
    "ru": "среда, 6 ноября 2019 г., 17:00–19:00 | суббота, 15 августа 2026 г., 17:00–19:00",
    "uk": "середа, 6 листопада 2019 р., 17:00–19:00 | субота, 15 серпня 2026 р., 17:00–19:00",
    "et": "kolmapäev, 6. november 2019, 17:00–19:00 | laupäev, 15. august 2026, 17:00–19:00",
    "ar": "الأربعاء، 6 نوفمبر 2019، 17:00–19:00 | السبت، 15 أغسطس 2026، 17:00–19:00",
    "so": "Arbaco, 6 Noofeembar 2019, 17:00–19:00 | Sabti, 15 Agosto 2026, 17:00–19:00",
    "zh-Hans": "2019年11月6日星期三 17:00–19:00 | 2026年8月15日星期六 17:00–19:00",
}
"""What the domain's table of patterns prints (Babel 2.18.0), written out by hand."""


def _written(spoken: Iterable[Language]) -> dict[str, list[str]]:
    """The same moments, days and spans in each language, rendered in the order given and anew."""
    languages._formatted.cache_clear()
    return {language.key: [_when(language, dt.time(19, 30)), *_dates(language)] for language in spoken}


def _when(language: Language, end: dt.time) -> str:
    """The same two moments."""
    return " | ".join(languages.when(day, dt.time(17), end, language) for day in (WEDNESDAY, SATURDAY))


def _dates(language: Language) -> Iterator[str]:
    """A day, a span within a month and one over its end, and what every month and weekday is called."""
    first, *ends = dt.date(2019, 8, 30), dt.date(2019, 8, 31), dt.date(2019, 9, 1)
    yield " | ".join((languages.date(first, language), *(languages.day_span(first, end, language) for end in ends)))
    yield from (languages.day(day, language) for day in DAYS)


def test_every_language_in_both_orders() -> None:
    """No language changes how another one writes, whichever comes first in the process (python-babel #1234)."""
    forwards, backwards = _written(ALL), _written(reversed(ALL))
    assert forwards == backwards
    told = (f"{key}: {when}\n{key}: {spans}\n" for key, (when, spans, *_) in sorted(forwards.items()))
    assert_golden("languages.txt", "".join(told))


@pytest.mark.parametrize("language", ALL, ids=lambda language: language.key)
def test_printed(language: Language) -> None:
    """Each language writes Wednesday and Saturday exactly as the table of patterns says; one that it does not know, somehow."""
    written = _when(language, dt.time(19))
    assert written == PRINTED.get(language.key, written)


def test_no_pattern_leaks() -> None:
    """No pattern has a stand-alone month or quarter outside quotes, the letters that leak between locales."""
    for language in ALL:
        patterns = (language.day, language.date, language.day_span, language.month_span)
        assert not re.search("[Lq]", re.sub("'[^']*'", "", " ".join(patterns))), language.key


@pytest.mark.parametrize(
    ("key", "start", "end", "written"),
    [
        ("fi", dt.time(9), dt.time(11, 30), "klo\u00a09–11.30"),
        ("fi", dt.time(16, 5), None, "klo\u00a016.05"),
        ("sv", dt.time(12, 30), dt.time(13), "kl.\u00a012.30–13"),
        ("en", dt.time(9), dt.time(11, 30), "09:00–11:30"),
    ],
)
def test_times(key: str, start: dt.time, end: dt.time | None, written: str) -> None:
    """Finnish and Swedish drop full hours' zeros and never break after klo; English keeps both digits."""
    assert languages.times(start, end, SPOKEN[key]) == written


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("fi", ["30.–31.8.2019", "30.8.–1.9.2019", "30.8.2019–1.9.2020", "30.8.2019"]),
        ("sv", ["30–31.8.2019", "30.8–1.9.2019", "30.8.2019–1.9.2020", "30.8.2019"]),
        (
            "en",
            ["30–31 August 2019", "30 August–1 September 2019", "30 August 2019 – 1 September 2020", "30 August 2019"],
        ),
    ],
)
def test_day_span(key: str, written: list[str]) -> None:
    """A span says once what both its ends share: the month, the year, or the whole day."""
    first = dt.date(2019, 8, 30)
    ends = [dt.date(2019, 8, 31), dt.date(2019, 9, 1), dt.date(2020, 9, 1), first]
    assert [languages.day_span(first, end, SPOKEN[key]) for end in ends] == written


def test_a_language_without_span_patterns_writes_both_ends_in_full() -> None:
    """A new language works with its day pattern alone."""
    russian = next(language for language in CITED if language.key == "ru")
    written = languages.day_span(WEDNESDAY, dt.date(2019, 11, 7), russian)
    assert written == "среда, 6 ноября 2019 г.–четверг, 7 ноября 2019 г."


def test_a_span_that_is_read_from_the_right() -> None:
    """In Arabic words stand between two days: round a dash, some readers would be shown the years in the wrong order."""
    written = languages.day_span(WEDNESDAY, dt.date(2020, 5, 29), samples.drafts()["ar"])
    assert written == "من 6 نوفمبر 2019 إلى 29 مايو 2020"


def test_listing() -> None:
    """Lists have the word of their language before the last item, and no item makes no list."""
    names = {key: languages.listing(["a", "b", "c"], language) for key, language in SPOKEN.items()}
    assert names == {"fi": "a, b ja c", "sv": "a, b och c", "en": "a, b and c"}
    assert languages.listing([], SPOKEN["fi"]) == ""


def test_language_names() -> None:
    """A language has its name in each other one, and a key that is none has no name."""
    assert [languages.language_name("sv", SPOKEN[key]) for key in ("fi", "sv", "en")] == [
        "ruotsi",
        "svenska",
        "Swedish",
    ]
    assert languages.language_name("zh-Hans", SPOKEN["en"]) == "Simplified Chinese"
    assert languages.language_name("xx", SPOKEN["fi"]) is None
