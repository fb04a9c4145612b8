"""What goes into each column, said to staff in Finnish, Swedish and English, with an example."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from kutsu.core.columns import MODEL_ID
from kutsu.core.outline.shape import Example


@dataclass(frozen=True)
class Note:
    """What a column is for, and what stands in it in the model row; a text has its example per language."""

    fi: str
    sv: str
    en: str
    example: Example | Mapping[str, str] = None


def texts(fi: str, sv: str, en: str) -> Mapping[str, str]:
    """An example that is another in each language."""
    return {"fi": fi, "sv": sv, "en": en}


EVERYWHERE = {
    "id": Note(
        "Lyhyt tunnus, joka ei koskaan muutu: kirjaimia A–Z, numeroita ja yhdysmerkkejä. Jokaisella rivillä oma.",
        "Ett kort id som aldrig ändras: bokstäver A–Z, siffror och bindestreck. Varje rad har sitt eget.",
        "A short id that never changes: letters A–Z, digits and hyphens. Each row has its own.",
        MODEL_ID,
    ),
    "title": Note(
        "Otsikko, jonka asukkaat näkevät. Alle 100 merkkiä.",
        "Rubriken som invånarna ser. Under 100 tecken.",
        "The title that residents see. Under 100 characters.",
        texts("Läksyapua verkossa", "Läxhjälp på nätet", "Homework help online"),
    ),
    "what": Note(
        "Yksi tai kaksi lausetta: mistä on kyse.",
        "En eller två meningar: vad det handlar om.",
        "One or two sentences: what it is about.",
        texts(
            "Kokeilemme, auttaako etäohjaus läksyissä.",
            "Vi prövar om handledning på distans hjälper med läxorna.",
            "We try whether remote tutoring helps with homework.",
        ),
    ),
    "invited": Note(
        "Keitä kutsutaan mukaan.",
        "Vem som bjuds in.",
        "Who is invited.",
        texts("7.–9.-luokkalaiset", "Elever i årskurs 7–9", "Pupils in grades 7–9"),
    ),
    "round": Note(
        "Kierroksen tunnus välilehdeltä {round}.",
        "Omgångens id från bladet {round}.",
        "The id of the round, from the tab {round}.",
        MODEL_ID,
    ),
    "contact": Note(
        "Yhteyshenkilön tunnus tai nimi välilehdeltä {contacts}.",
        "Kontaktpersonens id eller namn från bladet {contacts}.",
        "The id or name of the contact, from the tab {contacts}.",
        MODEL_ID,
    ),
    "announce": Note(
        "Päivä, jona tästä kerrotaan.",
        "Den dag då detta berättas.",
        "The day on which this is announced.",
        dt.date(2027, 3, 15),
    ),
    "deadline": Note(
        "Viimeinen päivä ilmoittautua.", "Sista anmälningsdag.", "The last day to sign up.", dt.date(2027, 4, 9)
    ),
    "image": Note(
        "Kuvan julkinen osoite, joka alkaa https://. Uusi kuva tarvitsee uuden osoitteen.",
        "Bildens offentliga adress, som börjar med https://. En ny bild behöver en ny adress.",
        "The picture's public address, beginning with https://. A new picture needs a new address.",
        "https://kokeilut.espoo.example/kuva.jpg",
    ),
    "image_alt": Note(
        "Mitä kuvassa näkyy, sille joka ei näe sitä.",
        "Vad bilden visar, för den som inte ser den.",
        "What the picture shows, for those who cannot see it.",
        texts("Oppilas kannettavan ääressä.", "En elev vid en bärbar dator.", "A pupil at a laptop."),
    ),
    "photographer": Note("Kuvaajan nimi.", "Fotografens namn.", "The photographer's name.", "Maija Mallinen"),
    "approve": Note(
        "Rasti hyväksyy tämän kielen sisällön julkaistavaksi. Rastita vasta, kun olet nähnyt esikatselun. "
        "Jos muutat sisältöä, poista rasti ja rastita uudelleen.",
        "Ett kryss godkänner innehållet på detta språk. Kryssa först när du har sett förhandsvisningen. "
        "Om du ändrar innehållet, ta bort krysset och kryssa på nytt.",
        "A tick approves the content in this language. Tick only once you have seen the preview. "
        "If you change the content, untick it and tick again.",
        False,
    ),
    "hold": Note(
        "Rasti pysäyttää tämän rivin. Poista rasti, kun rivi saa jatkaa.",
        "Ett kryss stoppar raden. Ta bort krysset när den får fortsätta.",
        "A tick holds this row. Untick it when it may go on.",
        False,
    ),
    "second": Note(
        "Toinen henkilö rastittaa tämän. Kieli julkaistaan vasta, kun molemmat rastit ovat paikallaan.",
        "En annan person kryssar här. Språket publiceras först när båda kryssen finns.",
        "Another person ticks this. The language goes out only when both ticks are there.",
        False,
    ),
    "checked": Note(
        "Rasti kertoo, että ihminen on tarkistanut kaavan tekemän konekäännöksen. Lukijalle kerrotaan siitä. Ei suomelle eikä ruotsille.",
        "Ett kryss säger att en människa har granskat formelns maskinöversättning. Läsaren får veta det. Inte för finska och svenska.",
        "A tick says that a person has checked the formula's machine translation. Readers are told. Not for Finnish or Swedish.",
        False,
    ),
    "correct": Note(
        "Rasti kertoo asukkaille, että aiemmin kerrottu tieto oli väärä. Korjaa tieto ensin ja hyväksy se. Poista rasti lopuksi.",
        "Ett kryss berättar för invånarna att det som sagts var fel. Rätta uppgiften först och godkänn den. Ta bort krysset sedan.",
        "A tick tells residents that what was said was wrong. Mend the fact first and approve it. Untick it afterwards.",
        False,
    ),
    "mail": Note(
        "Rasti lähettää esikatselun rivin yhteyshenkilön sähköpostiin.",
        "Ett kryss skickar förhandsvisningen per e-post till radens kontaktperson.",
        "A tick mails the preview to the row's contact.",
        False,
    ),
    "preview": Note(
        "Kutsu kirjoittaa tähän linkin: siitä näet jokaisen viestin sellaisena kuin se julkaistaan. Älä kirjoita tähän.",
        "Kutsu skriver en länk här: där ser du varje meddelande så som det publiceras. Skriv inget här.",
        "Kutsu writes a link here: it shows every message as it will be published. Write nothing here.",
    ),
    "embargo": Note(
        "Ei ennen tätä päivää ja kellonaikaa. Tyhjä: ei rajaa.",
        "Inte före denna dag och tid. Tomt: ingen gräns.",
        "Not before this day and time. Empty: no limit.",
    ),
    "notes": Note(
        "Omia muistiinpanoja. Kutsu ei lue näitä.",
        "Egna anteckningar. Kutsu läser inte dessa.",
        "Your own notes. Kutsu does not read them.",
        texts("MALLIRIVI: ei julkaista koskaan.", "MODELLRAD: publiceras aldrig.", "MODEL ROW: never published."),
    ),
    "state": Note(
        "Kutsu kertoo tässä, missä rivi on: mitä puuttuu, mitä odotetaan, milloin julkaistaan, mitä on julkaistu. Älä kirjoita tähän.",
        "Här berättar Kutsu hur det står till med raden: vad som saknas, vad som väntas, när den publiceras, vad som är publicerat. "
        "Skriv inget här.",
        "Here Kutsu tells how the row stands: what is missing, what it waits for, when it goes out, what is out. Write nothing here.",
    ),
}
ROUND = {
    "round.proposals": Note(
        "Montako ehdotusta saatiin.", "Hur många förslag som kom in.", "How many proposals came.", 57
    ),
    "round.chosen": Note("Montako pilottia valittiin.", "Hur många piloter som valdes.", "How many were chosen.", 10),
    "round.next": Note(
        "Mitä seuraavaksi tapahtuu ja milloin.",
        "Vad som händer härnäst och när.",
        "What happens next, and when.",
        texts(
            "Kerromme kokeiluista keväällä.", "Vi berättar om försöken i vår.", "We tell about the pilots in spring."
        ),
    ),
}
TABLES = {
    "venues.name": Note(
        "Paikan nimi.",
        "Platsens namn.",
        "The name of the place.",
        texts("Mallikirjasto", "Modellbiblioteket", "Model Library"),
    ),
    "venues.street": Note(
        "Katu ja numero.",
        "Gata och nummer.",
        "Street and number.",
        texts("Mallikatu 1", "Modellgatan 1", "Mallikatu 1"),
    ),
    "venues.postcode": Note("Viisi numeroa.", "Fem siffror.", "Five digits.", "02230"),
    "venues.district": Note("Kaupunginosa.", "Stadsdel.", "District.", texts("Matinkylä", "Mattby", "Matinkylä")),
    "venues.accessibility": Note(
        "Miten paikkaan pääsee: hissi, kynnykset, wc, induktiosilmukka.",
        "Hur man tar sig in: hiss, trösklar, wc, hörslinga.",
        "How to get in: lift, thresholds, toilet, induction loop.",
        texts("Hissi ja esteetön wc.", "Hiss och tillgänglig wc.", "Lift and accessible toilet."),
    ),
    "contacts.title": Note(
        "Nimike tai tiimi, jonka asukkaat näkevät.",
        "Titeln eller teamet som invånarna ser.",
        "The title or team that residents see.",
        texts("Mallitiimi", "Modellteamet", "Model team"),
    ),
    "contacts.name": Note(
        "Henkilön nimi; saa olla tyhjä.", "Personens namn; får vara tomt.", "A person's name; may be empty."
    ),
    "contacts.email": Note("Sähköpostiosoite.", "E-postadress.", "E-mail address.", "malli@espoo.example"),
    "contacts.phone": Note(
        "Puhelinnumero alkunollineen.", "Telefonnummer med inledande nolla.", "With its zero.", "09 555 0100"
    ),
    "settings.key": Note(
        "Asetuksen nimi. tauko: kaikki odottaa.",
        "Inställningens namn. tauko: allt väntar.",
        "The setting's name. tauko: everything waits.",
        "tauko",
    ),
    "settings.value": Note(
        "tauko: kyllä pysäyttää kaiken julkaisemisen, ei jatkaa sitä.",
        "tauko: ja stoppar all publicering, nej fortsätter den.",
        "tauko: yes stops all publishing, no lets it go on.",
        "ei",
    ),
}
