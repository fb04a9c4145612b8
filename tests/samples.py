"""One believable round, pilot and session, and the city that announces them, for every test that renders."""

from __future__ import annotations

import dataclasses
import datetime as dt
import tomllib
from pathlib import Path

from kutsu.core.config import City, Language
from kutsu.core.content import digest, localize
from kutsu.core.model import (
    Approved,
    Attendance,
    Contact,
    Digest,
    Goal,
    Pilot,
    Reference,
    Registration,
    Round,
    Session,
    Stage,
    Status,
    Subject,
    Texts,
    Venue,
)

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "templates"
SITE = "https://kokeilut.espoo.example"


def sources() -> dict[str, str]:
    """Every template of the project by its path below `templates/`."""
    files = sorted(path for path in TEMPLATES.rglob("*") if path.is_file())
    return {path.relative_to(TEMPLATES).as_posix(): path.read_text(encoding="utf-8") for path in files}


def languages() -> dict[str, Language]:
    """The languages of the project's own config that are published."""
    tables = tomllib.loads((ROOT / "config/languages.toml").read_text(encoding="utf-8"))
    return {key: Language(key=key, **table) for key, table in tables.items() if not table.get("draft")}


def drafts() -> dict[str, Language]:
    """The languages of the project's own config that are drafts."""
    tables = tomllib.loads((ROOT / "config/languages.toml").read_text(encoding="utf-8"))
    return {key: Language(key=key, **table) for key, table in tables.items() if table.get("draft")}


CITY = City(
    name={
        "fi": "Espoon kaupunki",
        "sv": "Esbo stad",
        "en": "City of Espoo",
        "ar": "مدينة إسبو",
        "so": "Magaalada Espoo",
    },
    zone="Europe/Helsinki",
    country="FI",
    site=SITE,
    quiet_from=dt.time(20),
    quiet_until=dt.time(8),
    themes={
        "education": {"fi": "Koulutus", "sv": "Utbildning", "en": "Education"},
        "interpreting": {"fi": "Tulkkaus", "sv": "Tolkning", "en": "Interpreting"},
    },
    hashtags={
        "fi": ("#Espoo", "#DigiKokeilut"),
        "sv": ("#Esbo", "#DigiFörsök"),
        "en": ("#Espoo", "#DigitalPilots"),
        "ar": ("#إسبو", "#التجارب_الرقمية"),
    },
    statement={key: f"{SITE}/{key}/accessibility" for key in ("fi", "sv", "en")},
    feedback="kokeilut@espoo.example",
)

CONTACT: Contact[Texts] = Contact(
    id="PILOTS",
    title={"fi": "Digikokeilujen tiimi", "sv": "Teamet för digitala försök", "en": "Digital pilots team"},
    email="kokeilut@espoo.example",
    phone="09 555 0101",
)

VENUE: Venue[Texts] = Venue(
    id="ISO-OMENA",
    name={"fi": "Ison Omenan kirjasto", "sv": "Stora Apelns bibliotek", "en": "Iso Omena Library"},
    street={"fi": "Piispansilta 11", "sv": "Biskopsbron 11", "en": "Piispansilta 11"},
    postcode="02230",
    district={"fi": "Matinkylä", "sv": "Mattby", "en": "Matinkylä"},
    accessibility={
        "fi": "Esteetön reitti metroasemalta hissillä.",
        "sv": "Tillgänglig väg från metrostationen med hiss.",
        "en": "Step-free route from the metro station by lift.",
    },
)

ROUND: Round[Texts] = Round(
    id="ROUND-1",
    title={
        "fi": "Kymmenen digikokeilua lähtee liikkeelle Espoossa",
        "sv": "Tio digitala försök kommer i gång i Esbo",
        "en": "Ten digital pilots get under way in Espoo",
    },
    what={
        "fi": "Saimme 57 ehdotusta, ja kymmenen niistä etenee. Kokeiluihin tarvitaan asukkaita mukaan.",
        "sv": "Vi fick 57 förslag, och tio av dem går vidare. Vi behöver invånare som deltar i försöken.",
        "en": "We received 57 proposals, and ten of them go ahead. Residents are needed to take part.",
    },
    proposals=57,
    chosen=10,
    announce=dt.date(2019, 10, 18),
    next={
        "fi": "Kerromme jokaisesta kokeilusta erikseen, kun siihen voi ilmoittautua.",
        "sv": "Vi berättar om varje försök för sig när man kan anmäla sig till det.",
        "en": "We announce each pilot separately when you can sign up for it.",
    },
    contact=CONTACT,
)

