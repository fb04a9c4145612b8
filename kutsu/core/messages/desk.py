"""What Kutsu says in its own cells and tabs of the sheet: code -> Finnish, Swedish, English."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, tuple[str, str, str]] = {
    "error": ("Virhe, {cell}: {message}", "Fel, {cell}: {message}", "Error, {cell}: {message}"),
    "errors-more": (
        "Virheitä on lisäksi {count}: katso välilehti {page}.",
        "Dessutom finns {count} fel till: se bladet {page}.",
        "More errors: {count}. See the tab {page}.",
    ),
    "note": ("Huomaa, {cell}: {message}", "Obs, {cell}: {message}", "Note, {cell}: {message}"),
    "notes-more": (
        "Huomautuksia on lisäksi {count}: katso välilehti {page}.",
        "Dessutom finns {count} anmärkningar till: se bladet {page}.",
        "More notes: {count}. See the tab {page}.",
    ),
    "old-facts": (
        "Asukkailla on vanhat tiedot. Vielä lähtemättä: {kinds}.",
        "Invånarna har gamla uppgifter. Har inte gått ut ännu: {kinds}.",
        "Residents have the old facts. Not out yet: {kinds}.",
    ),
    "held": (
        'Pysäytetty sarakkeessa "{column}". Poista rasti, kun rivi saa lähteä.',
        'Stoppad i kolumnen "{column}". Ta bort krysset när raden får gå ut.',
        'Held by the column "{column}". Take the tick away when the row may go out.',
    ),
    "stopped": (
        "Ylläpito on pysäyttänyt: {what}.",
        "Administratören har stoppat: {what}.",
        "Held by the operators: {what}.",
    ),
    "paused": (
        "Kutsu on tauolla: mitään ei lähde. Tauon päättää välilehden Asetukset rivi tauko (ei) tai ylläpito.",
        "Kutsu är pausad: ingenting går ut. Den avslutas på raden tauko (nej) på bladet Asetukset eller av driften.",
        "Kutsu is paused: nothing goes out. The row tauko (no) of the tab Asetukset or the operators end it.",
    ),
    "draft": ("Luonnos. Puuttuu: {missing}.", "Utkast. Saknas: {missing}.", "Draft. Missing: {missing}."),
    "draft-language": (
        "Kieli {languages} on kesken. Puuttuu: {missing}.",
        "Språket {languages} är inte färdigt. Saknas: {missing}.",
        "Language {languages} is unfinished. Missing: {missing}.",
    ),
    "approval": (
        "Odottaa hyväksyntää: {languages}. Tarkista sisältö ja rastita {columns}.",
        "Väntar på godkännande: {languages}. Granska innehållet och kryssa för {columns}.",
        "Waits for approval: {languages}. Check the content, then tick {columns}.",
    ),
    "second": (
        "Odottaa toista hyväksyntää: {languages}. Kaksi henkilöä rastittaa: {columns}.",
        "Väntar på det andra godkännandet: {languages}. Två personer kryssar: {columns}.",
        "Waits for the second approval: {languages}. Two people tick: {columns}.",
    ),
    "changed": (
        "Muuttunut hyväksynnän jälkeen: {languages}. "
        "Poista rasti ({columns}) ja rastita uudelleen, kun tämä huomautus on poistunut.",
        "Ändrad efter godkännandet: {languages}. "
        "Ta bort krysset ({columns}) och kryssa för på nytt när den här anmärkningen är borta.",
        "Changed after approval: {languages}. Take the tick away ({columns}) and tick again when this remark is gone.",
    ),
    "unshown": (
        "Rastitettu ennen kuin Kutsu oli lukenut tämän sisällön: {languages}. "
        "Poista rasti ({columns}) ja rastita uudelleen, kun tämä huomautus on poistunut.",
        "Krysset kom innan Kutsu hade läst det här innehållet: {languages}. "
        "Ta bort krysset ({columns}) och kryssa för på nytt när den här anmärkningen är borta.",
        "Ticked before Kutsu had read this content: {languages}. "
        "Take the tick away ({columns}) and tick again when this remark is gone.",
    ),
    "earlier": (
        "Julkaistaan pyynnöstä uudelleen: {what}. "
        "Poista rasti ({columns}) ja rastita uudelleen, kun tämä huomautus on poistunut.",
        "Publiceras på nytt på begäran: {what}. "
        "Ta bort krysset ({columns}) och kryssa för på nytt när den här anmärkningen är borta.",
        "To be announced again on request: {what}. "
        "Take the tick away ({columns}) and tick again when this remark is gone.",
    ),
    "needs": (
        "Ei lähde: {what}. Puuttuu: {missing}.",
        "Går inte ut: {what}. Saknas: {missing}.",
        "Does not go out: {what}. Missing: {missing}.",
    ),
    "waiting": (
        "Katso, näkyykö julkaisu: {what}. Kerro ylläpidolle, mitä näet. Kutsu ei lähetä sitä uudestaan.",
        "Se efter om publiceringen syns: {what}. Berätta för administratören vad du ser. Kutsu skickar den inte på nytt.",
        "Look whether it is published: {what}. Tell the operators what you see. Kutsu does not send it again.",
    ),
    "refused": (
        "Kanava ei ottanut vastaan: {what}. Syy: {reason}. Korjaa teksti, hyväksy se uudelleen ja kerro ylläpidolle.",
        "Kanalen tog inte emot: {what}. Orsak: {reason}. Rätta texten, godkänn den på nytt och meddela administratören.",
        "Refused by the channel: {what}. Reason: {reason}. Mend the text, approve it again and tell the operators.",
    ),
    "half": (
        "Julkaistu vain osalla kielistä. Puuttuu: {what}. Kerro ylläpidolle.",
        "Publicerat bara på en del av språken. Saknas: {what}. Meddela administratören.",
        "Published in some languages only. Missing: {what}. Tell the operators.",
    ),
    "doubt": (
        "Kutsu tarkistaa, onko julkaistu: {what}.",
        "Kutsu kontrollerar om det är publicerat: {what}.",
        "Kutsu is checking whether it is published: {what}.",
    ),
    "again": (
        "Kanava ei vastannut, Kutsu yrittää uudestaan: {what}.",
        "Kanalen svarade inte, Kutsu försöker igen: {what}.",
        "The channel did not answer, Kutsu tries again: {what}.",
    ),
    "now": ("Lähtee nyt: {what}", "Går ut nu: {what}", "Going out now: {what}"),
    "handed": (
        "Sähköpostipalvelulla, lähtee {when}: {what}",
        "Hos e-posttjänsten, går ut {when}: {what}",
        "With the mail provider, leaves {when}: {what}",
    ),
    "leaving": (
        "Ei saatu enää takaisin sähköpostipalvelulta, lähtee {when}: {what}. Syy: {reason}",
        "Kunde inte längre tas tillbaka från e-posttjänsten, går ut {when}: {what}. Orsak: {reason}",
        "Not given back by the mail provider, leaves {when}: {what}. Reason: {reason}",
    ),
    "coming": ("Tulossa {when}: {what}", "Kommer {when}: {what}", "Coming {when}: {what}"),
    "planned": ("Suunniteltu {when}: {what}", "Planerat {when}: {what}", "Planned {when}: {what}"),
    "coming-more": (
        "Lisäksi tulossa {count}: katso välilehti {page}.",
        "Dessutom kommer {count} till: se bladet {page}.",
        "More to come: {count}. See the tab {page}.",
    ),
    "sent": ("Julkaistu {when}: {what}", "Publicerat {when}: {what}", "Published {when}: {what}"),
    "sent-more": (
        "Aiemmin julkaistu {count}: katso välilehti {page}.",
        "Tidigare publicerat {count}: se bladet {page}.",
        "Published earlier: {count}. See the tab {page}.",
    ),
    "retracted": ("Poistettu {when}: {what}", "Borttaget {when}: {what}", "Taken back {when}: {what}"),
    "expired": ("Ei lähtenyt ajoissa: {what}.", "Gick inte ut i tid: {what}.", "Did not go out in time: {what}."),
    "approved": (
        "Hyväksytty: {languages}. Mitään ei ole tulossa.",
        "Godkänd: {languages}. Inget är på kommande.",
        "Approved: {languages}. Nothing is coming.",
    ),
    "over": ("Ohi. Mitään ei enää lähde.", "Över. Inget mer går ut.", "Over. Nothing more goes out."),
    "channels": ("{count} kanavaa", "{count} kanaler", "{count} channels"),
}
"""Lines of the cell *Kutsu kertoo*, by what they tell."""

MOODS: Mapping[str, tuple[str, str, str]] = {
    "coming": ("tulossa", "kommer", "coming"),
    "now": ("lähtee nyt", "går ut nu", "going out now"),
    "error": ("odottaa: rivillä on virhe", "väntar: raden har ett fel", "waits: the row has an error"),
    "held": ("pysäytetty taulukossa", "stoppad i arket", "held in the sheet"),
    "stopped": ("ylläpidon pysäyttämä", "stoppad av administratören", "held by the operators"),
    "paused": ("tauolla", "pausad", "paused"),
    "draft": ("luonnos", "utkast", "draft"),
    "approval": ("odottaa hyväksyntää", "väntar på godkännande", "waits for approval"),
    "second": ("odottaa toista hyväksyntää", "väntar på det andra godkännandet", "waits for the second approval"),
    "changed": ("muuttunut hyväksynnän jälkeen", "ändrad efter godkännandet", "changed after approval"),
    "unshown": ("rastitettu liian aikaisin", "förkryssad för tidigt", "ticked too early"),
    "earlier": ("odottaa uutta hyväksyntää", "väntar på ett nytt godkännande", "waits for a new approval"),
    "needs": ("tietoja puuttuu", "uppgifter saknas", "facts are missing"),
    "together": ("odottaa toista kieltä", "väntar på det andra språket", "waits for the other language"),
    "doubt": ("tarkistetaan", "kontrolleras", "being checked"),
    "waiting": ("tarkista, näkyykö", "se efter om den syns", "look whether it is out"),
    "again": ("yritetään uudestaan", "försöks på nytt", "to be tried again"),
    "refused": ("kanava ei ottanut vastaan", "kanalen tog inte emot", "refused by the channel"),
    "handed": ("sähköpostipalvelulla", "hos e-posttjänsten", "with the mail provider"),
    "leaving": ("lähtee, ei saatu takaisin", "går ut, kunde inte tas tillbaka", "leaves, not given back"),
    "sent": ("julkaistu", "publicerat", "published"),
    "expired": ("ei lähtenyt ajoissa", "gick inte ut i tid", "missed its time"),
    "retracted": ("poistettu", "borttaget", "taken back"),
}
"""Where a thing stands, in few words, for the calendar."""

PAGES: Mapping[str, tuple[str, str, str]] = {
    "error": ("Virhe", "Fel", "Error"),
    "note": ("Huomaa", "Obs", "Note"),
    "row": ("Rivi", "Rad", "Row"),
    "pause": ("Tauko", "Paus", "Pause"),
    "well": ("Ei huomautettavaa", "Inget att anmärka", "Nothing to tell"),
    "empty": ("Ei mitään kalenterissa", "Inget i kalendern", "Nothing in the calendar"),
}
"""The small words of Kutsu's own tabs."""

