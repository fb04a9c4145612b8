"""What single values of config must look like; each function says what is wrong with a value, or None."""

from __future__ import annotations

import re
import unicodedata
from zoneinfo import ZoneInfo

from babel.core import Locale, UnknownLocaleError

from kutsu.core.languages import DASH

LETTERS = "EcdMy"
"""All that a pattern of a day needs: weekday (E, and c standing alone), day, month, year."""

MOST_HASHTAGS = 3


def zone(text: str) -> str | None:
    """A zone that the IANA database knows."""
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        return f"{text!r} is no time zone; write one such as Europe/Helsinki"
    return None


def locale(text: str) -> str | None:
    """A locale of which Babel knows how it names weekdays and months."""
    try:
        Locale.parse(text)
    except (UnknownLocaleError, ValueError):
        return f"{text!r} is unknown; write one such as sv_FI"
    return None


def day_pattern(text: str) -> str | None:
    """A day for Babel. `L` and `q` leak into other locales of the process (python-babel #1234); times stand apart."""
    letters = set(re.findall("[A-Za-z]", re.sub("'[^']*'", "", text)))
    if wrong := letters - set(LETTERS):
        told = ", ".join(sorted(wrong))
        return f"{told} in {text!r}: write a day with {', '.join(LETTERS)} (no L and no q), and words in 'quotes'"
    if "d" not in letters or text.count(DASH) > 1:
        return f"{text!r} does not show a day (d), or has more than one dash"
    return None


def time_pattern(text: str) -> str | None:
    """The words round the times of a day."""
    return None if re.fullmatch(r"[^{}]*\{\}[^{}]*", text) else f"{text!r} must have one {{}}, where the times go"


def span_pattern(text: str) -> str | None:
    """What joins the first and the last day of a span."""
    return (
        None if re.fullmatch(r"[^{}]*\{\}[^{}]*\{\}[^{}]*", text) else f"{text!r} must have two {{}}, where the days go"
    )


def hashtag(text: str) -> str | None:
    """A hashtag that every network links whole and that a screen reader can read: CamelCase, no hyphen, plain letters."""
    word = text.removeprefix("#")
    plain = unicodedata.normalize("NFKC", word) == word and re.fullmatch(r"\w+", word)
    if word == text or not plain or word.isdecimal() or word[0].islower():
        return f"{text!r} is no hashtag such as #DigiKokeilut: CamelCase, plain letters, no hyphen, not digits alone"
    return None


def colour(text: str) -> str | None:
    """A colour of the web in hexadecimal."""
    return None if re.fullmatch("#[0-9a-fA-F]{6}", text) else f"{text!r} is no colour such as #0047a8"


def contrast(one: str, other: str) -> float:
    """How far two colours stand apart, from 1 to 21, by the relative luminance of WCAG 2.1."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    """One part of an sRGB colour (0 to 1) as light."""
    return float(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
