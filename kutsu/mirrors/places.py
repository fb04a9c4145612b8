"""Where things stand on the site."""

from __future__ import annotations

import re

from kutsu.core.errors import Faulty

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
"""What may be part of an address: nothing in it leads out of the site."""


def folder(language: str, subject: str = "") -> str:
    """Where the page of a subject (or the index) of a language stands below the site's root, with its last slash.

    Raises `Faulty` for an id that could lead out of the site.
    """
    if subject and not NAME.fullmatch(subject):
        raise Faulty([f"{subject!r} cannot be part of an address. Use letters A–Z, digits, - and _ in the id."])
    return f"{language}/{subject.lower()}/" if subject else f"{language}/"


def entry_file(subject: str) -> str:
    """The calendar file of a session, in the folder of its page; a download has this name too."""
    return f"{subject.lower()}.ics"


def card_file(language: str, subject: str) -> str:
    """The share card of a subject, in the folder of its page."""
    return f"{folder(language, subject)}card.png"


def calendar_file(language: str, theme: str = "") -> str:
    """The calendar of a language, or of one of its themes; raises `Faulty` for a theme that could lead out of the site."""
    if theme and not NAME.fullmatch(theme):
        where = f"config/city.toml: themes.{theme} cannot be part of an address."
        raise Faulty([f"{where} Use letters A–Z, digits, - and _ in its name."])
    return f"{language}/calendar-{theme}.ics" if theme else f"{language}/calendar.ics"
