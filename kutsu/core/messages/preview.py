"""The words of the preview pages and of the mail that brings them: name -> Finnish, Swedish, English."""

from __future__ import annotations

Words = tuple[str, str, str]

PAGE: dict[str, Words] = {
    "preview": ("Esikatselu", "Förhandsvisning", "Preview"),
    "all_rows": ("Kaikki rivit", "Alla rader", "All rows"),
    "page_language": ("Sivun kieli", "Sidans språk", "Language of this page"),
    "skip": ("Siirry sisältöön", "Gå till innehållet", "Skip to the content"),
    "show": ("Näytä viestit", "Visa meddelanden", "Show messages"),
    "every": ("kaikilla kielillä", "på alla språk", "in all languages"),
    "languages": ("Kielet", "Språk", "Languages"),
    "since": ("{at} alkaen", "sedan {at}", "since {at}"),
    "missing": ("Puuttuu: {names}", "Saknas: {names}", "Missing: {names}"),
    "half": ("Toinen hyväksyntä puuttuu.", "Det andra godkännandet saknas.", "The second approval is missing."),
    "coming": ("Tulossa", "På kommande", "Coming"),
    "coming_none": (
        "Tästä rivistä ei ole tulossa viestejä. Ne riippuvat rivin vaiheesta tai tilasta ja päivistä.",
        "Inga meddelanden är på kommande från den här raden. De beror på radens fas eller status och på dagarna.",
        "No messages are coming from this row. They depend on its stage or status and on its dates.",
    ),
    "expires": (
        "Jos viesti ei ehdi tai voi lähteä, se jää pois {at}.",
        "Om meddelandet inte hinner eller kan gå ut faller det bort {at}.",
        "If it cannot go out in time, it is left out on {at}.",
    ),
    "late": ("Myöhässä", "Försenat", "Overdue"),
    "leaving": ("Lähdössä", "På väg ut", "On its way"),
    "scheduled": ("Aikataulussa", "Enligt tidtabell", "Scheduled"),
    "waits": ("Odottaa", "Väntar", "Waits"),
    "together": (
        "Suomi ja ruotsi lähtevät yhdessä.",
        "Finska och svenska går ut tillsammans.",
        "Finnish and Swedish go out together.",
    ),
    "lacking": (
        "Tätä viestiä varten puuttuu: {names}",
        "För det här meddelandet saknas: {names}",
        "For this message is missing: {names}",
    ),
    "held_row": (
        "Rivi on pysäytetty (Pysäytä).",
        "Raden är stoppad (Stoppa).",
        "The row is on hold (Hold).",
    ),
    "embargo": (
        "Mitään ei julkaista ennen: {at}.",
        "Inget publiceras före: {at}.",
        "Nothing is published before {at}.",
    ),
    "unwritten": (
        "Tätä viestiä ei voi kirjoittaa:",
        "Det här meddelandet kan inte skrivas:",
        "This message cannot be written:",
    ),
    "draft_language": (
        "Kielen sanat ovat luonnos: tämä näkyy vain esikatselussa, eikä sitä lähetetä kenellekään.",
        "Språkets ord är ett utkast: det här visas bara i förhandsgranskningen och skickas inte till någon.",
        "The words of this language are a draft: this is shown in the preview only and is sent to nobody.",
    ),
    "no_picture": ("Kuva puuttuu:", "Bilden saknas:", "The picture is missing:"),
    "alt": ("Kuvan tekstivastine", "Bildens textalternativ", "Text alternative of the picture"),
    "decorative": ("koristekuva, ei tekstivastinetta", "dekorativ bild, inget textalternativ", "decorative, no text"),
    "length": ("Pituus", "Längd", "Length"),
    "characters": ("{used} / {allowed} merkkiä", "{used} / {allowed} tecken", "{used} / {allowed} characters"),
    "bytes": ("{used} / {allowed} kt", "{used} / {allowed} kB", "{used} / {allowed} kB"),
    "fits": ("mahtuu", "ryms", "fits"),
    "fits_not": ("ei mahdu", "ryms inte", "does not fit"),
    "from": ("Lähettäjä", "Avsändare", "From"),
    "subject": ("Aihe", "Ämne", "Subject"),
    "preheader": ("Esikatselurivi", "Förhandsrad", "Preview line"),
    "narrow": ("Puhelimessa", "I telefonen", "On a phone"),
    "wide": ("Tietokoneella", "På datorn", "On a computer"),
    "plain": ("Pelkkänä tekstinä", "Som enbart text", "As plain text"),
    "calendar": ("Kalenterissa", "I kalendern", "In a calendar"),
    "published": ("Julkaistu", "Publicerat", "Published"),
    "open": ("Avaa", "Öppna", "Open"),
    "notes": ("Huomaa", "Observera", "Please note"),
    "faults": ("Korjattavaa", "Att rätta", "To be corrected"),
    "cell": ("solu", "cell", "cell"),
    "crowd": (
        "{span}: samalla tunnilla kanavilla {channels} myös: {things}",
        "{span}: samma timme i kanalerna {channels} också: {things}",
        "{span}: in the same hour on {channels} also: {things}",
    ),
    "twins": (
        "{one} ja {other} sanovat samat sanat.",
        "{one} och {other} säger samma ord.",
        "{one} and {other} say the same words.",
    ),
    "audience": ("Kohderyhmä: {name}", "Målgrupp: {name}", "Audience: {name}"),
    "next": ("Seuraavaksi", "Härnäst", "Next"),
    "nothing_next": ("Ei tulevia viestejä", "Inga kommande meddelanden", "Nothing to come"),
    "index_lead": (
        "Näin viestit näyttävät, kun ne lähtevät. Sivu päivittyy aina, kun taulukko luetaan.",
        "Så här ser meddelandena ut när de går ut. Sidan uppdateras varje gång arket läses.",
        "This is how the messages will look. The page is renewed whenever the sheet is read.",
    ),
    "footer": (
        "Vain henkilöstölle. Linkki on salainen: älä jaa sitä julkisesti.",
        "Endast för personalen. Länken är hemlig: dela den inte offentligt.",
        "For staff only. The link is secret: do not share it in public.",
    ),
    "round": ("Hakukierros", "Ansökningsomgång", "Round"),
    "pilot": ("Kokeilu", "Försök", "Pilot"),
    "session": ("Tilaisuus", "Tillfälle", "Session"),
    "digest": ("Viikkokirje", "Veckobrev", "Weekly digest"),
    "digests": ("Viikkokirjeet", "Veckobrev", "Weekly digests"),
    "rounds": ("Hakukierrokset", "Ansökningsomgångar", "Rounds"),
    "pilots": ("Kokeilut", "Försök", "Pilots"),
    "sessions": ("Tilaisuudet", "Tillfällen", "Sessions"),
    "messages": ("{number} viestiä", "{number} meddelanden", "{number} messages"),
    "email": ("Sähköposti", "E-post", "Mail"),
}