UNWRITTEN = {
    "fi": "Kutsu ei voinut kirjoittaa vastausta taulukkoon: {reason} Seuraava lukukerta yrittää uudestaan.",
    "sv": "Kutsu kunde inte skriva sitt svar i arket: {reason} Nästa läsning försöker på nytt.",
    "en": "Kutsu could not write its answer into the sheet: {reason} The next reading tries again.",
}
TAKEN = {
    "fi": 'Välilehdellä "{reason}" on muutakin kuin Kutsun kirjoittamaa, joten Kutsu jättää sen rauhaan. '
    "Anna välilehdelle toinen nimi, niin Kutsu tekee uuden.",
    "sv": 'Bladet "{reason}" har annat än det som Kutsu har skrivit, så Kutsu rör det inte. '
    "Ge bladet ett annat namn, så gör Kutsu ett nytt.",
    "en": 'The tab "{reason}" has something that Kutsu did not write, so Kutsu leaves it alone. '
    "Give the tab another name, and Kutsu makes a new one.",
}
FORMULA = {
    "fi": "Tässä Kutsun omassa solussa on kaava, joten Kutsu ei kirjoita siihen. Tyhjennä solu.",
    "sv": "I den här cellen, som är Kutsus egen, finns en formel, så Kutsu skriver inte i den. Töm cellen.",
    "en": "There is a formula in this cell of Kutsu's own, so Kutsu does not write to it. Empty the cell.",
}
