"""One cell -> a link, an e-mail address, a phone number or a postcode."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from kutsu.core.cells.normal import digits, folded, plain, typed
from kutsu.core.cells.reading import Reading, seen, wrong
from kutsu.core.cells.texts import private
from kutsu.core.grid import Cell

_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+=?^_`{|}~-]+@((?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,})")
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]*[0-9]")
_MOBILE_WITHOUT_ZERO = re.compile("[45][0-9]{8}")


def link(cell: Cell) -> Reading[str]:
    """A whole https address; http is an error, since a city does not send people to pages that anyone can alter."""
    text = plain(typed(cell))
    if folded(text).startswith("http:"):
        return wrong("link-http", seen=seen(cell))
    return Reading(text) if _is_https(text) else wrong("link-unreadable", seen=seen(cell))


def email(cell: Cell) -> Reading[str]:
    """One bare e-mail address of an office, not a private one; the message never quotes it."""
    text = plain(typed(cell))
    return private(text) if _EMAIL.fullmatch(text) and len(text) <= 254 else wrong("email-unreadable")


def phone(cell: Cell) -> Reading[str]:
    """A phone number as typed; the zero that a number cell lost is put back (nine digits beginning with 4 or 5)."""
    text = plain(digits(cell))
    figures = re.sub("[^0-9]", "", text)
    if _MOBILE_WITHOUT_ZERO.fullmatch(text):
        whole = f"0{figures[:2]} {figures[2:5]} {figures[5:]}"
        return Reading(whole, wrong("phone-zero", phone=whole).remark)
    dialled = text.startswith(("+", "0")) and 5 <= len(figures) <= 15
    return Reading(text) if _PHONE.fullmatch(text) and dialled else wrong("phone-unreadable", seen=seen(cell))


def postcode(cell: Cell) -> Reading[str]:
    """Five digits; the zero that a number cell lost is put back to four."""
    text = plain(digits(cell))
    if re.fullmatch("[0-9]{4}", text):
        return Reading(f"0{text}", wrong("postcode-zero", postcode=f"0{text}").remark)
    return Reading(text) if re.fullmatch("[0-9]{5}", text) else wrong("postcode-unreadable", seen=seen(cell))


def _is_https(text: str) -> bool:
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        whole = parts.scheme == "https" and parts.username is None and (parts.port is None or parts.port > 0)
    except ValueError:  # an address that cannot be taken apart
        return False
    return whole and " " not in text and text.isprintable() and _HOST.fullmatch(host) is not None
