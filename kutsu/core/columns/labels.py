"""The words of the drop-downs: every choice by its key, with its label in Finnish, Swedish and English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kutsu.core.columns.shape import STAFF_LANGUAGES
from kutsu.core.config import Language
from kutsu.core.model import Attendance, Goal, Registration, Stage, Status, Texts


def _label(fi: str, sv: str, en: str) -> Texts:
    return dict(zip(STAFF_LANGUAGES, (fi, sv, en), strict=True))


STAGES: Mapping[str, Texts] = {
    Stage.PLANNING: _label("suunnittelu", "planering", "planning"),
    Stage.CHOSEN: _label("valittu", "vald", "chosen"),
    Stage.RECRUITING: _label("testaajahaku", "testare söks", "recruiting"),
    Stage.RUNNING: _label("käynnissä", "pågår", "running"),
    Stage.ENDED: _label("päättynyt", "avslutad", "ended"),
    Stage.DROPPED: _label("keskeytetty", "avbruten", "dropped"),
}
GOALS: Mapping[str, Texts] = {
    Goal.CITY_SERVICES: _label("kaupungin palvelut", "stadens tjänster", "city services"),
    Goal.BUSINESS: _label("yritykset", "företag", "business"),
    Goal.ASSOCIATIONS: _label("yhdistykset", "föreningar", "associations"),
}
STATUSES: Mapping[str, Texts] = {
    Status.PLANNED: _label("suunniteltu", "planerat", "planned"),
    Status.CONFIRMED: _label("vahvistettu", "bekräftat", "confirmed"),
    Status.MOVED: _label("siirretty", "flyttat", "moved"),
    Status.CANCELLED: _label("peruttu", "inställt", "cancelled"),
    Status.HELD: _label("pidetty", "hållet", "held"),
}
ATTENDANCES: Mapping[str, Texts] = {
    Attendance.ON_SITE: _label("paikan päällä", "på plats", "on site"),
    Attendance.ONLINE: _label("etänä", "på distans", "online"),
    Attendance.HYBRID: _label("paikan päällä ja etänä", "på plats och på distans", "hybrid"),
}
REGISTRATIONS: Mapping[str, Texts] = {
    Registration.NONE: _label("ei ilmoittautumista", "ingen anmälan", "none"),
    Registration.OPTIONAL: _label("vapaaehtoinen", "frivillig", "optional"),
    Registration.REQUIRED: _label("pakollinen", "obligatorisk", "required"),
}

SPOKEN: Mapping[str, Texts] = {
    "fi": _label("suomi", "finska", "Finnish"),
    "fi-simple": _label("selkosuomi", "lätt finska", "easy Finnish"),
    "sv": _label("ruotsi", "svenska", "Swedish"),
    "en": _label("englanti", "engelska", "English"),
    "ru": _label("venäjä", "ryska", "Russian"),
    "et": _label("viro", "estniska", "Estonian"),
    "ar": _label("arabia", "arabiska", "Arabic"),
    "so": _label("somali", "somaliska", "Somali"),
    "uk": _label("ukraina", "ukrainska", "Ukrainian"),
    "zh-Hans": _label("kiina", "kinesiska", "Chinese"),
    "fa": _label("persia", "persiska", "Persian"),
    "sq": _label("albania", "albanska", "Albanian"),
    "vi": _label("vietnam", "vietnamesiska", "Vietnamese"),
    "es": _label("espanja", "spanska", "Spanish"),
    "fse": _label("suomalainen viittomakieli", "finskt teckenspråk", "Finnish Sign Language"),
    "fss": _label("suomenruotsalainen viittomakieli", "finlandssvenskt teckenspråk", "Finland-Swedish Sign Language"),
}
"""Languages spoken in a session, which may be others than those of the texts; keys are BCP 47 (sign languages ISO 639-3)."""


def choices(themes: Mapping[str, Texts]) -> Mapping[str, Mapping[str, Texts]]:
    """The labels of every choice column by the column's key; the themes are the city's."""
    return {
        "stage": STAGES,
        "theme": themes,
        "goal": GOALS,
        "status": STATUSES,
        "attendance": ATTENDANCES,
        "registration": REGISTRATIONS,
    }


def spoken(languages: Mapping[str, Language]) -> Mapping[str, tuple[str, ...]]:
    """Every language that a session may be held in, with all its names: the table above and what config adds."""
    return {key: tuple(_spoken_names(key, languages)) for key in {**SPOKEN, **languages}}


def _spoken_names(key: str, languages: Mapping[str, Language]) -> Iterator[str]:
    yield key
    yield from SPOKEN.get(key, {}).values()
    if key in languages:
        yield languages[key].name
