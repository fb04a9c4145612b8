"""The six tabs of the sheet, column by column."""

from __future__ import annotations

from kutsu.core.columns.shape import Column, Read, TabSchema, named, plain, text

ID = plain("id", Read.ID, "Tunnus|Id", "Id|Kod", "Id|Code", needed=True)
TITLE = text("title", "Otsikko|Nimi", "Rubrik|Namn", "Title|Name", needed=True)
WHAT = text("what", "Mitä|Lyhyesti|Kuvaus", "Vad|I korthet|Beskrivning", "What|In short|Description", needed=True)
INVITED = text("invited", "Ketä kutsutaan|Kenelle", "Vem bjuds in|För vem", "Who is invited|For whom")
CONTACT = plain(
    "contact", Read.AS_TYPED, "Yhteyshenkilö|Yhteystieto|Yhteystiedot", "Kontaktperson|Kontakt", "Contact", needed=True
)
ANNOUNCE = plain(
    "announce",
    Read.DATE,
    "Julkistus|Julkistuspäivä",
    "Offentliggörs|Offentliggörande",
    "Announced|Announce",
    needed=True,
)
IMAGE: tuple[Column, ...] = (
    plain("image", Read.LINK, "Kuva|Kuvan osoite", "Bild|Bildens adress", "Image|Picture"),
    text(
        "image_alt",
        "Kuvan tekstivastine|Tekstivastine",
        "Bildens alternativtext|Alternativtext",
        "Image alt text|Alt text",
    ),
    plain("photographer", Read.NAME, "Kuvaaja|Valokuvaaja", "Fotograf", "Photographer"),
)
DECISIONS: tuple[Column, ...] = (
    text("approve", "Julkaise|Valmis", "Publicera|Klar", "Publish|Ready", read=Read.TICK),
    Column(
        "second",
        Read.TICK,
        named("Toinen hyväksyntä", "Andra godkännandet", "Second approval"),
        texts=True,
        optional=True,
        extra=True,
    ),
    Column(
        "checked",
        Read.TICK,
        named(
            "Käännös tarkistettu|Konekäännös tarkistettu",
            "Översättningen granskad|Maskinöversättningen granskad",
            "Translation checked|Machine translation checked",
        ),
        texts=True,
        optional=True,
        extra=True,
    ),
    plain("correct", Read.TICK, "Oikaise|Oikaisu", "Rätta|Rättelse", "Correct|Correction", optional=True),
    plain("hold", Read.TICK, "Pysäytä|Odota", "Stoppa|Vänta", "Hold|Wait"),
    plain("embargo", Read.MOMENT, "Ei ennen|Aikaisintaan|Embargo", "Inte före|Tidigast|Embargo", "Not before|Embargo"),
    plain("notes", Read.REMARK, "Muistiinpanot|Huomioita", "Anteckningar", "Notes", optional=True),
    plain("mail", Read.TICK, "Esikatselu postiin", "Förhandsvisning per post", "Preview by mail", optional=True),
    plain("preview", Read.REMARK, "Esikatselu", "Förhandsvisning", "Preview", optional=True),
    plain("state", Read.REMARK, "Kutsu kertoo", "Kutsu meddelar", "Kutsu says", optional=True),
)

ROUND = TabSchema(
    "round",
    named("Kierros|Kierrokset", "Omgång|Omgångar", "Round|Rounds"),
    (
        ID,
        TITLE,
        WHAT,
        plain("proposals", Read.NUMBER, "Ehdotuksia|Ehdotukset", "Antal förslag|Förslag", "Proposals", needed=True),
        plain("chosen", Read.NUMBER, "Jatkoon|Valittuja", "Antal valda|Valda", "Chosen", needed=True),
        ANNOUNCE,
        text(
            "next", "Mitä seuraavaksi|Seuraavaksi", "Vad händer sedan|Härnäst", "What happens next|Next", read=Read.LONG
        ),
        CONTACT,
        *DECISIONS,
    ),
)

