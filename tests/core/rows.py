"""Complete rows to start from, and the plan that comes of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from kutsu.core.grid import Book, Fault
from kutsu.core.model import Plan
from kutsu.core.plan import read_plan
from tests.books import CITY, LANGUAGES, NOW, Row, book

TICKED = {"approve.fi": True, "approve.sv": True}

VENUE: Row = {
    "id": "tprek:15321",
    "name.fi": "Ison Omenan kirjasto",
    "name.sv": "Stora Apelns bibliotek",
    "name.en": "Iso Omena Library",
    "street.fi": "Piispansilta 11",
    "street.sv": "Biskopsbron 11",
    "street.en": "Piispansilta 11",
    "postcode": "02230",
    "district.fi": "Matinkylä",
    "district.sv": "Mattby",
    "district.en": "Matinkylä",
}
CONTACT: Row = {
    "id": "KOKEILUT",
    "title.fi": "Kokeilutiimi",
    "title.sv": "Försöksteamet",
    "title.en": "Pilot team",
    "email": "kokeilut@example.org",
    "phone": "040 123 4567",
}
ROUND: Row = {
    "id": "ROUND-1",
    "title.fi": "Kymmenen kokeilua jatkoon",
    "title.sv": "Tio försök går vidare",
    "title.en": "Ten pilots go on",
    "what.fi": "Kaupunki kokeilee uusia palveluja.",
    "what.sv": "Staden testar nya tjänster.",
    "what.en": "The city tries new services.",
    "proposals": 57,
    "chosen": 10,
    "announce": dt.date(2019, 10, 18),
    "contact": "KOKEILUT",
}
PILOT: Row = {
    "id": "PILOT-1",
    "round": "ROUND-1",
    "stage": "testaajahaku",
    "theme": "Tulkkaus",
    "goal": "kaupungin palvelut",
    "title.fi": "Tulkkaussovellus asiointiin",
    "title.sv": "Tolkningsapp för ärenden",
    "title.en": "Interpreting app",
    "what.fi": "Kokeilemme sovellusta, joka tulkkaa.",
    "what.sv": "Vi testar en app som tolkar.",
    "what.en": "We test an app that interprets.",
    "announce": dt.date(2019, 10, 18),
    "contact": "KOKEILUT",
}
SESSION: Row = {
    "id": "INFO-1",
    "pilots": "PILOT-1",
    "title.fi": "Tule kuulemaan kokeilusta",
    "title.sv": "Kom och hör om försöket",
    "status": "vahvistettu",
    "day": dt.date(2019, 11, 6),
    "start": "17–19",
    "attendance": "paikan päällä",
    "venue": "tprek:15321",
    "languages": "suomi, ruotsi",
    "registration": "ei ilmoittautumista",
    "contact": "KOKEILUT",
}


def sheet(name: str = "demo", /, **changes: Sequence[Row]) -> Book:
    """A book with one complete row per tab, tabs replaced by `changes`."""
    rows: dict[str, Sequence[Row]] = {"round": [ROUND], "pilots": [PILOT], "sessions": [SESSION]}
    return book(name, **{**rows, "venues": [VENUE], "contacts": [CONTACT], **changes})


def plan(*books: Book, now: dt.datetime = NOW) -> Plan:
    """The plan of these books."""
    return read_plan(books, LANGUAGES, CITY, now)


def codes(found: Plan) -> list[str]:
    """The codes of all faults, in order."""
    return [fault.code for fault in found.faults]


def fault(found: Plan) -> Fault:
    """The only fault of a plan."""
    (only,) = found.faults
    return only


def subject(found: Plan, id_: str) -> Any:
    """The subject of an id."""
    return next(entry.subject for entry in found.entries if entry.subject.id == id_)
