"""What a row is told of what is coming, what went out and what did not: every state in its exact words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import pytest

from kutsu.core.config import Kind
from kutsu.core.publication import State
from tests.books import NOW
from tests.core.desks import (
    ALL,
    AT,
    CHOSEN,
    COMING,
    NAME,
    TICKED,
    WANTED,
    WHAT,
    Told,
    check,
    law,
    look,
    made,
    out,
    text,
    told,
)
from tests.factories import channel

OUT_AT = {"fi": "18.10.2019 klo 16.04", "sv": "18.10.2019 kl. 16.04", "en": "18 Oct 2019 at 16:04"}


@dataclass(frozen=True)
class Changing(Kind):
    """A kind that tells of a change."""

    change: Any = "moved"


MOVED = law(Changing("pilot-chosen", "pilot", "announce", 0, dt.time(10), 14, called=NAME))
"""The rules under which the announcement of a pilot is one of a change."""


@pytest.mark.parametrize("approved", [ALL, ()])
def test_coming(approved: tuple[str, ...]) -> None:
    """What is approved, and what this very pull approves, is told with the next slot."""
    words = {"fi": f"Tulossa {AT['fi']}: ", "sv": f"Kommer {AT['sv']}: ", "en": f"Coming {AT['en']}: "}
    check(TICKED, {ui: words[ui] + WHAT[ui] for ui in words}, approved=approved)


def test_going_out_now() -> None:
    """What is due and held by nothing goes out at this moment, also while a publisher has it."""
    words = {"fi": "Lähtee nyt: ", "sv": "Går ut nu: ", "en": "Going out now: "}
    now = NOW + dt.timedelta(days=3)
    check(TICKED, {ui: words[ui] + WHAT[ui] for ui in words}, approved=ALL, now=now)
    claimed = [out(language, state=State.CLAIMED) for language in ALL]
    check(TICKED, {ui: words[ui] + WHAT[ui] for ui in words}, approved=ALL, now=now, ledger=claimed)


def test_published() -> None:
    """What went out stands with its time and one address per language."""
    words = {"fi": "Julkaistu", "sv": "Publicerat", "en": "Published"}
    links = " ".join(f"https://x.example/{language}" for language in ALL)
    expected = {ui: f"{word} {OUT_AT[ui]}: {WHAT[ui]} {links}" for ui, word in words.items()}
    check(TICKED, expected, approved=ALL, ledger=[out(language) for language in ALL])


def test_published_and_coming() -> None:
    """What is coming stands before what went out, of which the newest five are told, newest first."""
    kinds = [replace(CHOSEN, name=f"kind-{number}", called={"fi": f"laji {number}"}) for number in range(7)]
    ledger = [out("fi", f"kind-{number}", settled_at=NOW - dt.timedelta(days=number), url=None) for number in range(7)]
    lines = told(TICKED, "fi", approved=ALL, rules_=law(*kinds), ledger=ledger).splitlines()
    assert lines[0] == f"Tulossa {AT['fi']}: laji 0 (sv, en; x-en, x-sv)"
    assert [line for line in lines if line.startswith("Julkaistu")] == [
        f"Julkaistu {18 - number}.10.2019 klo 16.04: laji {number} (fi; x-fi)" for number in range(5)
    ]
    assert "Aiemmin julkaistu 2: katso välilehti Kalenteri." in lines
    assert "Lisäksi tulossa 4: katso välilehti Kalenteri." in lines


def test_refused_in_doubt_waiting() -> None:
    """What a network would not take, what may be out and what nothing proves say what a person does, the gravest first."""
    ledger = [
        out("fi", state=State.REFUSED, reason="too\nlong"),
        out("sv", state=State.UNCONFIRMED),
        out("en", state=State.WAITING),
    ]
    where = {ui: {key: f"{name} ({key}; x-{key})" for key in ALL} for ui, name in NAME.items()}
    expected = {
        "fi": f"Katso, näkyykö julkaisu: {where['fi']['en']}. Kerro ylläpidolle, mitä näet. "
        f"Kutsu ei lähetä sitä uudestaan.\nKanava ei ottanut vastaan: {where['fi']['fi']}. Syy: too long. "
        f"Korjaa teksti, hyväksy se uudelleen ja kerro ylläpidolle.\nKutsu tarkistaa, onko julkaistu: {where['fi']['sv']}.",
        "sv": f"Se efter om publiceringen syns: {where['sv']['en']}. Berätta för administratören vad du ser. "
        f"Kutsu skickar den inte på nytt.\nKanalen tog inte emot: {where['sv']['fi']}. Orsak: too long. "
        "Rätta texten, godkänn den på nytt och meddela administratören.\n"
        f"Kutsu kontrollerar om det är publicerat: {where['sv']['sv']}.",
        "en": f"Look whether it is published: {where['en']['en']}. Tell the operators what you see. "
        f"Kutsu does not send it again.\nRefused by the channel: {where['en']['fi']}. Reason: too long. "
        "Mend the text, approve it again and tell the operators.\n"
        f"Kutsu is checking whether it is published: {where['en']['sv']}.",
    }
    check(TICKED, expected, approved=ALL, ledger=ledger)


def test_tried_again() -> None:
    """What a network could not take at the moment is tried again by itself."""
    ledger = [out("en", state=State.UNAVAILABLE, reason="503"), out("fi"), out("sv")]
    starts = {
        "fi": f"Kanava ei vastannut, Kutsu yrittää uudestaan: {NAME['fi']} (en; x-en).\n",
        "sv": f"Kanalen svarade inte, Kutsu försöker igen: {NAME['sv']} (en; x-en).\n",
        "en": f"The channel did not answer, Kutsu tries again: {NAME['en']} (en; x-en).\n",
    }
    for ui, start in starts.items():
        assert told(TICKED, ui, approved=ALL, ledger=ledger).startswith(start)


def test_with_the_mail_provider() -> None:
    """What was handed over tells when it leaves; what was to come back and did not is told first, with the reason."""
    ledger = [
        out("fi", state=State.HANDED_OVER, slot=NOW + dt.timedelta(hours=1)),
        out("sv", state=State.HANDED_OVER, slot=NOW + dt.timedelta(hours=1), reason="paused; too late"),
    ]
    at = {ui: words.replace("16", "17", 1) for ui, words in OUT_AT.items()}
    where = {ui: {key: f"{name} ({key}; x-{key})" for key in ALL} for ui, name in NAME.items()}
    starts = {
        "fi": f"Ei saatu enää takaisin sähköpostipalvelulta, lähtee {at['fi']}: {where['fi']['sv']}. Syy: paused; too late\n"
        f"Sähköpostipalvelulla, lähtee {at['fi']}: {where['fi']['fi']}\n",
        "sv": f"Kunde inte längre tas tillbaka från e-posttjänsten, går ut {at['sv']}: {where['sv']['sv']}. "
        f"Orsak: paused; too late\nHos e-posttjänsten, går ut {at['sv']}: {where['sv']['fi']}\n",
        "en": f"Not given back by the mail provider, leaves {at['en']}: {where['en']['sv']}. Reason: paused; too late\n"
        f"With the mail provider, leaves {at['en']}: {where['en']['fi']}\n",
    }
    for ui, start in starts.items():
        assert told(TICKED, ui, approved=ALL, ledger=ledger).startswith(start)


def test_one_language_only() -> None:
    """Residents who have a thing in one required language alone are the first thing that is told."""
    ledger = [out("fi"), out("sv", state=State.REFUSED, reason="no")]
    starts = {
        "fi": f"Julkaistu vain osalla kielistä. Puuttuu: {NAME['fi']} (sv; x-sv). Kerro ylläpidolle.\n",
        "sv": f"Publicerat bara på en del av språken. Saknas: {NAME['sv']} (sv; x-sv). Meddela administratören.\n",
        "en": f"Published in some languages only. Missing: {NAME['en']} (sv; x-sv). Tell the operators.\n",
    }
    for ui, start in starts.items():
        assert told(TICKED, ui, approved=ALL, ledger=ledger).startswith(start)


def test_old_facts() -> None:
    """While a change is not told, the row says first of all that residents have the old facts; then no more."""
    expected = {
        "fi": f"Asukkailla on vanhat tiedot. Vielä lähtemättä: {NAME['fi']}.\nTulossa {AT['fi']}: {WHAT['fi']}",
        "sv": f"Invånarna har gamla uppgifter. Har inte gått ut ännu: {NAME['sv']}.\nKommer {AT['sv']}: {WHAT['sv']}",
        "en": f"Residents have the old facts. Not out yet: {NAME['en']}.\nComing {AT['en']}: {WHAT['en']}",
    }
    for ui, words in expected.items():
        found = made(TICKED, ui=ui)
        seen = replace(look(found, approved=ALL), rules=MOVED)
        assert text(found, seen) == words
        assert "https" in text(found, replace(seen, ledger=[out(language) for language in ALL])).splitlines()[0]


def test_missed_and_taken_back() -> None:
    """What missed its time is told for a month; what was taken back stands with the day of that."""
    missed = {"fi": "Ei lähtenyt ajoissa", "sv": "Gick inte ut i tid", "en": "Did not go out in time"}
    now = NOW + dt.timedelta(days=20)
    check(TICKED, {ui: f"{word}: {WHAT[ui]}." for ui, word in missed.items()}, approved=ALL, now=now)
    gone = {"fi": "Poistettu", "sv": "Borttaget", "en": "Taken back"}
    ledger = [out(language, state=State.RETRACTED) for language in ALL]
    check(TICKED, {ui: f"{word} {OUT_AT[ui]}: {WHAT[ui]}" for ui, word in gone.items()}, approved=ALL, ledger=ledger)


def test_nothing_coming() -> None:
    """An approved row of which everything has been said long ago says so."""
    expected = {
        "fi": "Hyväksytty: fi, sv, en. Mitään ei ole tulossa.",
        "sv": "Godkänd: fi, sv, en. Inget är på kommande.",
        "en": "Approved: fi, sv, en. Nothing is coming.",
    }
    check(TICKED, expected, approved=ALL, rules_=law(WANTED))


def test_over() -> None:
    """A pilot that has ended needs no tick."""
    expected = {
        "fi": "Ohi. Mitään ei enää lähde.",
        "sv": "Över. Inget mer går ut.",
        "en": "Over. Nothing more goes out.",
    }
    row = {**COMING, "stage": "päättynyt"}
    check(row, expected, rules_=law(WANTED))


def test_a_minute_changes_nothing() -> None:
    """No text of any state changes because a minute has passed."""
    ledger = [out("fi"), out("sv", state=State.REFUSED, reason="no"), Told("PILOT-1/testers-wanted/fi/x-fi/")]
    for row in (COMING, TICKED, {**TICKED, "hold": True}, {**COMING, "title.sv": None}):
        for known in ((), ledger):
            before, after = (
                told(row, "fi", approved=ALL, ledger=known, now=NOW + dt.timedelta(minutes=minutes))
                for minutes in (0, 1)
            )
            assert before == after


def test_said_together() -> None:
    """A message in two languages is told once, with both and its one address."""
    page = channel("facebook", "fi", "sv", "en", adapter="facebook", layout="together")
    rules_ = replace(law(), channels={"facebook": page})
    ledger = [Told("PILOT-1/pilot-chosen/fi+sv/facebook/", url="https://facebook.example/1")]
    assert told(TICKED, "fi", approved=ALL, rules_=rules_, ledger=ledger).splitlines() == [
        f"Tulossa {AT['fi']}: kokeilu valittu (en; facebook)",
        f"Julkaistu {OUT_AT['fi']}: kokeilu valittu (fi, sv; facebook) https://facebook.example/1",
    ]
