"""Faults in config: all of them at once, each with its file, table and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from kutsu.core.errors import Faulty
from kutsu.settings import read_settings
from tests.configs import copied, edit, faults


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A copy of the city's config."""
    return copied(tmp_path)


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("channels.toml", "[x-fi]", "[x-fi", "channels.toml: Expected"),
        (
            "city.toml",
            'zone = "Europe/Helsinki"',
            'zone = "Europa/Helsinki"',
            "city.toml zone: 'Europa/Helsinki' is no",
        ),
        (
            "channels.toml",
            "per_hour = 40",
            'pictures = "no"',
            "channels.toml [x-fi] pictures: Input should be a valid boolean",
        ),
        ("city.toml", 'country = "FI"', 'country = "Finland"', "city.toml country: 'Finland' is no country code"),
        ("city.toml", 'quiet_until = "08:00"', 'quiet_until = "21:00"', "city.toml quiet_until: "),
        ("city.toml", 'quiet_from = "20:00"', 'quiet_from = "eight"', "city.toml quiet_from: "),
        ("city.toml", 'quiet_from = "20:00"', "quiet_from = 20", "city.toml quiet_from: "),
        ("city.toml", '"20:00"', '"20:00Z"', "city.toml quiet_from: times of day are the city's own"),
        ("kinds.toml", '"09:30"', '"09:30+02:00"', "kinds.toml [pilot-chosen] at: times of day are the city's own"),
        ("kinds.toml", "offset = -14", 'offset = "-14"', "kinds.toml [session-invitation] offset: "),
        ("city.toml", 'country = "FI"', "", "city.toml country: "),
        ("city.toml", 'sv = "Esbo stad"', "", "city.toml [name] sv: this language of languages.toml is missing"),
        ("city.toml", 'en = "Transport"', "", "city.toml [themes.transport] en: "),
        ("languages.toml", 'locale = "sv_FI"', 'locale = "xx_FI"', "languages.toml [sv] locale: 'xx_FI' is unknown"),
        ("languages.toml", 'locale = "fi"', 'locale = "fi_QQ"', "languages.toml [fi] locale: 'fi_QQ' is unknown"),
        ("languages.toml", '"cccc d.M.y"', '"cccc d. LLLL y"', "languages.toml [fi] day: L in 'cccc d. LLLL y': write"),
        ("languages.toml", '"d.M.–d.M.y"', '"d.M.–d.M.–q"', "languages.toml [fi] month_span: q in "),
        (
            "languages.toml",
            'day_span = "d.–d.M.y"',
            'day_span = "d.–d.–M.y"',
            "languages.toml [fi] day_span: 'd.–d.–M.y' does not show a day",
        ),
        ("languages.toml", '", {}"', '", "', "languages.toml [en] time: ', ' must have one {}"),
        (
            "languages.toml",
            'tag = "en"',
            'tag = "en"\ndirection = "up"',
            "languages.toml [en] direction: Input should be 'ltr'",
        ),
        ("city.toml", '"#DigiKokeilut"', '"#Digi-Kokeilut"', "city.toml [hashtags] fi: '#Digi-Kokeilut' is no hashtag"),
        ("city.toml", '"#DigiFörsök"', '"#2027"', "city.toml [hashtags] sv: '#2027' is no hashtag"),
        (
            "city.toml",
            '"#DigitalPilots"',
            '"#digitalpilots"',
            "city.toml [hashtags] en: '#digitalpilots' is no hashtag",
        ),
        ("city.toml", '"#DigitalPilots"', '"#𝐃igital"', "city.toml [hashtags] en: '#𝐃igital' is no hashtag"),
        ("city.toml", '"#DigitalPilots"', '"Digital"', "city.toml [hashtags] en: 'Digital' is no hashtag"),
        ("city.toml", 'site = "https', 'preview = "http:"\nsite = "https', "city.toml preview: what is not"),
        ("city.toml", '["#Esbo"', '["#Esbo", "#A", "#B"', "city.toml [hashtags] sv: write at most 3 hashtags"),
        ("city.toml", 'text = "#ffffff"', 'text = "white"', "city.toml [colours] text: 'white' is no colour such as"),
        (
            "city.toml",
            'text = "#ffffff"',
            'text = "#8899aa"',
            "city.toml [colours] text: its contrast with the backgrou",
        ),
        (
            "city.toml",
            'accent = "#ffd75e"',
            'accent = "#0b5fcf"',
            "city.toml [colours] accent: its contrast with the b",
        ),
        (
            "city.toml",
            'accent = "#ffd75e"',
            'acent = "#ffd75e"',
            "city.toml [colours] acent: Unexpected keyword argumen",
        ),
        ("city.toml", 'country = "FI"', 'country = "XX"', "city.toml country: 'XX' is no country code"),
        ("city.toml", "[name]", "[name]\nvi = 5", "city.toml [name] vi: Input should be a valid string"),
        ("city.toml", "zone =", "zone = zone =", "city.toml: Invalid value"),
        ("city.toml", "zone =", 'demo = "nowhere"\nzone =', "city.toml demo: there is no "),
        (
            "kinds.toml",
            'anchor = "day"',
            'anchor = "dya"',
            "kinds.toml [session-invitation] anchor: 'dya' is unknown; known are day",
        ),
        (
            "kinds.toml",
            'needs = ["start"]',
            'needs = ["strat"]',
            "kinds.toml [pilot-started] needs: 'strat' is unknown",
        ),
        (
            "kinds.toml",
            'until = "begin"',
            'until = "beign"',
            "kinds.toml [session-invitation] until: 'beign' is unknown",
        ),
        (
            "kinds.toml",
            'subject = "pilot"',
            'subject = "pilto"',
            "kinds.toml [pilot-chosen] subject: 'pilto' is unknown",
        ),
        (
            "kinds.toml",
            'subject = "round"',
            'subject = "round"\nstages = ["chosen"]',
            "kinds.toml [pilots-selected] stages: only a pilot",
        ),
        (
            "kinds.toml",
            "lasts_days = 14",
            "lasts_days = 0",
            "kinds.toml [pilots-selected] lasts_days: it would have expired",
        ),
        (
            "channels.toml",
            'audience = "staff"',
            'audience = "stuff"',
            "channels.toml [staff-mail] audience: 'stuff' is unknown; known are",
        ),
        ("channels.toml", '["sv"]', "[]", "channels.toml [x-sv] languages: name at least one"),
        (
            "sheets.toml",
            '= "workbook"',
            '= "excel"',
            "sheets.toml [pilots] adapter: Input should be 'google' or 'workbook'",
        ),
        ("languages.toml", "[en]", '[en]\nkey = "fi"', "languages.toml [en] key: the heading says it already"),
        ("languages.toml", "[fi]", "oops = 1\n[fi]", "languages.toml [oops]: expected a table"),
        ("kinds.toml", 'subject = "round"', 'subject = "circle"', "kinds.toml [pilots-selected] subject: 'circle'"),
        (
            "kinds.toml",
            'anchor = "recruit"',
            'anchor = "title"',
            "kinds.toml [testers-wanted] anchor: 'title' is unknown",
        ),
        (
            "kinds.toml",
            'until = "deadline"',
            'until = "begin"',
            "kinds.toml [testers-wanted] until: 'begin' is unknown",
        ),
        ("kinds.toml", '"task"', '"tasks"', "kinds.toml [testers-wanted] needs: 'tasks' is unknown"),
        ("kinds.toml", '"planned"', '"maybe"', "kinds.toml [session-invitation] statuses: Input should be 'planned', "),
        ("kinds.toml", '"chosen"', '"elected"', "kinds.toml [pilot-chosen] stages: Input should be "),
        (
            "kinds.toml",
            'origin = "required"',
            'origin = "first"',
            "kinds.toml [pilots-selected] origin: Input should be 'preferred'",
        ),
        ("kinds.toml", "lasts_days = 14", "lasts = 14", "kinds.toml [pilots-selected] lasts: this key is not known"),
        ("channels.toml", 'adapter = "x"', "", "channels.toml [x-fi] adapter: Field required"),
        ("channels.toml", '["sv"]', '["se"]', "channels.toml [x-sv] languages: 'se' is unknown; known are en, fi, sv"),
        ("channels.toml", '"testers-wanted"', '"testers"', "channels.toml [linkedin] kinds: 'testers' is unknown"),
        ("channels.toml", '["sv"]', '["en"]', "channels.toml: x for residents has no channel in 'sv'"),
        (
            "channels.toml",
            'languages = ["fi"]',
            'languages = ["fi"]\nlayout = "together"',
            "channels.toml [x-fi] layout: there is nothing to say together",
        ),
        ("channels.toml", "per_hour = 60", "per_hour = 1", "channels.toml [facebook] per_hour: 2 languages go"),
        ("prices.toml", 'plain = "0.015"', 'plain = "cheap"', "prices.toml [x] plain: Input should be"),
        ("prices.toml", '"0.200"', '"-1"', "prices.toml [x] with_link: -1 is no price"),
        ("words.toml", "[sv]", "[se]", "words.toml se: 'se' is unknown; known are en, fi, sv"),
        ("words.toml", "words = []", "wrods = []", "words.toml [fi] wrods"),
        ("prices.toml", '"USD"', '"$"', "prices.toml [x] currency: '$' is no currency code such as USD"),
        ("sheets.toml", "adapter =", "adaptor =", "sheets.toml [pilots] adapter: Field required"),
        ("sheets.toml", '"${KUTSU_STATE}', '"${KUTSU_STAET}', "sheets.toml [pilots] path: ${KUTSU_STAET} is not set"),
    ],
)
def test_every_kind_of_fault(config: Path, name: str, old: str, new: str, expected: str) -> None:
    """Each fault is told with its file, its table and its key, and none of it twice."""
    edit(config / name, old, new)
    told = faults(config)
    assert any(fault.startswith(expected) for fault in told), told
    assert len(told) == len(set(told)) <= 2


