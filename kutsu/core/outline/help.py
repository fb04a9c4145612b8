"""The tab that explains the sheet, for a communications officer who has never heard of its machinery."""

from __future__ import annotations

HELP_TITLE = "Ohje – Hjälp – Help"
"""A workbook takes no slash in the title of a tab."""

HELP = {
    "fi": (
        "Ohje",
        "Tästä taulukosta Kutsu kertoo asukkaille piloteista ja infotilaisuuksista. Yksi rivi on yksi kierros, pilotti tai tilaisuus.",
        "1. Aloita välilehdistä Yhteyshenkilöt ja Paikat. Muut rivit viittaavat niihin tunnuksella.",
        "2. Tee uusi rivi tyhjälle riville ja anna sille oma tunnus, esimerkiksi PILOTTI-7. Tunnus ei saa muuttua sen jälkeen.",
        "3. Otsikkosolun huomautus kertoo, mitä sarakkeeseen kirjoitetaan. Sarakkeiden paikkaa saa vaihtaa, otsikoita ei saa muuttaa.",
        "4. Kirjoita päivä vuosineen (15.3.2027) ja kellonaika pisteellä (17.30). Suomi ja ruotsi tarvitaan aina.",
        "5. Kun rivi on valmis ja Kutsu on ehtinyt lukea sen (noin viisi minuuttia), rastita Julkaise jokaiselle kielelle: valitse TOSI.",
        "6. Jos muutat hyväksyttyä tekstiä, hyväksyntä raukeaa. Poista rasti, odota viisi minuuttia ja rastita uudelleen.",
        "7. Jos tilaisuus perutaan, valitse tilanteeksi peruttu. Älä poista riviä.",
        "8. Kaikki seis: kirjoita Asetukset-välilehdelle tauko-rivin arvoksi kyllä. Yksi rivi seis: rastita Pysäytä.",
        "Rivi malli on esimerkki. Sitä ei julkaista koskaan. Älä kopioi sitä, etteivät esimerkit jää riville.",
        "Rivit saa lajitella, kunhan lajittelet kaikki sarakkeet yhdessä.",
        "Värit: sininen on sinun, vihreä on päätös julkaista, oranssi on tunnus, harmaa on Kutsun oma.",
    ),
    "sv": (
        "Hjälp",
        "Ur den här tabellen berättar Kutsu för invånarna om piloter och infomöten. En rad är en omgång, en pilot eller ett möte.",
        "1. Börja med bladen Yhteyshenkilöt (kontaktpersoner) och Paikat (platser). De andra raderna hänvisar till dem med id.",
        "2. Skriv en ny rad på en tom rad och ge den ett eget id, till exempel PILOT-7. Id:t får inte ändras efter det.",
        "3. Rubrikcellens kommentar berättar vad som skrivs i kolumnen. Kolumner får flyttas, rubrikerna får inte ändras.",
        "4. Skriv datum med årtal (15.3.2027) och klockslag med punkt (17.30). Finska och svenska behövs alltid.",
        "5. När raden är klar och Kutsu har hunnit läsa den (cirka fem minuter), kryssa Julkaise (publicera) för varje språk: välj SANT.",
        "6. Om du ändrar en godkänd text upphör godkännandet. Ta bort krysset, vänta fem minuter och kryssa på nytt.",
        "7. Om ett möte ställs in, välj läget peruttu (inställt). Radera inte raden.",
        "8. Stoppa allt: skriv ja på raden tauko på bladet Asetukset (inställningar). Stoppa en rad: kryssa Pysäytä (stoppa).",
        "Raden malli är ett exempel. Den publiceras aldrig. Kopiera den inte, så att exemplen inte blir kvar.",
        "Raderna får sorteras, bara du sorterar alla kolumner tillsammans.",
        "Färger: blått är ditt, grönt är beslut att publicera, orange är id, grått är Kutsus eget.",
    ),
    "en": (
        "Help",
        "From this sheet Kutsu tells residents about pilots and info sessions. One row is one round, pilot or session.",
        "1. Begin with the tabs Yhteyshenkilöt (contacts) and Paikat (venues). The other rows refer to them by id.",
        "2. Write a new row on an empty one and give it an id of its own, such as PILOT-7. The id must not change afterwards.",
        "3. The note on a header says what to write in its column. Columns may be moved; headers must not be changed.",
        "4. Write a date with its year (15.3.2027) and a time with a full stop (17.30). Finnish and Swedish are always needed.",
        "5. When the row is ready and Kutsu has read it (about five minutes), tick Julkaise (publish) per language: choose TRUE.",
        "6. If you change an approved text, its approval falls. Untick it, wait five minutes, and tick again.",
        "7. If a session is cancelled, choose the status peruttu (cancelled). Do not delete the row.",
        "8. Stop everything: write yes on the row tauko of the tab Asetukset (settings). Stop one row: tick Pysäytä (hold).",
        "The row malli is an example. It is never published. Do not copy it, lest its examples stay.",
        "Rows may be sorted, as long as you sort all columns together.",
        "Colours: blue is yours, green is a decision to publish, orange is the id, grey is Kutsu's own.",
    ),
}
"""Its paragraphs by language: the heading first."""
