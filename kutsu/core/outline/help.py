"""The tab that explains the sheet, for a communications officer who has never heard of its machinery.

What stands in braces is the name of a tab, column or choice (see `names`).
"""

from __future__ import annotations

HELP_TITLE = "Ohje – Hjälp – Help"
"""A workbook takes no slash in the title of a tab."""

HELP = {
    "fi": (
        "Ohje",
        "Tästä taulukosta Kutsu kertoo asukkaille piloteista ja infotilaisuuksista. Yksi rivi on yksi kierros, pilotti tai tilaisuus.",
        "1. Aloita välilehdistä {contacts} ja {venues}. Muut rivit viittaavat niihin tunnuksella.",
        "2. Tee uusi rivi tyhjälle riville. Anna sille oma tunnus, esimerkiksi PILOTTI-7, tai jätä tunnus tyhjäksi: Kutsu antaa sen "
        "noin kymmenessä minuutissa. Tunnus ei saa muuttua sen jälkeen.",
        "3. Otsikkosolun huomautus kertoo, mitä sarakkeeseen kirjoitetaan. Sarakkeiden paikkaa saa vaihtaa, otsikoita ei saa muuttaa.",
        "4. Kirjoita päivä vuosineen (15.3.2027) ja kellonaika pisteellä (17.30). Suomi ja ruotsi tarvitaan aina.",
        "5. Kun rivi on valmis, odota noin viisi minuuttia ja avaa linkki sarakkeesta {preview_column}: siinä ovat kaikki viestit "
        "sellaisina kuin ne julkaistaan. Sarakkeen {mail_column} rasti lähettää ne rivin yhteyshenkilölle.",
        "6. Jos kaikki on hyvin, rastita {approve_column} jokaiselle kielelle. Excelissä valitse TOSI. Rasti koskee vain sisältöä, "
        "joka on jo ollut esikatselussa.",
        "7. Jos muutat hyväksyttyä sisältöä, hyväksyntä raukeaa. Poista rasti, katso esikatselu ja rastita uudelleen.",
        "8. Jos haluatte kaksi hyväksyjää, lisätkää joka kielelle sarake, esimerkiksi {second_column}. Silloin tarvitaan molempien rastit.",
        "9. Jos päivä, aika tai paikka muuttuu julkaisun jälkeen, korjaa rivi ja hyväksy se uudelleen. Jos tilaisuus perutaan, valitse "
        "tilanteeksi {cancelled} ja hyväksy. Kutsu kertoo muutoksesta siellä, missä alkuperäinen julkaistiin. Älä poista riviä.",
        "10. Jos muu julkaistu tieto oli väärä, korjaa se, hyväksy ja rastita {correct_column}. "
        "Pelkkä kirjoitusvirhe korjautuu sivustolle ilman rastia.",
        "11. Kaikki seis: kirjoita välilehdelle {settings} rivin tauko arvoksi kyllä. Yksi rivi seis: rastita {hold_column}.",
        "12. Sarakkeesta {state_column} näet, missä rivi on. Välilehdellä {status_tab} ovat kaikki virheet ja ohjeet, välilehdellä "
        "{calendar_tab} se, mitä on tulossa ja mitä on julkaistu. Kutsu kirjoittaa ne itse: älä kirjoita niihin.",
        "Rivi malli on esimerkki. Sitä ei julkaista koskaan. Älä kopioi sitä, etteivät esimerkit jää riville.",
        "Rivit saa lajitella, kunhan lajittelet kaikki sarakkeet yhdessä.",
        "Otsikoiden värit: sininen on sinun, vihreä on päätös, oranssi on tunnus, harmaa on Kutsun oma.",
    ),
    "sv": (
        "Hjälp",
        "Ur den här tabellen berättar Kutsu för invånarna om piloter och infomöten. En rad är en omgång, en pilot eller ett möte.",
        "1. Börja med bladen {contacts} och {venues}. De andra raderna hänvisar till dem med id.",
        "2. Skriv en ny rad på en tom rad. Ge den ett eget id, till exempel PILOT-7, eller lämna id:t tomt: Kutsu ger det inom cirka "
        "tio minuter. Id:t får inte ändras efter det.",
        "3. Rubrikcellens kommentar berättar vad som skrivs i kolumnen. Kolumner får flyttas, rubrikerna får inte ändras.",
        "4. Skriv datum med årtal (15.3.2027) och klockslag med punkt (17.30). Finska och svenska behövs alltid.",
        "5. När raden är klar, vänta cirka fem minuter och öppna länken i kolumnen {preview_column}: där finns alla meddelanden så som "
        "de publiceras. Ett kryss i {mail_column} skickar dem till radens kontaktperson.",
        "6. Om allt är bra, kryssa {approve_column} för varje språk. I Excel: välj SANT. Krysset gäller bara innehåll som redan har "
        "visats i förhandsvisningen.",
        "7. Om du ändrar godkänt innehåll upphör godkännandet. Ta bort krysset, se på förhandsvisningen och kryssa på nytt.",
        "8. Om ni vill ha två godkännare, lägg till en kolumn för varje språk, till exempel {second_column}. Då behövs bådas kryss.",
        "9. Om dag, tid eller plats ändras efter publiceringen, rätta raden och godkänn den på nytt. Om ett möte ställs in, välj läget "
        "{cancelled} och godkänn. Kutsu berättar om ändringen där det ursprungliga publicerades. Radera inte raden.",
        "10. Om något annat som publicerats var fel, rätta det, godkänn och kryssa {correct_column}. "
        "Ett rent skrivfel rättas på webbplatsen utan kryss.",
        "11. Stoppa allt: skriv ja på raden tauko på bladet {settings}. Stoppa en rad: kryssa {hold_column}.",
        "12. I kolumnen {state_column} ser du hur det står till med raden. På bladet {status_tab} finns alla fel med råd, på bladet "
        "{calendar_tab} det som är på kommande och det som har publicerats. Kutsu skriver dem själv: skriv inget där.",
        "Raden malli är ett exempel. Den publiceras aldrig. Kopiera den inte, så att exemplen inte blir kvar.",
        "Raderna får sorteras, bara du sorterar alla kolumner tillsammans.",
        "Rubrikernas färger: blått är ditt, grönt är ett beslut, orange är id, grått är Kutsus eget.",
    ),
    "en": (
        "Help",
        "From this sheet Kutsu tells residents about pilots and info sessions. One row is one round, pilot or session.",
        "1. Begin with the tabs {contacts} and {venues}. The other rows refer to them by id.",
        "2. Write a new row on an empty one. Give it an id of its own, such as PILOT-7, or leave the id empty: Kutsu gives it within "
        "about ten minutes. The id must not change afterwards.",
        "3. The note on a header says what to write in its column. Columns may be moved; headers must not be changed.",
        "4. Write a date with its year (15.3.2027) and a time with a full stop (17.30). Finnish and Swedish are always needed.",
        "5. When the row is ready, wait about five minutes and open the link in the column {preview_column}: it shows every message "
        "as it will be published. A tick in {mail_column} sends them to the row's contact.",
        "6. If all is well, tick {approve_column} for each language. In Excel, choose TRUE. A tick counts only for content that the "
        "preview has already shown.",
        "7. If you change approved content, its approval falls. Untick it, look at the preview, and tick again.",
        "8. If you want two people to approve, add a column for each language, such as {second_column}. Then both ticks are needed.",
        "9. If a day, time or place changes after publication, mend the row and approve it again. If a session is cancelled, choose the "
        "status {cancelled} and approve. Kutsu tells of the change wherever the original went out. Do not delete the row.",
        "10. If another published fact was wrong, mend it, approve, and tick {correct_column}. "
        "A mere typo is mended on the site without a tick.",
        "11. Stop everything: write yes on the row tauko of the tab {settings}. Stop one row: tick {hold_column}.",
        "12. In the column {state_column} you see how the row stands. The tab {status_tab} has every fault with advice, the tab "
        "{calendar_tab} what is coming and what went out. Kutsu writes them itself: write nothing there.",
        "The row malli is an example. It is never published. Do not copy it, lest its examples stay.",
        "Rows may be sorted, as long as you sort all columns together.",
        "Colours of the headers: blue is yours, green is a decision, orange is the id, grey is Kutsu's own.",
    ),
}
"""Its paragraphs by language: the heading first."""
