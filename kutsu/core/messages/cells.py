"""Sentences about one cell: code -> Finnish, Swedish, English; what the editor sees is quoted, and what to do is said."""

from __future__ import annotations

NOTES = frozenset(
    {
        "date-number",
        "date-short-year",
        "understood",
        "time-understood",
        "time-twice",
        "text-machine",
        "phone-zero",
        "postcode-zero",
    }
)

SENTENCES: dict[str, tuple[str, str, str]] = {
    "cell-error": (
        'Solussa on laskentavirhe "{seen}". Korjaa kaava tai kirjoita arvo.',
        'Cellen har ett beräkningsfel "{seen}". Rätta formeln eller skriv värdet.',
        'The cell has a formula error "{seen}". Correct the formula or type the value.',
    ),
    "formula-empty": (
        "Kaavalla ei ole vielä arvoa. Avaa ja tallenna taulukko tai kirjoita arvo.",
        "Formeln har inget värde ännu. Öppna och spara kalkylarket eller skriv värdet.",
        "The formula has no value yet. Open and save the spreadsheet or type the value.",
    ),
    "date-number": (
        "Luin luvun {seen} päivänä {day}. Muotoile solu päivämääräksi.",
        "Läste talet {seen} som {day}. Formatera cellen som datum.",
        "Read {seen} as {day}. Please format the cell as a date.",
    ),
    "date-short-year": (
        "Luin vuoden muodossa {year}. Kirjoita vuosi neljällä numerolla.",
        "Läste året som {year}. Skriv årtalet med fyra siffror.",
        "Read the year as {year}. Please use four digits.",
    ),
    "date-no-year": (
        'Päivästä puuttuu vuosi: "{seen}". Tarkoititko {day}? Kirjoita vuosi.',
        'Datumet saknar årtal: "{seen}". Menade du {day}? Skriv årtalet.',
        'The year is missing: "{seen}". Did you mean {day}? Add the year.',
    ),
    "understood": ("Luin: {when}.", "Läste: {when}.", "Read as {when}."),
    "date-slash": (
        'Vinoviivapäivä "{seen}" on tulkinnanvarainen. Kirjoita {options}.',
        'Datumet "{seen}" med snedstreck är tvetydigt. Skriv {options}.',
        "Slash date is ambiguous. Write {options}.",
    ),
    "date-past": (
        "Päivä {day} on mennyt. Tarkista vuosi.",
        "Datumet {day} har redan passerat. Kontrollera årtalet.",
        "The date is in the past. Check the year.",
    ),
    "time-past": (
        "Tilaisuus {day} klo {time} olisi jo ohi, mutta asukkaille on kerrottu toinen aika. Tarkista päivä ja kellonaika.",
        "Träffen {day} kl. {time} skulle redan vara över, men invånarna har fått en annan tid. Kontrollera datum och tid.",
        "This session would be over already, but residents were told another time. Check the date and the time.",
    ),
    "date-far": (
        "Päivä {day} on hyvin kaukana. Tarkista vuosi.",
        "Datumet {day} ligger mycket långt fram. Kontrollera årtalet.",
        "The date is very far ahead. Check the year.",
    ),
    "date-impossible": (
        'Päivää "{seen}" ei ole. Tarkista päivä ja kuukausi.',
        'Datumet "{seen}" finns inte. Kontrollera dag och månad.',
        'There is no day "{seen}". Check day and month.',
    ),
    "date-weekday": (
        '"{seen}": {when}. Tarkista viikonpäivä tai päivä.',
        '"{seen}": {when}. Kontrollera veckodagen eller datumet.',
        '"{seen}": it is {when}. Check the weekday or the date.',
    ),
    "date-with-time": (
        'Tähän kuuluu vain päivä, ei kellonaikaa: "{seen}". Kirjoita esimerkiksi 6.11.2019.',
        'Här hör bara datumet hemma, inte klockslaget: "{seen}". Skriv till exempel 6.11.2019.',
        'Only a date belongs here, no time: "{seen}". Write for example 6.11.2019.',
    ),
    "date-unreadable": (
        'En osaa lukea päivää "{seen}". Kirjoita esimerkiksi 6.11.2019.',
        'Kan inte läsa datumet "{seen}". Skriv till exempel 6.11.2019.',
        'Cannot read the date "{seen}". Write for example 6.11.2019.',
    ),
    "time-understood": (
        "Luin kellonajan: {time}. Kirjoita aika muodossa 17.30.",
        "Läste klockslaget: {time}. Skriv tiden i formen 17.30.",
        "Read the time as {time}. Please write times as 17.30.",
    ),
    "time-unclear": (
        'Kellonaika "{seen}" on epäselvä. Kirjoita {options}.',
        'Klockslaget "{seen}" är oklart. Skriv {options}.',
        'Time "{seen}" is unclear. Write {options}.',
    ),
    "time-early": (
        "Klo {time} aamulla? Tarkista; kirjoita {evening}, jos tarkoitat iltaa.",
        "Kl. {time} på morgonen? Kontrollera; skriv {evening} om du menar kvällen.",
        "{time} in the morning? Write {evening} if you mean the evening.",
    ),
    "time-late": (
        "Klo {time} illalla? Tarkista kellonaika.",
        "Kl. {time} på kvällen? Kontrollera klockslaget.",
        "{time} at night? Check the time.",
    ),
    "time-gap": (
        "Kello siirtyy kesäaikaan: {day} ei ole klo {time}.",
        "Klockan ställs om till sommartid: kl. {time} finns inte den {day}.",
        "Clocks change: {time} does not exist that day.",
    ),
    "time-twice": (
        "Kello siirtyy talviaikaan: {day} klo {time} on kahdesti. Luin ensimmäisen.",
        "Klockan ställs om till vintertid: kl. {time} infaller två gånger den {day}. Läste den första.",
        "Clocks change: {time} happens twice on {day}. Read as the first.",
    ),
    "time-backwards": (
        'Loppuaika on ennen alkua: "{seen}". Tarkista molemmat.',
        'Sluttiden är före början: "{seen}". Kontrollera båda.',
        'The end is before the start: "{seen}". Check both.',
    ),
    "time-unreadable": (
        'En osaa lukea kellonaikaa "{seen}". Kirjoita esimerkiksi 17.30.',
        'Kan inte läsa klockslaget "{seen}". Skriv till exempel 17.30.',
        'Cannot read the time "{seen}". Write for example 17.30.',
    ),
    "tick-unclear": (
        '"{seen}" ei kerro, onko vastaus kyllä vai ei. Käytä valintaruutua.',
        '"{seen}" säger inte om svaret är ja eller nej. Använd kryssrutan.',
        '"{seen}" does not say yes or no. Use the tick-box.',
    ),
    "approve-unclear": (
        '"{seen}" ei kerro, julkaistaanko rivi. Käytä valintaruutua.',
        '"{seen}" säger inte om raden ska publiceras. Använd kryssrutan.',
        '"{seen}" does not say publish or not. Use the tick-box.',
    ),
    "text-translated": (
        "{column} on konekäännöskaava. Tarkista teksti ja liitä se arvona (Ctrl+Shift+V).",
        "{column} är en formel för maskinöversättning. Granska texten och klistra in den som värde (Ctrl+Shift+V).",
        "{column} is a machine-translation formula. Check it and paste as value.",
    ),
    "text-machine": (
        "Konekäännös, merkitty tarkistetuksi: lukijalle kerrotaan siitä. Jos kaavan tulos muuttuu, hyväksyntä perutaan.",
        "Maskinöversättning, markerad som granskad: läsaren får veta det. Om formelns resultat ändras tas godkännandet bort.",
        "A machine translation, ticked as checked: its readers are told. When the formula's result changes, it is un-approved.",
    ),
    "text-placeholder": (
        '"{seen}" ei ole valmis teksti sarakkeeseen {column}. Kirjoita lopullinen teksti tai jätä solu tyhjäksi.',
        '"{seen}" är inte en färdig text för kolumnen {column}. Skriv den slutliga texten eller lämna cellen tom.',
        '"{seen}" is not a finished text for column {column}. Write the final text or leave the cell empty.',
    ),
    "text-bilingual": (
        'Solussa näyttää olevan kaksi kieltä: "{seen}". Kirjoita sarakkeeseen {column} vain sen kieli.',
        'Cellen verkar innehålla två språk: "{seen}". Skriv bara dess eget språk i kolumnen {column}.',
        'The cell seems to hold two languages: "{seen}". Write only its own language in column {column}.',
    ),
    "text-identity-code": (
        "Tekstissä on henkilötunnus. Poista se; taulukkoon ei kirjoiteta henkilötietoja.",
        "Texten innehåller en personbeteckning. Ta bort den; personuppgifter skrivs inte i kalkylarket.",
        "The text holds a personal identity code. Remove it; no personal details belong in the sheet.",
    ),
    "text-private-email": (
        "Tekstissä on yksityiseltä näyttävä sähköpostiosoite. Käytä kaupungin yhteystietoa.",
        "Texten innehåller en e-postadress som verkar privat. Använd stadens kontaktuppgifter.",
        "The text holds an e-mail address that looks private. Use a contact of the city.",
    ),
    "link-http": (
        'Linkki ei ole suojattu: "{seen}". Kirjoita https-osoite.',
        'Länken är inte skyddad: "{seen}". Skriv en https-adress.',
        'The link is not secure: "{seen}". Write an https address.',
    ),
    "link-unreadable": (
        'En osaa lukea linkkiä "{seen}". Kirjoita koko osoite, esimerkiksi https://www.example.org/info.',
        'Kan inte läsa länken "{seen}". Skriv hela adressen, till exempel https://www.example.org/info.',
        'Cannot read the link "{seen}". Write the whole address, for example https://www.example.org/info.',
    ),
    "email-unreadable": (
        "En osaa lukea sähköpostiosoitetta. Kirjoita tähän vain yksi osoite, esimerkiksi kokeilut@example.org.",
        "Kan inte läsa e-postadressen. Skriv bara en adress här, till exempel forsok@example.org.",
        "Cannot read the e-mail address. Write one address only, for example pilots@example.org.",
    ),
    "phone-zero": (
        "Lisäsin puuttuvan alkunollan: {phone}. Muotoile sarake tekstiksi.",
        "Lade till nollan som saknades i början: {phone}. Formatera kolumnen som text.",
        "Put back the missing leading zero. Format the column as text.",
    ),
    "phone-unreadable": (
        'En osaa lukea puhelinnumeroa "{seen}". Kirjoita esimerkiksi 040 123 4567.',
        'Kan inte läsa telefonnumret "{seen}". Skriv till exempel 040 123 4567.',
        'Cannot read the phone number "{seen}". Write for example 040 123 4567.',
    ),
    "postcode-zero": (
        "Lisäsin puuttuvan alkunollan: {postcode}. Muotoile sarake tekstiksi.",
        "Lade till nollan som saknades i början: {postcode}. Formatera kolumnen som text.",
        "Put back the missing leading zero. Format the column as text.",
    ),
    "postcode-unreadable": (
        'Postinumerossa on viisi numeroa, esimerkiksi 02230, ei "{seen}".',
        'Ett postnummer har fem siffror, till exempel 02230, inte "{seen}".',
        'A postcode has five digits, such as 02230, not "{seen}".',
    ),
    "number-unreadable": (
        'Tähän kuuluu kokonaisluku, esimerkiksi 40, ei "{seen}".',
        'Här ska det stå ett heltal, till exempel 40, inte "{seen}".',
        'A whole number belongs here, such as 40, not "{seen}".',
    ),
    "choice-unknown": (
        '"{seen}" ei ole vaihtoehto. Valitse jokin näistä: {options}.',
        '"{seen}" är inget alternativ. Välj något av dessa: {options}.',
        '"{seen}" is not one of the choices. Choose one of these: {options}.',
    ),
    "language-unknown": (
        'En tunne kieltä "{seen}". Kirjoita esimerkiksi suomi, ruotsi.',
        'Känner inte till språket "{seen}". Skriv till exempel finska, svenska.',
        'Unknown language "{seen}". Write for example Finnish, Swedish.',
    ),
    "id-unreadable": (
        'Tunnus "{seen}" ei kelpaa. Käytä kirjaimia A–Z, numeroita, viivaa ja alaviivaa, esimerkiksi INFO-12.',
        'Id "{seen}" går inte att använda. Använd bokstäverna A–Z, siffror, streck och understreck, till exempel INFO-12.',
        'Id "{seen}" cannot be used. Use letters A–Z, digits, hyphen and underscore, for example INFO-12.',
    ),
}
