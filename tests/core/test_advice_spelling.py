"""Unknown words, and texts in another column's language, are told at the cell; names and numbers are left alone."""

from __future__ import annotations

import pytest

from kutsu.core.advice import Lexicon, advise
from kutsu.core.advice.lexicon import names_of, words
from kutsu.core.advice.spelling import best
from kutsu.core.grid import Fault
from kutsu.core.model import Plan
from tests.books import CITY, LANGUAGES, Value
from tests.core.facts import Words
from tests.core.rows import SESSION, plan, sheet
from tests.fakes import WordBook

SPELLERS = {
    "fi": WordBook("tule kuulemaan kokeilusta tervetuloa infoon mukaan kirjastossa kokeilu ilmoittautuminen espoossa"),
    "sv": WordBook("kom och hör om försöket välkommen till infomötet på biblioteket"),
    "en": WordBook("come and hear about the pilot welcome to library"),
}


def look(**changes: Value) -> tuple[Plan, list[Fault]]:
    """A plan whose only session has these cells, and what is advised on it."""
    book = sheet(sessions=[{**SESSION, **changes}])
    found = plan(book)
    lexicon = Lexicon(SPELLERS, names_of(found.entries, CITY), {"sv": frozenset({"appen"})})
    faults = advise(found.entries, [book], LANGUAGES, lexicon)
    return found, [each for each in faults if each.tab == "Infotilaisuudet"]


def told(**changes: Value) -> list[Fault]:
    """What is advised on a session with these cells."""
    return look(**changes)[1]


def said(fault: Fault) -> Words:
    """A message in fi, sv and en."""
    return fault.message["fi"], fault.message["sv"], fault.message["en"]


def test_unknown_words() -> None:
    """Up to three are told, each once, with what may be meant; the row goes on."""
    (fault,) = told(**{"title.fi": "Tervetuola kirjastosa, tervetuola ilmoitaudu mukkaan kirjastossa"})
    assert (fault.row, fault.column, fault.severity, fault.code) == (2, "Otsikko (fi)", "note", "spelling")
    listed = '"Tervetuola" (Tervetuloa?), "kirjastosa" (kirjastossa?), "tervetuola" (tervetuloa?) …'
    assert said(fault) == (
        f"Tarkista kirjoitusasu: {listed}.",
        f"Kontrollera stavningen: {listed}.",
        f"Check the spelling: {listed}.",
    )


def test_case_26c_finnish_by_the_speller() -> None:
    """More than half of the Swedish words are Finnish ones and no Swedish ones: a note in the words of the equal text, and no hold."""
    found, (fault,) = look(**{"title.sv": "Tervetuloa infoon"})
    assert (fault.column, fault.severity, fault.code) == ("Otsikko (sv)", "note", "text-language")
    assert said(fault) == (
        'Ruotsin sarakkeessa näyttää olevan suomea: "Tervetuloa infoon".',
        'Den svenska kolumnen verkar innehålla finska: "Tervetuloa infoon".',
        "The Swedish column seems to hold Finnish.",
    )
    assert not found.entries[-1].faulty


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("title.en", "Välkommen till biblioteket", 'Englannin sarakkeessa näyttää olevan ruotsia: "{}".'),
        ("title.en", "Tule kirjastossa mukaan", 'Englannin sarakkeessa näyttää olevan suomea: "{}".'),
        ("title.fi", "Welcome to the library", 'Suomen sarakkeessa näyttää olevan englantia: "{}".'),
    ],
)
def test_other_columns_too(key: str, text: str, words: str) -> None:
    """The other languages are looked at in the same way."""
    (fault,) = told(**{key: text})
    assert fault.message["fi"] == words.format(text)


def test_half_of_the_words_is_not_enough() -> None:
    """Where no more than half is in another language, the words are told one by one."""
    assert [fault.code for fault in told(**{"title.sv": "Kom till infoon tervetuloa"})] == ["spelling"]


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (
            "title.fi",
            "Kokeilu-ilmoittautuminen: ks. kokeilut.example.org, tiedot@example.org, https://a.example/xyzzy",
        ),
        ("title.fi", "Tule #DigiKokeilutt HelloEspoo 5G 2xyz EU:n SOTE"),
        ("title.fi", "Tule kuulemaan: Ison Omenan Kokeilutiimi Matinkylässä"),
        ("title.sv", "Kom till Matinkylä och Espoossa"),
        ("title.sv", "Kom och hör om appens"),
        ("title.en", "Come and hear about Omenan pilot’s Library"),
    ],
)
def test_no_false_alarm(key: str, text: str) -> None:
    """Names of the sheet and of the city with their endings, listed words, addresses, tags and abbreviations are let be."""
    assert told(**{key: text}) == []


def test_without_a_dictionary() -> None:
    """Where the machine has no dictionary of a language, nothing is said of its spelling."""
    book = sheet(sessions=[{**SESSION, "title.fi": "Tervetuola"}])
    assert list(advise(plan(book).entries, [book], LANGUAGES, Lexicon({"sv": SPELLERS["sv"]}))) != []
    assert list(advise(plan(book).entries, [book], LANGUAGES, Lexicon({}))) == []


def test_words_are_whole() -> None:
    """A word keeps its hyphens and apostrophes within; short ones are not judged."""
    assert list(words("Tule-mukaan ja don’t, opetus- (pilot’s) 3D-malli “kirja”.")) == [
        "Tule-mukaan",
        "don't",
        "opetus",
        "pilot",
        "kirja",
    ]


@pytest.mark.parametrize(
    ("word", "suggestions", "likeliest"),
    [
        ("tervetuola", ["tervetupla", "tervetuloa"], "tervetuloa"),
        ("Espoosa", ["Espoonsa", "Espoosi", "Espoossa"], "Espoossa"),
        ("infomötte", ["infomötet", "infomöte"], "infomöte"),
        ("zzz", ["aaa"], "aaa"),
        ("zzz", [], ""),
    ],
)
def test_the_likeliest(word: str, suggestions: list[str], likeliest: str) -> None:
    """Letters that changed places or were doubled come before the dictionary's own order."""
    assert best(word, suggestions) == likeliest
