"""Sentences of advice about texts: code -> Finnish, Swedish, English. Advice never holds anything."""

from __future__ import annotations

SENTENCES: dict[str, tuple[str, str, str]] = {
    "spelling": (
        "Tarkista kirjoitusasu: {words}.",
        "Kontrollera stavningen: {words}.",
        "Check the spelling: {words}.",
    ),
    "text-language": (
        '{column} sarakkeessa näyttää olevan {other}: "{seen}".',
        'Den {column} kolumnen verkar innehålla {other}: "{seen}".',
        "The {column} column seems to hold {other}.",
    ),
    "text-day": (
        'Tekstissä lukee "{seen}", mutta sarakkeessa {column} on {day}. Tarkista molemmat.',
        'I texten står det "{seen}", men i kolumnen {column} står det {day}. Kontrollera båda.',
        'The text says "{seen}", but column {column} says {day}. Check both.',
    ),
    "text-time": (
        'Tekstissä lukee "{seen}", mutta tilaisuus on klo {time}. Tarkista molemmat.',
        'I texten står det "{seen}", men mötet är kl. {time}. Kontrollera båda.',
        'The text says "{seen}", but the session is at {time}. Check both.',
    ),
    "text-weekday": (
        'Tekstissä lukee "{seen}", mutta {date} on {weekday}. Tarkista päivä.',
        'I texten står det "{seen}", men {date} är en {weekday}. Kontrollera dagen.',
        'The text says "{seen}", but {date} is a {weekday}. Check the day.',
    ),
    "text-private-phone": (
        "Tekstissä on matkapuhelinnumero, joka ei ole yhteyshenkilön. Tarkista, ettei se ole yksityinen.",
        "Texten innehåller ett mobilnummer som inte är kontaktpersonens. Kontrollera att det inte är privat.",
        "The text holds a mobile number that is not the contact's. Make sure that it is not private.",
    ),
    "hashtag-hyphen": (
        'Aihetunniste katkeaa yhdysmerkkiin: "{seen}". Kirjoita se yhteen isoin alkukirjaimin.',
        'Hashtaggen bryts vid bindestrecket: "{seen}". Skriv ihop den, med stor bokstav i varje ord.',
        'The hashtag ends at its hyphen: "{seen}". Write it as one, each word with a capital.',
    ),
    "letters-styled": (
        'Ruudunlukija ei lue koristekirjaimia: "{seen}". Kirjoita tavallisin kirjaimin.',
        'Skärmläsare läser inte dekorbokstäver: "{seen}". Skriv med vanliga bokstäver.',
        'Screen readers do not read styled letters: "{seen}". Write plain letters.',
    ),
    "bullets-emoji": (
        "Ruudunlukija lukee hymiöt luetelman merkkeinä ääneen. Käytä luetelmassa viivaa.",
        "Skärmläsare läser upp emojier som används som punkter i en lista. Använd streck i listan.",
        "Screen readers read out emoji that are used as bullets. Use dashes in the list.",
    ),
}
NOTES = frozenset(SENTENCES)