SEVERAL = (
    ("city.toml", 'zone = "Europe/Helsinki"', 'zone = "Mars"'),
    ("city.toml", 'quiet_from = "20:00"', 'quiet_from = "late"'),
    ("city.toml", 'feedback = "kokeilut@espoo.example"', "feedback = 5"),
    ("kinds.toml", "lasts_days = 14", 'lasts_days = "long"'),
    ("kinds.toml", 'anchor = "announce"', 'anchor = "anounce"'),
    ("kinds.toml", 'until = "deadline"', 'until = "dedline"'),
    ("channels.toml", '["sv"]', '["se"]'),
)


def test_all_faults_at_once(config: Path) -> None:
    """Faults of one key, of one table and between files are told in one go; what only follows from one of them is not."""
    for name, old, new in SEVERAL:
        edit(config / name, old, new)
    (config / "sheets.toml").unlink()
    told = [fault.partition(": ")[0] for fault in faults(config)]
    assert sorted(told) == [
        "channels.toml",
        "channels.toml [x-sv] languages",
        "city.toml feedback",
        "city.toml quiet_from",
        "city.toml zone",
        "kinds.toml [pilots-selected] anchor",
        "kinds.toml [pilots-selected] lasts_days",
        "kinds.toml [testers-wanted] until",
        "sheets.toml",
    ]


