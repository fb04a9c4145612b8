"""Sentences about whole sheets, tabs, headers and rows: code -> Finnish, Swedish, English."""

from __future__ import annotations

NOTES = frozenset({"column-unknown", "draft", "model-ticked", "row-vanished"})

SENTENCES: dict[str, tuple[str, str, str]] = {
    "book-locale": (
        'Taulukon kieliasetus on "{seen}". Valitse Tiedosto > Asetukset > Maa: Suomi. Mitään ei julkaistu.',
        'Kalkylarkets språkinställning är "{seen}". Välj Arkiv > Inställningar > Land: Finland. Inget publicerades.',
        'The locale of the spreadsheet is "{seen}". Choose File > Settings > Locale: Finland. Nothing was published.',
    ),
    "book-zone": (
        'Taulukon aikavyöhyke on "{seen}". Valitse Tiedosto > Asetukset > Aikavyöhyke: {zone}. Mitään ei julkaistu.',
        'Kalkylarkets tidszon är "{seen}". Välj Arkiv > Inställningar > Tidszon: {zone}. Inget publicerades.',
        'The time zone of the spreadsheet is "{seen}". Choose File > Settings > Time zone: {zone}. Nothing was published.',
    ),
    "book-empty": (
        "Taulukosta ei löydy yhtään Kutsun välilehteä ({tabs}). Mitään ei julkaistu.",
        "Kalkylarket har inget av Kutsus blad ({tabs}). Inget publicerades.",
        "The spreadsheet has none of Kutsu's tabs ({tabs}). Nothing was published.",
    ),
    "tab-doubled": (
        'Välilehti "{tab}" on kaksi kertaa ({tabs}). Poista toinen tai nimeä se uudelleen. Mitään ei julkaistu.',
        'Bladet "{tab}" finns två gånger ({tabs}). Ta bort det ena eller byt namn på det. Inget publicerades.',
        'Tab "{tab}" appears twice ({tabs}). Remove or rename one of them. Nothing was published.',
    ),
    "tab-renamed": (
        'Välilehdellä "{seen}" on välilehden "{tab}" otsikot. Onko se nimetty uudelleen? Palauta nimi. Mitään ei julkaistu.',
        'Bladet "{seen}" har samma rubriker som bladet "{tab}". Har det fått ett nytt namn? Återställ namnet. Inget publicerades.',
        'Tab "{seen}" has the headers of tab "{tab}". Was it renamed? Restore the name. Nothing was published.',
    ),
    "header-none": (
        "Välilehdeltä puuttuu otsikkorivi. Palauta se versiohistoriasta. Mitään ei julkaistu.",
        "Bladet saknar rubrikrad. Återställ den från versionshistoriken. Inget publicerades.",
        "The tab has no header row. Restore it from version history. Nothing was published.",
    ),
    "column-missing": (
        'Saraketta "{column}" ei löydy. Onko se poistettu? Mitään ei julkaistu.',
        'Kolumnen "{column}" hittas inte. Har den tagits bort? Inget publicerades.',
        'Column "{column}" not found. Was it deleted? Nothing was published.',
    ),
    "column-renamed": (
        'Saraketta "{column}" ei löydy. Onko se nimetty uudelleen? Lähin: "{nearest}". Mitään ei julkaistu.',
        'Kolumnen "{column}" hittas inte. Har den fått ett nytt namn? Närmast: "{nearest}". Inget publicerades.',
        'Column "{column}" not found. Renamed? Nearest: "{nearest}". Nothing was published.',
    ),
    "column-unknown": (
        'Sarake "{column}" ei ole Kutsun sarake. Sitä ei lueta.',
        'Kolumnen "{column}" hör inte till Kutsu. Den läses inte.',
        'Column "{column}" is not one of Kutsu\'s. It is not read.',
    ),
    "column-doubled": (
        'Sarake "{column}" on kaksi kertaa ({letters}). Poista toinen.',
        'Kolumnen "{column}" finns två gånger ({letters}). Ta bort den ena.',
        'Column "{column}" appears twice ({letters}). Remove one.',
    ),
    "header-empty": (
        "Sarakkeella {letters} ei ole otsikkoa, mutta siinä on sisältöä. Kirjoita otsikko tai tyhjennä sarake. Mitään ei julkaistu.",
        "Kolumnen {letters} saknar rubrik men har innehåll. Skriv en rubrik eller töm kolumnen. Inget publicerades.",
        "Column {letters} has no header but holds content. Write a header or clear the column. Nothing was published.",
    ),
    "id-missing": (
        "Riviltä puuttuu tunnus. Kirjoita esimerkiksi {suggestion}.",
        "Raden saknar id. Skriv till exempel {suggestion}.",
        "The row has no id. Write for example {suggestion}.",
    ),
    "id-doubled": (
        'Tunnus "{seen}" on useammalla rivillä ({places}). Anna jokaiselle riville oma tunnus.',
        'Id "{seen}" finns på flera rader ({places}). Ge varje rad ett eget id.',
        'Id "{seen}" is on several rows ({places}). Give each row an id of its own.',
    ),
    "id-sorted-apart": (
        "Tunnus {seen} osoittaa nyt aivan eri tilaisuuteen. Lajiteltiinko vain osa sarakkeista? Palauta versiohistoriasta.",
        "Id {seen} pekar nu på ett helt annat infomöte. Sorterades bara en del av kolumnerna? Återställ från versionshistoriken.",
        "{seen} now points to a different session. Were only some columns sorted? Restore from version history.",
    ),
    "rows-gone": (
        "Välilehdeltä {tabs} ovat kadonneet lähes kaikki rivit. Palauta ne versiohistoriasta. Mitään ei julkaistu eikä peruttu."
        " Jos poisto oli tarkoitus, pyydä ylläpitoa kuittaamaan se: kutsu sheet accept {sheet}.",
        "Nästan alla rader har försvunnit från bladet {tabs}. Återställ dem från versionshistoriken. Inget publicerades eller ställdes in."
        " Om det var avsikten, be driften bekräfta det: kutsu sheet accept {sheet}.",
        "Almost all rows are gone from the tab {tabs}. Restore them from version history. Nothing was published or cancelled."
        " If that was meant, ask the operators to confirm it: kutsu sheet accept {sheet}.",
    ),
    "row-vanished": (
        "Julkaistavaksi hyväksytty rivi {seen} on kadonnut. Palauta se; peruuta vain tilanteella peruttu. Mitään ei peruttu.",
        "Raden {seen}, som har godkänts för publicering, har försvunnit. Återställ den; ställ in bara med läget inställt."
        " Inget ställdes in.",
        "Row {seen}, approved for publishing, is gone. Restore it; to cancel, use the status cancelled. Nothing was cancelled.",
    ),
    "setting-doubled": (
        'Asetuksella "{seen}" on eri arvoja ({places}). Jätä yksi.',
        'Inställningen "{seen}" har olika värden ({places}). Lämna kvar ett.',
        'Setting "{seen}" has different values ({places}). Keep one.',
    ),
    "draft": (
        "Luonnos: puuttuu {missing}.",
        "Utkast: {missing} saknas.",
        "Draft: {missing} missing.",
    ),
    "incomplete": (
        "Riviä ei voi julkaista. Puuttuu: {missing}.",
        "Raden kan inte publiceras. Saknas: {missing}.",
        "Cannot publish. Missing: {missing}.",
    ),
    "row-incomplete": (
        "Rivi on kesken. Puuttuu: {missing}.",
        "Raden är inte färdig. Saknas: {missing}.",
        "The row is unfinished. Missing: {missing}.",
    ),
    "reference-unknown": (
        'Tunnusta "{seen}" ei löydy välilehdeltä {tab}. Lähin: {nearest}.',
        'Id "{seen}" finns inte på bladet {tab}. Närmast: {nearest}.',
        'Id "{seen}" is not on the tab {tab}. Nearest: {nearest}.',
    ),
    "reference-faulty": (
        'Kohteessa "{seen}" on virhe ({place}). Korjaa se ensin.',
        'Det finns ett fel i "{seen}" ({place}). Rätta det först.',
        '"{seen}" has an error ({place}). Correct it first.',
    ),
    "text-same": (
        "Teksti on sama kuin sarakkeessa {column}. Kirjoita se oikealla kielellä: ”{seen}”.",
        "Texten är densamma som i kolumnen {column}. Skriv den på rätt språk: ”{seen}”.",
        "The text is the same as in column {column}. Write it in its own language: “{seen}”.",
    ),
    "text-finnish": (
        'Ruotsin sarakkeessa näyttää olevan suomea: "{seen}".',
        'Den svenska kolumnen verkar innehålla finska: "{seen}".',
        "The Swedish column seems to hold Finnish.",
    ),
    "before": (
        '"{later}" ({late}) on ennen kuin "{earlier}" ({early}). Tarkista molemmat.',
        '"{later}" ({late}) är före "{earlier}" ({early}). Kontrollera båda.',
        '"{later}" ({late}) is before "{earlier}" ({early}). Check both.',
    ),
    "chosen-many": (
        "Jatkoon valittuja ({chosen}) on enemmän kuin ehdotuksia ({proposals}). Tarkista molemmat.",
        "Antalet valda ({chosen}) är större än antalet förslag ({proposals}). Kontrollera båda.",
        "More were chosen ({chosen}) than proposed ({proposals}). Check both.",
    ),
    "cells-disagree": (
        "Sarakkeet {first} ja {second} ovat ristiriidassa: {one} ja {other}. Tarkista molemmat.",
        "Kolumnerna {first} och {second} stämmer inte överens: {one} och {other}. Kontrollera båda.",
        "Columns {first} and {second} disagree: {one} and {other}. Check both.",
    ),
    "model-ticked": (
        'Rivi "{model}" on malli, eikä sitä julkaista. Anna riville oma tunnus, tai poista rasti.',
        'Raden "{model}" är en modell och publiceras inte. Ge raden ett eget id, eller ta bort krysset.',
        'The row "{model}" is a model and is not published. Give the row an id of its own, or untick it.',
    ),
}
