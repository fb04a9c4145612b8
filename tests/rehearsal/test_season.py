"""A season of the demo with thirty-six scripted edits: every publication is the right one, at its instant, and no other."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kutsu.core.publication import State
from kutsu.rehearsal.calendar import write_calendar
from kutsu.rehearsal.outcome import ALARM, Rehearsal, Said, as_json
from kutsu.rehearsal.theatre import Season, rehearse
from kutsu.settings import Settings, read_settings
from tests.factories import ZONE
from tests.rehearsal.expected import expected

pytestmark = [
    pytest.mark.system,
    pytest.mark.long,
    pytest.mark.timeout(300),
]  # no server of its own, but half a minute of computing

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).with_name("season.toml")
FIRST, LAST = dt.date(2026, 11, 23), dt.date(2026, 12, 31)
TAKEN_BACK = "INFO-10/session-reminder/fi/mastodon-fi/day-before"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The demo's config, on a state that nothing may ever appear in."""
    return read_settings(ROOT / "config" / "demo", tmp_path_factory.mktemp("none") / "state", {})


@pytest.fixture(scope="module")
def season(settings: Settings) -> Iterator[Rehearsal]:
    """The season, played once for all tests."""
    yield rehearse(settings, Season(FIRST, LAST, SCRIPT, fresh=True))
    assert not settings.places.state.exists()


def test_the_right_publications(season: Rehearsal) -> None:
    """Every publication that the edits leave to be said is said once, at its instant, and nothing else is."""
    assert {each.key: each.at for each in season.said} == expected()
    assert len(season.said) == len(expected())


def test_residents_see_them(season: Rehearsal) -> None:
    """Everything is out on its network at the end but what was taken back there."""
    assert {each.key for each in season.said if not each.out} == {TAKEN_BACK}
    assert {each.key for each in season.said if each.state is not State.SENT} == {TAKEN_BACK}


def test_every_edit_is_done(season: Rehearsal) -> None:
    """All edits of the script are done, and nothing that could still be said is held at the end."""
    assert [each.number for each in season.done] == list(range(1, 37))
    assert season.held == {}


def said(season: Rehearsal, key: str) -> Said:
    """One publication."""
    return next(each for each in season.said if each.key == key)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("INFO-06/session-invitation/fi/facebook/", ["1.12.2026"]),
        ("INFO-06/session-changed/fi/facebook/1", ["3.12.2026"]),
        ("INFO-06/session-changed/fi/facebook/2", ["1.12.2026"]),
        ("INFO-06/session-changed/sv/facebook/2", ["1.12.2026"]),
        ("INFO-06/session-reminder/fi/facebook/day-before", ["1.12.2026"]),
        ("INFO-04/session-cancelled/fi/facebook/1", ["peruttu"]),
        ("INFO-04/session-cancelled/sv/facebook/1", ["inställ"]),
        ("INFO-04/session-cancelled/en/facebook/1", ["cancelled"]),
        ("INFO-08/session-invitation/fi/facebook/", ["Tulkkaussovellus"]),
        ("INFO-20/session-invitation/sv/facebook/", ["Alberga", "18.12.2026"]),
        ("INFO-12/session-invitation/fi/newsletter/", ["Kahvio, 1. kerros"]),
        ("INFO-12/correction/fi/newsletter/1", ["Oikaisu", "Sali, 2. kerros"]),
        ("INFO-12/correction/sv/newsletter/1", ["Salen, våning 2"]),
    ],
)
def test_the_words(season: Rehearsal, key: str, words: list[str]) -> None:
    """What was said at the turning points has the facts as they were approved then."""
    text = "\n".join(said(season, key).parts.values()).casefold()
    assert [word for word in words if word.casefold() not in text] == []


def test_old_facts_ring(season: Rehearsal) -> None:
    """From the first pull after a move or a cancellation until it is told, the watch says that residents have the old facts."""
    rings = {(each.about, each.at.astimezone(ZONE).date()) for each in season.told if each.code == ALARM}
    days = {(name, dt.date(2026, 11, day)) for name, day in (("INFO-06", 23), ("INFO-06", 24), ("INFO-04", 24))}
    assert days <= rings


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("id-doubled", dt.date(2026, 11, 27)),
        ("id-sorted-apart", dt.date(2026, 12, 1)),
        ("rows-gone", dt.date(2026, 12, 7)),
        ("row-vanished", dt.date(2026, 12, 12)),
    ],
)
def test_staff_are_told(season: Rehearsal, code: str, day: dt.date) -> None:
    """Each accident in the sheet is told on its day by the first pull after it, in the three languages."""
    found = [each for each in season.told if each.code == code]
    assert {each.at.astimezone(ZONE).date() for each in found} == {day}
    assert all(each.words.keys() >= {"fi", "sv", "en"} for each in found)


def test_one_pull_is_enough(season: Rehearsal) -> None:
    """What is wrong after an edit is told within five minutes of it."""
    doubled = next(each for each in season.told if each.code == "id-doubled")
    copied = next(each for each in season.done if str(each.deed).startswith("copy"))
    assert dt.timedelta() < doubled.at - copied.at <= dt.timedelta(minutes=5)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_calendar(season: Rehearsal, settings: Settings, tmp_path: Path, language: str) -> None:
    """The page has a section per day and a column per language, a link to every message that was said, and no script."""
    page = write_calendar(season, settings.languages, settings.kinds, tmp_path, language)
    html = page.read_text("utf-8")
    assert html.count("<section") == len(season.days)
    assert [html.count(f'<th scope="col">{each.name}') > 0 for each in settings.languages.values()] == [True] * 3
    files = re.findall(r'href="(messages/[^"]+)"', html)
    assert len(set(files)) == len(season.said)
    assert all((tmp_path / name).is_file() for name in files)
    assert "<script" not in html
    assert "default-src 'none'" in html


def test_for_machines(season: Rehearsal) -> None:
    """JSON tells the same: every publication with its instant, its words and whether it is out."""
    told = as_json(season)
    assert {each["key"]: each["at"] for each in told["said"]} == {key: at.isoformat() for key, at in expected().items()}
    assert [each["key"] for each in told["said"] if not each["out"]] == [TAKEN_BACK]
    assert len(told["edits"]) == 36