PILOTS = TabSchema(
    "pilots",
    named("Pilotit|Kokeilut", "Piloter|Försök", "Pilots"),
    (
        ID,
        plain("round", Read.ID, "Kierros", "Omgång", "Round"),
        plain("stage", Read.CHOICE, "Vaihe", "Skede|Fas", "Stage", needed=True),
        plain("theme", Read.CHOICE, "Teema|Aihe", "Tema", "Theme", needed=True),
        plain(
            "goal",
            Read.CHOICE,
            "Tavoite|Strateginen tavoite",
            "Mål|Strategiskt mål",
            "Goal|Strategic goal",
            needed=True,
        ),
        TITLE,
        WHAT,
        text("unit", "Yksikkö|Palvelualue", "Enhet|Serviceområde", "Unit|Service area", read=Read.NAME),
        text("problem", "Ongelma|Miksi", "Problem|Varför", "Problem|Why", read=Read.LONG),
        INVITED,
        text(
            "task",
            "Mitä testaaja tekee|Tehtävä",
            "Vad testaren gör|Uppgift",
            "What the tester does|Task",
            read=Read.LONG,
        ),
        text("effort", "Kuinka kauan|Ajankäyttö", "Hur länge|Tidsåtgång", "How long|Effort"),
        text("places", "Missä|Paikat", "Var|Platser", "Where|Places", read=Read.NAME),
        text("reward", "Palkkio", "Belöning|Ersättning", "Reward"),
        text("funding", "Rahoitus", "Finansiering", "Funding", read=Read.NAME),
        plain("partner", Read.NAME, "Kumppani|Yritys", "Partner|Företag", "Partner|Company"),
        ANNOUNCE,
        plain("start", Read.DATE, "Alkaa|Alkupäivä", "Börjar|Startdatum", "Starts|Start|Start date"),
        plain("end", Read.DATE, "Päättyy|Loppupäivä", "Slutar|Slutdatum", "Ends|End|End date"),
        plain("recruit", Read.DATE, "Testaajahaku alkaa", "Testare söks från", "Recruiting from|Recruitment starts"),
        plain(
            "deadline",
            Read.DATE,
            "Ilmoittaudu viimeistään|Määräaika",
            "Anmäl dig senast|Sista anmälningsdag",
            "Deadline",
        ),
        plain("testers", Read.NUMBER, "Testaajia|Testaajien määrä", "Antal testare|Testare", "Testers|Testers wanted"),
        plain(
            "join",
            Read.LINK,
            "Osallistumislinkki|Ilmoittautumislinkki",
            "Anmälningslänk|Länk för att delta",
            "Link to join",
        ),
        plain(
            "privacy",
            Read.LINK,
            "Tietosuoja|Tietosuojaseloste",
            "Dataskydd|Dataskyddsbeskrivning",
            "Privacy notice|Privacy",
        ),
        plain("results", Read.LINK, "Tulokset", "Resultat", "Results"),
        CONTACT,
        *IMAGE,
        *DECISIONS,
    ),
)

