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
        ("kinds.toml", '"planned"', '"maybe"', "kinds.toml [session-invitation] statuses: 'maybe' is unknown"),
        ("kinds.toml", '"chosen"', '"elected"', "kinds.toml [pilot-chosen] stages.0: "),
        ("kinds.toml", 'origin = "required"', 'origin = "first"', "kinds.toml [pilots-selected] origin: 'first'"),
        ("kinds.toml", "lasts_days = 14", "lasts = 14", "kinds.toml [pilots-selected] lasts: this key is not known"),
        ("channels.toml", 'adapter = "x"', "", "channels.toml [x-fi] adapter: Field required"),
        ("channels.toml", '["sv"]', '["se"]', "channels.toml [x-sv] languages: 'se' is unknown; known are en, fi, sv"),
        ("channels.toml", '"testers-wanted"', '"testers"', "channels.toml [newsletter] kinds: 'testers' is unknown"),
        ("channels.toml", '["sv"]', '["en"]', "channels.toml: x for residents has no channel in 'sv'"),
        ("sheets.toml", "adapter =", "adaptor =", "sheets.toml [pilots] adapter: Field required"),
        ("sheets.toml", '"${KUTSU_STATE}', '"${KUTSU_STAET}', "sheets.toml pilots.path: ${KUTSU_STAET} is not set"),
    ],
)
def test_every_kind_of_fault(config: Path, name: str, old: str, new: str, expected: str) -> None:
    """Each fault is told with its file, its table and its key, and none of it twice."""
    edit(config / name, old, new)
    told = faults(config)
    assert any(fault.startswith(expected) for fault in told), told
    assert len(told) == len(set(told)) <= 2


def test_all_faults_at_once(config: Path) -> None:
    """Faults within files and between files are told in one go; what only follows from a broken file is not."""
    edit(config / "city.toml", 'zone = "Europe/Helsinki"', 'zone = "Mars"')
    edit(config / "kinds.toml", "lasts_days = 14", 'lasts_days = "long"')
    edit(config / "kinds.toml", 'until = "deadline"', 'until = "dedline"')
    edit(config / "channels.toml", '["sv"]', '["se"]')
    (config / "sheets.toml").unlink()
    told = [fault.partition(": ")[0] for fault in faults(config)]
    assert sorted(told) == [
        "channels.toml",
        "city.toml zone",
        "kinds.toml [pilots-selected] lasts_days",
        "kinds.toml [testers-wanted] until",
        "sheets.toml",
    ]


def test_no_config_there(tmp_path: Path) -> None:
    """A directory without a city.toml is told with what to do."""
    with pytest.raises(Faulty, match=r"there is no city.toml in it; name a config directory with --config"):
        read_settings(tmp_path, tmp_path, {})