PILOT: Pilot[Texts] = Pilot(
    id="PILOT-01",
    stage=Stage.RECRUITING,
    theme="interpreting",
    goal=Goal.CITY_SERVICES,
    title={
        "fi": "Tulkkaussovellus palvelutiskille",
        "sv": "Tolkningsapp vid servicedisken",
        "en": "An interpreting app at the service desk",
    },
    what={
        "fi": "Kokeilemme, auttaako puhelinsovellus asioimaan omalla kielellä. Sovellus tulkkaa puheen heti.",
        "sv": "Vi testar om en telefonapp hjälper en att uträtta ärenden på det egna språket. Appen tolkar talet genast.",
        "en": "We are testing whether a phone app helps people use services in their own language, at once.",
    },
    announce=dt.date(2019, 10, 18),
    round=Reference("ROUND-1", ROUND.title),
    unit={"fi": "Palvelupisteet", "sv": "Servicepunkterna", "en": "Service points"},
    problem={
        "fi": "Tulkkia joutuu usein odottamaan, vaikka asia olisi pieni.",
        "sv": "Man får ofta vänta på en tolk även när ärendet är litet.",
        "en": "People often have to wait for an interpreter even in a small matter.",
    },
    invited={
        "fi": "Aikuiset, joiden äidinkieli on venäjä tai somali",
        "sv": "Vuxna som har ryska eller somaliska som modersmål",
        "en": "Adults whose first language is Russian or Somali",
    },
    task={
        "fi": "Hoidat oman asiasi sovelluksen avulla ja kerrot, miten se onnistui.",
        "sv": "Du uträttar ditt ärende med hjälp av appen och berättar hur det gick.",
        "en": "You take care of your own matter with the app, and tell us how it went.",
    },
    effort={
        "fi": "Yksi käynti, noin 45 minuuttia",
        "sv": "Ett besök, cirka 45 minuter",
        "en": "One visit, about 45 minutes",
    },
    places={"fi": "Iso Omena ja Sello", "sv": "Stora Apeln och Sello", "en": "Iso Omena and Sello"},
    reward={"fi": "Yksi uimahallilippu", "sv": "En biljett till simhallen", "en": "One swimming hall ticket"},
    partner="Kielisilta Osuuskunta",
    start=dt.date(2019, 12, 2),
    end=dt.date(2020, 5, 29),
    recruit=dt.date(2019, 10, 21),
    deadline=dt.date(2019, 11, 22),
    testers=60,
    join=f"{SITE}/mukaan/tulkkaussovellus",
    privacy=f"{SITE}/tietosuoja/tulkkaussovellus",
    contact=CONTACT,
)

SESSION: Session[Texts] = Session(
    id="SESSION-01",
    title={
        "fi": "Tulkkaussovellus tutuksi",
        "sv": "Bekanta dig med tolkningsappen",
        "en": "Get to know the interpreting app",
    },
    day=dt.date(2019, 11, 6),
    start=dt.time(17),
    end=dt.time(19),
    status=Status.CONFIRMED,
    attendance=Attendance.ON_SITE,
    registration=Registration.NONE,
    languages=("fi",),
    support_languages=("sv", "ru", "so"),
    pilots=(Reference("PILOT-01", PILOT.title),),
    venue=VENUE,
    room={"fi": "Kokoustila, 2. kerros", "sv": "Mötesrummet, våning 2", "en": "Meeting room, 2nd floor"},
    programme={
        "fi": "17.00 Mitä kokeillaan\n18.00 Kysymyksiä ja kahvia",
        "sv": "17.00 Vad vi testar\n18.00 Frågor och kaffe",
        "en": "17:00 What we are testing\n18:00 Questions and coffee",
    },
    doors=dt.time(16, 30),
    capacity=40,
    catering=True,
    children=True,
    contact=CONTACT,
)

MOVED: Texts = {
    "fi": "Siirsimme tilaisuuden, koska tila oli varattu.",
    "sv": "Vi flyttade mötet, eftersom lokalen var upptagen.",
    "en": "We moved the session because the room was taken.",
}
"""Why the session was moved, as staff write it in the change note."""

WEEK: Digest[Texts] = Digest(
    "DIGEST-INTERPRETING",
    {},
    dt.date(2026, 11, 23),
    "interpreting",
    sessions=(SESSION, dataclasses.replace(SESSION, id="SESSION-02", venue=None)),
    testers=(PILOT, dataclasses.replace(PILOT, id="PILOT-02", deadline=None)),
    started=(PILOT,),
    finished=(PILOT,),
)

SUBJECTS: dict[str, Subject[Texts]] = {"round": ROUND, "pilot": PILOT, "session": SESSION}
ABOUT: dict[str, Subject[Texts]] = {**SUBJECTS, "any": SESSION, "digest": WEEK}
"""What is told of, by what a kind is about."""


def approved(subject: Subject[Texts], language: str, at: dt.datetime, **changes: object) -> Approved:
    """A subject as it was approved in one language, with some of its facts changed."""
    content = dataclasses.replace(localize(subject, language), **changes)  # type: ignore[arg-type] # facts of any kind
    return Approved(language, content, digest(content), at)