SESSIONS = TabSchema(
    "sessions",
    named("Infotilaisuudet|Infot|Tilaisuudet", "Infomöten|Informationsmöten", "Sessions|Info sessions"),
    (
        ID,
        plain("pilots", Read.IDS, "Pilotit|Pilotti|Kokeilut", "Piloter|Pilot|Försök", "Pilots|Pilot"),
        plain("round", Read.ID, "Kierros", "Omgång", "Round"),
        TITLE,
        plain("status", Read.CHOICE, "Tilanne|Tila", "Läge|Status", "Status", needed=True),
        plain("day", Read.MOMENT, "Päivä|Päivämäärä|Pvm", "Dag|Datum", "Date|Day", needed=True),
        plain("start", Read.SPAN, "Alkaa|Aika|Kellonaika|Klo", "Börjar|Tid|Kl.", "Starts|Start|Time", needed=True),
        plain("end", Read.TIME, "Päättyy|Loppuu", "Slutar", "Ends|End", needed=True, optional=True),
        plain("doors", Read.TIME, "Ovet avataan|Ovet", "Dörrarna öppnas|Dörrarna", "Doors open|Doors"),
        plain("attendance", Read.CHOICE, "Osallistumistapa", "Deltagande", "Attendance|Format", needed=True),
        plain("venue", Read.AS_TYPED, "Paikka|Paikka ja osoite", "Plats|Plats och adress", "Venue|Place"),
        text("room", "Tila tai kerros|Huone", "Rum eller våning|Rum", "Room or floor|Room", read=Read.NAME),
        plain("online", Read.LINK, "Etälinkki|Verkkolinkki", "Distanslänk|Länk till mötet", "Online link|Online"),
        plain("languages", Read.LANGUAGES, "Kielet|Tilaisuuden kielet", "Språk|Mötets språk", "Languages", needed=True),
        plain("support_languages", Read.LANGUAGES, "Tukikielet", "Stödspråk", "Support languages"),
        plain("registration", Read.CHOICE, "Ilmoittautuminen", "Anmälan", "Registration", needed=True),
        plain("register", Read.LINK, "Ilmoittautumislinkki", "Anmälningslänk", "Registration link"),
        plain(
            "deadline",
            Read.DATE,
            "Ilmoittaudu viimeistään|Määräaika",
            "Anmäl dig senast|Sista anmälningsdag",
            "Deadline",
        ),
        plain("capacity", Read.NUMBER, "Paikkoja", "Antal platser", "Seats|Capacity"),
        text("programme", "Ohjelma", "Program", "Programme|Program", read=Read.LONG),
        INVITED,
        text("access", "Esteettömyys", "Tillgänglighet", "Accessibility", read=Read.LONG),
        plain("recorded", Read.TICK, "Tallennetaan|Tallenne", "Spelas in|Inspelning", "Recorded"),
        plain("catering", Read.TICK, "Tarjoilu", "Servering", "Catering"),
        plain("children", Read.TICK, "Lapset tervetulleita|Lapset", "Barn välkomna|Barn", "Children welcome|Children"),
        text("note", "Muutostiedote|Muutos", "Ändringsmeddelande|Ändring", "Change note|Change", read=Read.LONG),
        CONTACT,
        *IMAGE,
        *DECISIONS,
    ),
)

VENUES = TabSchema(
    "venues",
    named("Paikat|Tilat", "Platser|Lokaler", "Venues|Places"),
    (
        plain("id", Read.TABLE_ID, "Tunnus|Id", "Id|Kod", "Id|Code", needed=True),
        text("name", "Nimi", "Namn", "Name", read=Read.NAME, needed=True),
        text("street", "Katuosoite|Osoite", "Gatuadress|Adress", "Street|Address", read=Read.NAME, needed=True),
        plain("postcode", Read.POSTCODE, "Postinumero", "Postnummer", "Postcode", needed=True),
        text("district", "Kaupunginosa|Alue", "Stadsdel|Område", "District|Area", read=Read.NAME, needed=True),
        text("accessibility", "Esteettömyys", "Tillgänglighet", "Accessibility", read=Read.LONG),
    ),
)

CONTACTS = TabSchema(
    "contacts",
    named("Yhteyshenkilöt|Yhteystiedot", "Kontaktpersoner|Kontakter", "Contacts"),
    (
        plain("id", Read.TABLE_ID, "Tunnus|Id", "Id|Kod", "Id|Code", needed=True),
        text("title", "Nimike|Titteli", "Titel|Yrkesbeteckning", "Title|Role", read=Read.NAME, needed=True),
        plain("name", Read.NAME, "Nimi", "Namn", "Name"),
        plain("email", Read.EMAIL, "Sähköposti", "E-post", "E-mail|Email", needed=True),
        plain("phone", Read.PHONE, "Puhelin|Puhelinnumero", "Telefon|Telefonnummer", "Phone|Telephone"),
    ),
)

SETTINGS = TabSchema(
    "settings",
    named("Asetukset", "Inställningar", "Settings"),
    (
        plain("key", Read.TABLE_ID, "Asetus", "Inställning", "Setting", needed=True),
        plain("value", Read.AS_TYPED, "Arvo", "Värde", "Value"),
    ),
)

SCHEMAS = (ROUND, PILOTS, SESSIONS, VENUES, CONTACTS, SETTINGS)
"""Every tab, in the order in which Kutsu writes them."""