@pytest.mark.parametrize("name", ["city.toml", "languages.toml", "kinds.toml", "channels.toml", "sheets.toml"])
def test_a_broken_file_is_one_fault(config: Path, name: str) -> None:
    """A file that is no TOML is told once: none of its keys is missing, and nothing else is wrong because of it."""
    (config / name).write_text("oops", "utf-8")
    (told,) = faults(config)
    assert told.startswith(f"{name}: ")


def test_a_fault_names_the_file_that_it_is_in(config: Path) -> None:
    """What a directory takes from the one that it extends is at fault there."""
    edit(config / "city.toml", "Europe/Helsinki", "Europe/Helsinky")
    edit(config / "demo" / "city.toml", "site =", 'country = "XX"\nsite =')
    edit(config / "kinds.toml", '"deadline"', '"dedline"')
    told = [fault.partition(": ")[0] for fault in faults(config / "demo")]
    assert told == [f"{config}/city.toml zone", "city.toml country", f"{config}/kinds.toml [testers-wanted] until"]


def test_no_config_there(tmp_path: Path) -> None:
    """A directory without a city.toml is told with what to do."""
    with pytest.raises(Faulty, match=r"there is no city.toml in it; name a config directory with --config"):
        read_settings(tmp_path, tmp_path, {})
