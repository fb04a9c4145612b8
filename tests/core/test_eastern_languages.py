"""Russian, Ukrainian and Chinese: how they write spans of days and lists, and that nothing invisible comes with it."""

from __future__ import annotations

import datetime as dt

import pytest
import regex

from kutsu.core import languages
from tests import samples

DRAFTS = samples.drafts()
FIRST = dt.date(2019, 8, 30)
ENDS = (dt.date(2019, 8, 31), dt.date(2019, 9, 1), dt.date(2020, 9, 1), FIRST)


@pytest.mark.parametrize(
    ("key", "written"),
    [
        (
            "ru",
            (
                "30–31 августа 2019 г.",
                "30 августа – 1 сентября 2019 г.",
                "30 августа 2019 г. – 1 сентября 2020 г.",
                "30 августа 2019 г.",
            ),
        ),
        (
            "uk",
            (
                "30–31 серпня 2019 р.",
                "30 серпня – 1 вересня 2019 р.",
                "30 серпня 2019 р. – 1 вересня 2020 р.",
                "30 серпня 2019 р.",
            ),
        ),
        ("zh-Hans", ("2019年8月30–31日", "2019年8月30日–9月1日", "2019年8月30日–2020年9月1日", "2019年8月30日")),
    ],
)
def test_day_span(key: str, written: tuple[str, ...]) -> None:
    """A span says once what both ends share, and a dash between two months of words has blanks about it."""
    assert tuple(languages.day_span(FIRST, end, DRAFTS[key]) for end in ENDS) == written


@pytest.mark.parametrize(("key", "written"), [("ru", "a, b и c"), ("uk", "a, b і c"), ("zh-Hans", "a、b和c")])
def test_listing(key: str, written: str) -> None:
    """Lists have the marks and the last word of their language."""
    assert languages.listing(["a", "b", "c"], DRAFTS[key]) == written


@pytest.mark.parametrize("key", [*samples.languages(), *DRAFTS])
def test_nothing_invisible(key: str) -> None:
    """No language prints marks of direction or narrow blanks, which X counts twice: Babel's own Russian dates have one."""
    language = {**samples.languages(), **DRAFTS}[key]
    told = languages.when(FIRST, dt.time(9), dt.time(10), language) + languages.day_span(FIRST, ENDS[1], language)
    assert not regex.search(r"[\p{Bidi_Control}\p{Cf}\u2000-\u200f\u202f]", told)


def test_a_tag_is_what_browsers_know() -> None:
    """The tag is written as BCP 47 has it, whatever Babel calls the locale."""
    assert {key: DRAFTS[key].tag for key in ("ru", "uk", "zh-Hans")} == {"ru": "ru", "uk": "uk", "zh-Hans": "zh-Hans"}
