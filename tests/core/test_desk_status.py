"""What a row is told of what it waits for: every state in its exact words, in the language of the headers over it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from kutsu.core.approval import Memory, Seen
from kutsu.core.editions import Edition
from tests.books import NOW
from tests.core.desks import (
    ALL,
    AT,
    COMING,
    MONDAY,
    NAME,
    TICKED,
    WANTED,
    WHAT,
    check,
    law,
    look,
    made,
    memory,
    planned,
    text,
    told,
)

COLUMNS = {
    "fi": "Julkaise (fi), Julkaise (sv), Julkaise (en)",
    "sv": "Publicera (fi), Publicera (sv), Publicera (en)",
    "en": "Publish (fi), Publish (sv), Publish (en)",
}
AGAIN = Edition("again-2", NOW, "someone", "")


def test_waits_for_approval() -> None:
    """A whole row without ticks names the boxes to tick, and what waits for them."""
    expected = {
        "fi": f"Odottaa hyväksyntää: fi, sv, en. Tarkista sisältö ja rastita {COLUMNS['fi']}.",
        "sv": f"Väntar på godkännande: fi, sv, en. Granska innehållet och kryssa för {COLUMNS['sv']}.",
        "en": f"Waits for approval: fi, sv, en. Check the content, then tick {COLUMNS['en']}.",
    }
    check(COMING, expected, plan=True)


def test_second_approval() -> None:
    """A language with one tick of two waits for the other person."""
    row = {**TICKED, "second.fi": False, "second.sv": True, "second.en": True}
    expected = {
        "fi": "Odottaa toista hyväksyntää: fi. Kaksi henkilöä rastittaa: Julkaise (fi), Toinen hyväksyntä (fi).",
        "sv": "Väntar på det andra godkännandet: fi. Två personer kryssar: Publicera (fi), Andra godkännandet (fi).",
        "en": "Waits for the second approval: fi. Two people tick: Publish (fi), Second approval (fi).",
    }
    check(row, expected, plan=True, approved=("sv", "en"))


def test_changed_after_approval() -> None:
    """An edit under a tick says which language it took the approval from, and how to give it again."""
    expected = {
        "fi": "Muuttunut hyväksynnän jälkeen: fi. Poista rasti (Julkaise (fi)) ja rastita uudelleen, "
        "kun tämä huomautus on poistunut.",
        "sv": "Ändrad efter godkännandet: fi. Ta bort krysset (Publicera (fi)) och kryssa för på nytt "
        "när den här anmärkningen är borta.",
        "en": "Changed after approval: fi. Take the tick away (Publish (fi)) and tick again when this remark is gone.",
    }
    for ui, words in expected.items():
        found = made(TICKED, ui=ui)
        stands = memory(look(found).plan, ALL)
        stands["PILOT-1", "fi"] = Memory(Seen("another", ticked=True), "another", NOW)
        assert text(found, look(found, stands)) == f"{words}\n{planned(ui)}"


def test_ticked_too_early() -> None:
    """A tick that came together with the content approves nothing, and the row says so."""
    expected = {
        "fi": f"Rastitettu ennen kuin Kutsu oli lukenut tämän sisällön: fi, sv, en. Poista rasti ({COLUMNS['fi']}) "
        "ja rastita uudelleen, kun tämä huomautus on poistunut.",
        "sv": f"Krysset kom innan Kutsu hade läst det här innehållet: fi, sv, en. Ta bort krysset ({COLUMNS['sv']}) "
        "och kryssa för på nytt när den här anmärkningen är borta.",
        "en": f"Ticked before Kutsu had read this content: fi, sv, en. Take the tick away ({COLUMNS['en']}) "
        "and tick again when this remark is gone.",
    }
    check(TICKED, expected, plan=True, remembered={})


def test_announced_again() -> None:
    """What is to be announced again needs a tick of after that wish."""
    expected = {
        "fi": f"Julkaistaan pyynnöstä uudelleen: {NAME['fi']}. Poista rasti ({COLUMNS['fi']}) ja rastita uudelleen, "
        "kun tämä huomautus on poistunut.",
        "sv": f"Publiceras på nytt på begäran: {NAME['sv']}. Ta bort krysset ({COLUMNS['sv']}) och kryssa för på nytt "
        "när den här anmärkningen är borta.",
        "en": f"To be announced again on request: {NAME['en']}. Take the tick away ({COLUMNS['en']}) and tick again "
        "when this remark is gone.",
    }
    check(TICKED, expected, approved=ALL, editions={("PILOT-1", "pilot-chosen"): AGAIN})


def test_held_by_a_tick() -> None:
    """A row that staff hold names the box that holds it."""
    expected = {
        "fi": 'Pysäytetty sarakkeessa "Pysäytä". Poista rasti, kun rivi saa lähteä.',
        "sv": 'Stoppad i kolumnen "Stoppa". Ta bort krysset när raden får gå ut.',
        "en": 'Held by the column "Hold". Take the tick away when the row may go out.',
    }
    check({**TICKED, "hold": True}, expected, plan=True, approved=ALL)


def test_paused() -> None:
    """A pause is told at every row of which something waits."""
    expected = {
        "fi": "Kutsu on tauolla: mitään ei lähde. Tauon päättää välilehden Asetukset rivi tauko (ei) tai ylläpito.",
        "sv": "Kutsu är pausad: ingenting går ut. Den avslutas på raden tauko (nej) på bladet Asetukset eller av driften.",
        "en": "Kutsu is paused: nothing goes out. The row tauko (no) of the tab Asetukset or the operators end it.",
    }
    check(TICKED, expected, plan=True, approved=ALL, paused=True)


def test_held_by_the_operators() -> None:
    """A delivery that operators hold keeps the other required language back too."""
    expected = {
        "fi": f"Ylläpito on pysäyttänyt: {NAME['fi']} (fi; x-fi).",
        "sv": f"Administratören har stoppat: {NAME['sv']} (fi; x-fi).",
        "en": f"Held by the operators: {NAME['en']} (fi; x-fi).",
    }
    check(TICKED, expected, plan=True, approved=ALL, stops=frozenset({"PILOT-1/pilot-chosen/fi/x-fi/"}))


def test_draft() -> None:
    """A row that lacks something names the columns, and asks for no tick yet."""
    row = {**COMING, "title.sv": None, "contact": None}
    expected = {
        "fi": "Luonnos. Puuttuu: Otsikko (sv), Yhteyshenkilö.",
        "sv": "Utkast. Saknas: Rubrik (sv), Kontaktperson.",
        "en": "Draft. Missing: Title (sv), Contact.",
    }
    check(row, expected, plan=True)


def test_first_words_of_a_row() -> None:
    """A row of which too little is known to be an entry is a draft too."""
    row = {key: value for key, value in COMING.items() if key not in ("stage", "announce")}
    expected = {
        "fi": "Luonnos: puuttuu Vaihe, Julkistus.",
        "sv": "Utkast: Skede, Offentliggörs saknas.",
        "en": "Draft: Stage, Announced missing.",
    }
    check(row, expected)


def test_optional_language_begun() -> None:
    """A language beyond the law that was begun and is not whole is told apart; the others go on."""
    words = {
        "fi": ("Kieli en on kesken. Puuttuu: Mitä (en).", "Tulossa"),
        "sv": ("Språket en är inte färdigt. Saknas: Vad (en).", "Kommer"),
        "en": ("Language en is unfinished. Missing: What (en).", "Coming"),
    }
    expected = {
        ui: f"{first}\n{then} {AT[ui]}: {NAME[ui]} (fi, sv; x-fi, x-sv)\n{planned(ui, f'{NAME[ui]} (en; x-en)')}"
        for ui, (first, then) in words.items()
    }
    check({**TICKED, "what.en": None, "approve.en": False}, expected, approved=ALL)


def test_errors() -> None:
    """The first fault stands with its cell and its advice, and how many more there are."""
    expected = {
        "fi": 'Virhe, D2: "x" ei ole vaihtoehto. Valitse jokin näistä: Koulutus tai Tulkkaus. '
        "Virheitä on lisäksi 1: katso välilehti Tila.",
        "sv": 'Fel, D2: "x" är inget alternativ. Välj något av dessa: Utbildning eller Tolkning. '
        "Dessutom finns 1 fel till: se bladet Tila.",
        "en": 'Error, D2: "x" is not one of the choices. Choose one of these: Education or Interpreting. '
        "More errors: 1. See the tab Tila.",
    }
    check({**COMING, "theme": "x", "announce": "huomenna"}, expected)


def test_notes_come_last() -> None:
    """What was understood of an odd cell is told after all that matters more."""
    assert told({**TICKED, "announce": "ma 21.10."}, "fi", approved=ALL).splitlines() == [
        f"Tulossa {AT['fi']}: {WHAT['fi']}",
        "Huomaa, AK2: Luin: maanantai 21.10.2019.",
    ]


def test_a_kind_that_lacks_something() -> None:
    """An approved row of which one kind has nothing to say yet names what that needs."""
    row = {**TICKED, "announce": dt.date(2019, 9, 1), "recruit": MONDAY}
    wanted = {"fi": "testaajahaku", "sv": "testare söks", "en": "testers wanted"}
    needs = law(replace(WANTED, needs=("invited", "join")))
    expected = {
        "fi": "Ei lähde: testaajahaku. Puuttuu: Ketä kutsutaan, Osallistumislinkki.",
        "sv": "Går inte ut: testare söks. Saknas: Vem bjuds in, Anmälningslänk.",
        "en": "Does not go out: testers wanted. Missing: Who is invited, Link to join.",
    }
    for ui, words in expected.items():
        found = made(row, ui=ui)
        stands = memory(look(found).plan, ALL)
        rest = planned(ui, WHAT[ui].replace(NAME[ui], wanted[ui]))
        assert text(found, look(found, stands, needs)).splitlines()[-2:] == [words, rest]
