"""The messy cells that staff type, by their numbers in the facts about the sheet: what is taken, and what its editor is told.

Where the source of a cell matters, it comes out of `tests.sheets.cases`, which a workbook and a Google Sheet both pass.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kutsu.core.cells.reading import When
from kutsu.core.grid import Cell
from tests.books import Value
from tests.sheets.cases import BY_NAME

Words = tuple[str, str, str]
"""A message in fi, sv and en."""


@dataclass(frozen=True)
class Fact:
    """A cell of a column (`tab:key`), the value that it has (None: an error), and what is said of it, if anything."""

    case: str
    where: str
    typed: Value
    value: object
    said: Words | None = None
    note: bool = False

    @property
    def outcome(self) -> str:
        """OK, NOTE or ERROR."""
        return "OK" if self.said is None else "NOTE" if self.note else "ERROR"


def ok(case: str, where: str, value: object, *typed: Value) -> list[Fact]:
    """Cells that are taken without a word."""
    return [Fact(case, where, each, value) for each in typed]


def note(case: str, where: str, value: object, said: Words, *typed: Value) -> list[Fact]:
    """Cells that are taken, and it is told how."""
    return [Fact(case, where, each, value, said, note=True) for each in typed]


def error(case: str, where: str, said: Words, *typed: Value) -> list[Fact]:
    """Cells that hold their row."""
    return [Fact(case, where, each, None, said) for each in typed]


DAY, START, TITLE = "pilots:announce", "sessions:start", "pilots:title"
NOVEMBER = dt.date(2019, 11, 6)
FIVE, HALF_PAST = dt.time(17), dt.time(17, 30)

NUMBER = (
    "Luin luvun 43775 päivänä 6.11.2019. Muotoile solu päivämääräksi.",
    "Läste talet 43775 som 6.11.2019. Formatera cellen som datum.",
    "Read 43775 as 6 Nov 2019. Please format the cell as a date.",
)
SHORT_YEAR = (
    "Luin vuoden muodossa 2019. Kirjoita vuosi neljällä numerolla.",
    "Läste året som 2019. Skriv årtalet med fyra siffror.",
    "Read the year as 2019. Please use four digits.",
)
UNDERSTOOD = (
    "Luin: keskiviikko 6.11.2019 klo 17.",
    "Läste: onsdag 6.11.2019 kl. 17.",
    "Read as Wednesday 6 Nov 2019 at 17:00.",
)
SLASHES = (
    'Vinoviivapäivä "6/11/2019" on tulkinnanvarainen. Kirjoita 6.11.2019 tai 11.6.2019.',
    'Datumet "6/11/2019" med snedstreck är tvetydigt. Skriv 6.11.2019 eller 11.6.2019.',
    "Slash date is ambiguous. Write 6.11.2019 or 11.6.2019.",
)
EARLY = (
    "Klo 5.00 aamulla? Tarkista; kirjoita 17.00, jos tarkoitat iltaa.",
    "Kl. 5.00 på morgonen? Kontrollera; skriv 17.00 om du menar kvällen.",
    "5 in the morning? Write 17.00 if you mean the evening.",
)
FORMULA = (
    "{0} on konekäännöskaava. Tarkista teksti ja liitä se arvona (Ctrl+Shift+V).",
    "{0} är en formel för maskinöversättning. Granska texten och klistra in den som värde (Ctrl+Shift+V).",
    "{0} is a machine-translation formula. Check it and paste as value.",
)
LONG = "“Tule”\n• <b>&amp; 🙂"


def no_year(seen: str) -> Words:
    """What is said of a date without its year."""
    return (
        f'Päivästä puuttuu vuosi: "{seen}". Tarkoititko 6.11.2019? Kirjoita vuosi.',
        f'Datumet saknar årtal: "{seen}". Menade du 6.11.2019? Skriv årtalet.',
        f'The year is missing: "{seen}". Did you mean 6.11.2019? Add the year.',
    )


def in_parts(seen: str) -> Words:
    """What is said of a time whose minutes may be tens or ones; English quotes a point."""
    english = seen.replace(",", ".")
    return (
        f'Kellonaika "{seen}" on epäselvä. Kirjoita 17.30 tai 17.03.',
        f'Klockslaget "{seen}" är oklart. Skriv 17.30 eller 17.03.',
        f'Time "{english}" is unclear. Write 17.30 or 17.03.',
    )


def read_time(finnish: str, english: str) -> Words:
    """What is said of a time in an unusual form."""
    return (
        f"Luin kellonajan: {finnish}. Kirjoita aika muodossa 17.30.",
        f"Läste klockslaget: {finnish}. Skriv tiden i formen 17.30.",
        f"Read the time as {english}. Please write times as 17.30.",
    )


def no_tick(seen: str) -> Words:
    """What is said where a box is neither ticked nor not."""
    return (
        f'"{seen}" ei kerro, julkaistaanko rivi. Käytä valintaruutua.',
        f'"{seen}" säger inte om raden ska publiceras. Använd kryssrutan.',
        f'"{seen}" does not say publish or not. Use the tick-box.',
    )


def zero(whole: str) -> Words:
    """What is said where a leading zero was put back."""
    return (
        f"Lisäsin puuttuvan alkunollan: {whole}. Muotoile sarake tekstiksi.",
        f"Lade till nollan som saknades i början: {whole}. Formatera kolumnen som text.",
        "Put back the missing leading zero. Format the column as text.",
    )


def placeholder(seen: str) -> Words:
    """What is said of a text that stands for one to come."""
    return (
        f'"{seen}" ei ole valmis teksti sarakkeeseen Otsikko. Kirjoita lopullinen teksti tai jätä solu tyhjäksi.',
        f'"{seen}" är inte en färdig text för kolumnen Otsikko. Skriv den slutliga texten eller lämna cellen tom.',
        f'"{seen}" is not a finished text for column Otsikko. Write the final text or leave the cell empty.',
    )


BILINGUAL = (
    'Solussa näyttää olevan kaksi kieltä: "Info / Infomöte". Kirjoita sarakkeeseen Otsikko vain sen kieli.',
    'Cellen verkar innehålla två språk: "Info / Infomöte". Skriv bara dess eget språk i kolumnen Otsikko.',
    'The cell seems to hold two languages: "Info / Infomöte". Write only its own language in column Otsikko.',
)
SPANS = ("17-19", "17–19", "klo 17—19", "17.00 - 19.00", "17:00–19:00", "kl. 17-19", "17\u221219", "17\u201119")

FACTS = (
    *ok("case_1", DAY, NOVEMBER, BY_NAME["text"]),
    *ok("case_2", DAY, NOVEMBER, BY_NAME["date"], BY_NAME["iso-date-format"]),
    *note("case_3", DAY, NOVEMBER, NUMBER, BY_NAME["number-as-text"], BY_NAME["date-as-number"]),
    *ok("case_4", DAY, NOVEMBER, "2019-11-06"),
    *note("case_5", DAY, NOVEMBER, SHORT_YEAR, "6.11.19"),
    *error("case_6", DAY, no_year("6.11."), "6.11."),
    *note("case_7", "sessions:day", When(NOVEMBER, FIVE), UNDERSTOOD, "ke 6.11. klo 17"),
    *note("case_7", START, When(NOVEMBER, FIVE), UNDERSTOOD, "ke 6.11. klo 17"),
    *error("case_7", "sessions:day", no_year("ti 6.11. klo 17"), "ti 6.11. klo 17"),
    *error("case_7", "sessions:day", no_year("6.11. klo 17"), "6.11. klo 17"),
    *error("case_8", DAY, SLASHES, "6/11/2019"),
    *ok("case_10", START, When(None, FIVE, dt.time(19)), *SPANS),
    *ok("case_11", START, When(start=FIVE), Cell(0.7083333, "0,7083333"), BY_NAME["time"], BY_NAME["time-as-number"]),
    *note("case_12", START, When(start=HALF_PAST), read_time("17.30", "17:30"), Cell(17.3, "17.30", "number")),
    *note("case_12", START, When(start=HALF_PAST), read_time("17.30", "17:30"), BY_NAME["hour-and-hundredths"]),
    *error("case_12", START, in_parts("17,3"), BY_NAME["hour-and-tenths"]),
    *error("case_12", START, in_parts("17.3"), Cell(17.3, "17.3")),
    *ok("case_13", START, When(start=FIVE), BY_NAME["hour"]),
    *ok("case_13", START, When(start=dt.time(7)), Cell(7.0, "7")),
    *ok("case_13", START, When(start=dt.time(22)), Cell(22.0, "22")),
    *note("case_14", START, When(start=FIVE), read_time("17.00", "17:00"), "5 pm", "05:00 PM"),
    *error("case_14", START, EARLY, "5", "klo 5", BY_NAME["early-hour"]),
    *ok(
        "case_23",
        "pilots:approve",
        True,
        BY_NAME["ticked"],
        *["TRUE", "TOSI", "x", "X", "✓", "☑", "kyllä", "k", "1", "ja", "yes"],
        1,
    ),
    *ok(
        "case_23",
        "pilots:approve",
        False,
        BY_NAME["unticked"],
        *["FALSE", "EPÄTOSI", "ei", "nej", "no", "0", "-"],
        0,
        None,
    ),
    *error("case_23", "pilots:approve", no_tick("ok kai"), "ok kai"),
    *error("case_23", "pilots:approve", no_tick("joo"), "joo"),
    *error("case_23", "pilots:approve", no_tick("joo?"), "joo?"),
    *error("case_23", "pilots:approve", no_tick("ok"), "ok"),
    *error("case_24", TITLE, tuple(each.format("Otsikko") for each in FORMULA), BY_NAME["translation-formula"]),  # type: ignore[arg-type]  # three in, three out
    *note("case_25", "contacts:phone", "040 123 4567", zero("040 123 4567"), BY_NAME["phone-as-number"]),
    *note("case_25", "venues:postcode", "02230", zero("02230"), BY_NAME["postcode-as-number"]),
    *ok("case_26", "sessions:programme", LONG, BY_NAME["long-text"]),
    *ok("case_26", TITLE, "“Tule” • <b>&amp; 🙂", BY_NAME["long-text"]),
    *error("case_26b", TITLE, placeholder("x"), "x"),
    *error("case_26b", TITLE, placeholder("sama"), "sama"),
    *error("case_26b", TITLE, placeholder("tulee"), "tulee"),
    *error("case_26b", TITLE, placeholder("Lorem ipsum"), "Lorem ipsum"),
    *error("case_26b", TITLE, BILINGUAL, "Info / Infomöte"),
)