VERDICTS: dict[str, Words] = {
    "incomplete": ("Kesken", "Ofullständig", "Incomplete"),
    "unticked": ("Odottaa hyväksyntää", "Väntar på godkännande", "Waits for approval"),
    "half": ("Odottaa toista hyväksyntää", "Väntar på det andra godkännandet", "Waits for the second approval"),
    "stands": ("Hyväksytty", "Godkänd", "Approved"),
    "approves": ("Hyväksytty", "Godkänd", "Approved"),
    "changed": ("Muuttunut hyväksynnän jälkeen", "Ändrad efter godkännandet", "Changed after its approval"),
    "unshown": ("Hyväksytty ennen esikatselua", "Godkänd före förhandsvisningen", "Ticked before its preview"),
    "earlier": ("Hyväksytty ennen pyyntöä", "Godkänd före begäran", "Approved before it was asked for"),
    "frozen": ("Rivillä on virhe", "Raden har ett fel", "The row has an error"),
}

ADVICE: dict[str, Words] = dict.fromkeys(
    ("changed", "unshown", "earlier"),
    (
        "Ota valinta pois, odota seuraavaa päivitystä ja valitse uudelleen, jos viestit ovat kunnossa.",
        "Ta bort krysset, vänta på nästa uppdatering och kryssa på nytt om meddelandena är som de ska.",
        "Take the tick away, wait for the next update, and tick again if the messages are right.",
    ),
)

EDITIONS: dict[str, Words] = {"day-before": ("edellisenä päivänä", "dagen före", "the day before")}

STATES: dict[str, Words] = {
    "sent": ("Julkaistu", "Publicerat", "Published"),
    "retracted": ("Poistettu", "Borttaget", "Taken back"),
    "refused": ("Hylätty", "Avvisat", "Refused"),
    "expired": ("Jäi pois", "Föll bort", "Left out"),
    "waiting": ("Odottaa ihmistä", "Väntar på en människa", "Waits for a person"),
    "unconfirmed": ("Varmistetaan", "Bekräftas", "Being confirmed"),
    "claimed": ("Lähdössä", "På väg ut", "On its way"),
    "unavailable": ("Yritetään uudelleen", "Försöks igen", "Will be tried again"),
    "handed-over": ("Annettu lähetettäväksi", "Lämnat för sändning", "Handed over"),
}

MAIL: dict[str, Words] = {
    "hello": (
        "Pyysit esikatselun rivistä {id}. Näin viestit näyttävät taulukossa juuri nyt:",
        "Du bad om en förhandsvisning av raden {id}. Så här ser meddelandena ut i arket just nu:",
        "You asked for a preview of the row {id}. This is how its messages stand in the sheet now:",
    ),
    "goodbye": (
        "Tämä viesti tulee kerran kutakin valintaa kohti. Mitään ei julkaista ilman hyväksyntää.",
        "Det här brevet kommer en gång per kryss. Inget publiceras utan godkännande.",
        "This mail comes once per tick. Nothing is published without approval.",
    ),
}

FAULTS: dict[str, Words] = {
    "preview-failed": (
        "Esikatselua ei voitu kirjoittaa: {reason} Uusi hyväksyntä ei vielä kelpaa.",
        "Förhandsvisningen kunde inte skrivas: {reason} Nya godkännanden gäller inte ännu.",
        "The preview could not be written: {reason} New approvals do not count yet.",
    ),
    "preview-unmailed": (
        "Esikatselua ei voitu lähettää postitse: {reason}",
        "Förhandsvisningen kunde inte skickas per e-post: {reason}",
        "The preview could not be sent by mail: {reason}",
    ),
}

NO_CHANNEL: Words = (
    "sähköpostikanavaa ei ole. Lisää sellainen (channels.toml) tai avaa esikatselu linkistä.",
    "det finns ingen e-postkanal. Lägg till en (channels.toml) eller öppna förhandsvisningen via länken.",
    "there is no mail channel. Add one (channels.toml) or open the preview by its link.",
)
NO_CONTACT: Words = (
    "rivillä ei ole yhteyshenkilöä. Lisää yhteyshenkilö.",
    "raden har ingen kontaktperson. Lägg till en kontaktperson.",
    "the row has no contact. Add one.",
)
