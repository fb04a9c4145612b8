"""Sentences about a row's picture and its words: code -> Finnish, Swedish, English."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str, str]] = {
    "picture-pending": (
        "Kuvaa ei ole vielä haettu. Kutsu hakee sen, kun taulukko luetaan seuraavan kerran; rivi odottaa.",
        "Bilden har inte hämtats än. Kutsu hämtar den nästa gång kalkylarket läses; raden väntar.",
        "The picture has not been fetched yet. Kutsu fetches it when the sheet is read next; the row waits.",
    ),
    "picture-forbidden": (
        'Kuvaa ei haeta osoitteesta "{seen}". Vie kuva julkiselle verkkosivulle: https, ei tunnusta eikä porttia.',
        'Bilden hämtas inte från "{seen}". Lägg bilden på en offentlig webbplats: https, utan användarnamn och port.',
        'The picture is not fetched from "{seen}". Put it on a public web site: https, without user name and port.',
    ),
    "picture-unanswered": (
        '"{seen}" ei vastannut, kun kuvaa haettiin. Kutsu yrittää uudelleen; tarkista, että osoite avautuu selaimessa.',
        '"{seen}" svarade inte när bilden hämtades. Kutsu försöker igen; kontrollera att adressen öppnas i webbläsaren.',
        '"{seen}" did not answer when the picture was fetched. Kutsu tries again; check that the address opens in a browser.',
    ),
    "picture-status": (
        '"{seen}" vastasi virheellä {status}. Tarkista, että kuva avautuu selaimessa kirjautumatta.',
        '"{seen}" svarade med felet {status}. Kontrollera att bilden öppnas i webbläsaren utan inloggning.',
        '"{seen}" answered with error {status}. Check that the picture opens in a browser without signing in.',
    ),
    "picture-astray": (
        'Kuvan osoite ohjaa liian monta kertaa eteenpäin ("{seen}"). Kopioi kuvan lopullinen osoite.',
        'Bildens adress leder vidare för många gånger ("{seen}"). Kopiera bildens slutliga adress.',
        'The address of the picture redirects too many times ("{seen}"). Copy the final address of the picture.',
    ),
    "picture-heavy": (
        "Kuvatiedosto on suurempi kuin {most} megatavua. Vie tilalle pienempi uuteen osoitteeseen.",
        "Bildfilen är större än {most} megabyte. Lägg ut en mindre på en ny adress.",
        "The picture file is larger than {most} megabytes. Put a smaller one at a new address.",
    ),
    "picture-type": (
        "Osoitteessa ei ole kuvaa, jonka Kutsu tuntee. Käytä JPEG- tai PNG-kuvaa ja kopioi kuvan oma osoite, ei sivun.",
        "På adressen finns ingen bild som Kutsu känner till. Använd JPEG eller PNG och kopiera bildens adress, inte sidans.",
        "There is no picture at this address that Kutsu knows. Use JPEG or PNG, and copy the picture's address, not the page's.",
    ),
    "picture-broken": (
        "Kuvatiedosto on viallinen. Avaa ja tallenna kuva uudelleen ja vie se uuteen osoitteeseen.",
        "Bildfilen är skadad. Öppna och spara bilden på nytt och lägg den på en ny adress.",
        "The picture file is broken. Open and save the picture again, and put it at a new address.",
    ),
    "picture-huge": (
        "Kuvassa on yli {most} miljoonaa pikseliä. Pienennä se ja vie se uuteen osoitteeseen; pitempään sivuun riittää 2048.",
        "Bilden har över {most} miljoner pixlar. Förminska den och lägg den på en ny adress; 2048 räcker för den längre sidan.",
        "The picture has more than {most} million pixels. Make it smaller, and put it at a new address; 2048 are enough"
        " for the longer side.",
    ),
    "picture-tiny": (
        "Kuva on liian pieni tai kapea: {width} × {height} pikseliä. Molempiin sivuihin tarvitaan vähintään {least}"
        " pikseliä, ja pitempi saa olla enintään kymmenen kertaa lyhyempi.",
        "Bilden är för liten eller smal: {width} × {height} pixlar. Båda sidorna behöver minst {least} pixlar,"
        " och den längre får vara högst tio gånger den kortare.",
        "The picture is too small or too narrow: {width} × {height} pixels. Both sides need at least {least} pixels,"
        " and the longer may be at most ten times the shorter.",
    ),
    "alt-long": (
        "Tekstivastineessa on {length} merkkiä, enintään {most} sopii. Kerro lyhyesti, mitä kuvassa näkyy.",
        "Alternativtexten har {length} tecken, högst {most} ryms. Berätta kort vad bilden visar.",
        "The alt text has {length} characters, at most {most} fit. Say briefly what the picture shows.",
    ),
}
