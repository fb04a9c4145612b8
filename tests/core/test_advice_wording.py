"""What hinders the readers of a text, or may give somebody away, is told at its cell, and nothing is held by it."""

from __future__ import annotations

import pytest

from kutsu.core.advice import Lexicon, advise
from kutsu.core.grid import Fault
from tests.books import LANGUAGES
from tests.core.rows import SESSION, fault, plan, sheet


def told(text: str) -> list[Fault]:
    """What is advised about this programme."""
    book = sheet(sessions=[{**SESSION, "programme.fi": text}])
    return list(advise(plan(book).entries, [book], LANGUAGES, Lexicon({})))


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        (
            "Tule #digi-kokeilu mukaan",
            "hashtag-hyphen",
            'Aihetunniste katkeaa yhdysmerkkiin: "#digi-kokeilu". Kirjoita se yhteen isoin alkukirjaimin.',
        ),
        (
            "Tule 𝗺𝘂𝗸𝗮𝗮𝗻 nyt",
            "letters-styled",
            'Ruudunlukija ei lue koristekirjaimia: "𝗺𝘂𝗸𝗮𝗮𝗻". Kirjoita tavallisin kirjaimin.',
        ),
        (
            "✅ yksi\n✅ kaksi",
            "bullets-emoji",
            "Ruudunlukija lukee hymiöt luetelman merkkeinä ääneen. Käytä luetelmassa viivaa.",
        ),
        (
            "Soita 050 765 4321 illalla",
            "text-private-phone",
            "Tekstissä on matkapuhelinnumero, joka ei ole yhteyshenkilön. Tarkista, ettei se ole yksityinen.",
        ),
    ],
)
def test_hindrances(text: str, code: str, message: str) -> None:
    """Each is a note, told once, in three languages."""
    (found,) = told(text)
    assert (found.code, found.severity, found.message["fi"]) == (code, "note", message)
    assert set(found.message) == {"fi", "sv", "en"}


@pytest.mark.parametrize(
    "text",
    [
        "Tule #DigiKokeilu mukaan 🙂",
        "🙂 Tervetuloa\n- yksi\n- kaksi",
        "Kysy lisää: 040 123 4567 tai +358 40 123 4567",
        "Kaupungin vaihde 09 816 21, tilaus 2019 050",
    ],
)
def test_no_false_alarm(text: str) -> None:
    """Good hashtags, an emoji in passing, the contact's own number and desks are nobody's concern."""
    assert told(text) == []


@pytest.mark.parametrize(
    "code", ["131052-308T", "131052A308T", "131052-308t", "010594Y9021", "020594X903P", "010516B903X"]
)
def test_a_personal_identity_code_holds_its_row(code: str) -> None:
    """One with its right check mark, of whatever century sign, in whatever text, is no advice but an error; it is not quoted."""
    found = plan(sheet(sessions=[{**SESSION, "programme.fi": f"Kysy: {code}."}]))
    assert (fault(found).code, fault(found).severity, found.entries[-1].faulty) == ("text-identity-code", "error", True)
    assert fault(found).message == {
        "fi": "Tekstissä on henkilötunnus. Poista se; taulukkoon ei kirjoiteta henkilötietoja.",
        "sv": "Texten innehåller en personbeteckning. Ta bort den; personuppgifter skrivs inte i kalkylarket.",
        "en": "The text holds a personal identity code. Remove it; no personal details belong in the sheet.",
    }


@pytest.mark.parametrize("text", ["131052-308U", "131052G308T", "1131052-308T", "131052-308T2"])
def test_what_only_looks_like_one(text: str) -> None:
    """A wrong check mark, a sign that is none, and a longer number are no identity codes."""
    assert not plan(sheet(sessions=[{**SESSION, "programme.fi": f"Kysy: {text}."}])).entries[-1].faulty
