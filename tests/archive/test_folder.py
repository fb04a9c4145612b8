"""A record appears whole or not at all, is never written over anything, and takes exactly the days that were asked for."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from kutsu.archive.folder import staged, sums
from kutsu.archive.period import Period, day
from kutsu.archive.record import Archivist
from kutsu.archive.speech import WORDS
from kutsu.core.errors import Faulty
from kutsu.core.publication import Receipt, State
from kutsu.ledger.claims import Outcome
from tests import samples
from tests.archive.sample import Played
from tests.factories import ZONE, session
from tests.fakes import HandClock

Made = Callable[[HandClock], Archivist]
DAY = dt.date(2026, 11, 24)


def at(text: str) -> dt.datetime:
    """An instant on Helsinki's clock."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZONE)


def keys(out: Path) -> list[str]:
    """The keys of a record, without what they have in common."""
    known = json.loads((out / "archive.json").read_text("utf-8"))
    return [each["key"].split("/")[-1] for subject in known["subjects"] for each in subject["deliveries"]]


def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    """What failed half way is gone, and nothing stands where the record was to be."""

    def fail(root: Path) -> None:
        (root / "archive.json").write_text("{", "utf-8")
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="disk"), staged(tmp_path / "out") as root:
        fail(root)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(tmp_path: Path) -> None:
    """A folder with anything in it, a file and a link are refused; an empty folder becomes the record."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "old").touch()
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("full", "full/old", "link"):
        with pytest.raises(Faulty, match="name"), staged(tmp_path / name):
            raise AssertionError(name)
    (tmp_path / "empty").mkdir()
    with staged(tmp_path / "empty") as root:
        (root / "a").write_text("a", "utf-8")
        sums(root)
    assert sorted(path.name for path in (tmp_path / "empty").iterdir()) == ["SHA256SUMS", "a"]


def test_who_comes_at_the_same_time_wins_once(tmp_path: Path) -> None:
    """A folder that appeared meanwhile stays as it is."""
    theirs = tmp_path / "out" / "theirs"
    with pytest.raises(Faulty, match="not empty"), staged(tmp_path / "out"):
        theirs.mkdir(parents=True)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("text", ["2026-11-24", "24.11.2026"])
def test_a_day(text: str) -> None:
    """As a machine or as a Finn writes it."""
    assert day(text, "--from") == DAY


@pytest.mark.parametrize("text", ["24.11.", "31.2.2026", "2026-13-01", "", "٢٤.11.2026"])
def test_no_day(text: str) -> None:
    """Anything else is told, with the option and how to write it."""
    with pytest.raises(Faulty, match=r"--to: .* is no day; write 2026-11-24"):
        day(text, "--to")


def test_days_begin_at_midnight_in_the_city(played: Played, archivist: Made, out: Path) -> None:
    """Both days are in it whole, from the first instant to the last; the instants around them, which UTC has in them, are not."""
    told = {
        "before": "2026-11-23T23:59:59",
        "first": "2026-11-24T00:00:00",
        "last": "2026-11-25T23:59:59",
        "after": "2026-11-26T00:00:00",
    }
    for name, when in told.items():
        played.say(f"INFO-1/session-invitation/fi/x-fi/{name}", name, at(when), session())
    taken = archivist(HandClock()).write(Period(ZONE, DAY, DAY + dt.timedelta(days=1)), out, "fi")
    assert keys(out) == ["first", "last"]
    assert (taken.first, taken.last) == (at(told["first"]), at(told["last"]))


def test_what_came_of_it_later(played: Played, archivist: Made, out: Path) -> None:
    """What was said before and taken back within the days is in the record of these days too."""
    played.say("INFO-1/session-invitation/fi/x-fi/", "Hei", at("2026-11-01T10:00:00"), session())
    played.take_back("INFO-1/session-invitation/fi/x-fi/", at("2026-11-24T10:00:00"))
    taken = archivist(HandClock()).write(Period(ZONE, DAY, DAY), out, "fi")
    assert (taken.counts["yes"], taken.counts["back"]) == (1, 1)


def test_what_stood_approved(played: Played, archivist: Made, out: Path) -> None:
    """The site's contents of these days are in it, also those approved before; what was replaced before or came after is not."""
    for hour, when in (
        (10, "2026-11-20T10:00"),
        (11, "2026-11-21T10:00"),
        (12, "2026-11-24T10:00"),
        (13, "2026-11-25T10:00"),
    ):
        played.approve(session(start=dt.time(hour)), at(when))
    archivist(HandClock()).write(Period(ZONE, DAY, DAY), out, "fi")
    (subject,) = json.loads((out / "archive.json").read_text("utf-8"))["subjects"]
    stood = [(each["content"]["start"], each["fresh"]) for each in subject["approvals"] if each["language"] == "fi"]
    assert stood == [("11:00:00", False), ("12:00:00", True)]


def test_mail_with_its_provider(played: Played, archivist: Made, out: Path) -> None:
    """Until its slot it has told nobody; what came back before that never did."""
    key, slot = "INFO-1/session-invitation/fi/newsletter/", at("2026-11-24T12:00:00")
    handed = Outcome(State.HANDED_OVER, receipt=Receipt("1"), next=slot)
    played.say(key, "Hei", at("2026-11-24T10:00:00"), session(), handed, slot=slot)
    assert said(archivist, out / "before") == ("later", slot.isoformat())
    played.take_back(key, at("2026-11-24T11:00:00"))
    assert said(archivist, out / "after") == ("no", None)


def said(archivist: Made, out: Path) -> tuple[str, str | None]:
    """Whether and since when the only delivery of a new record was said."""
    archivist(HandClock()).write(Period(ZONE), out, "fi")
    (subject,) = json.loads((out / "archive.json").read_text("utf-8"))["subjects"]
    (one,) = subject["deliveries"]
    return one["said"], one["said_at"]


def test_an_empty_ledger(played: Played, archivist: Made, out: Path) -> None:
    """Nothing said is a record too, and says so."""
    assert played
    taken = archivist(HandClock()).write(Period(ZONE), out, "en")
    assert (taken.subjects, taken.first, taken.counts) == (0, None, {})
    assert "None" in (out / "index.html").read_text("utf-8")


def test_every_language_has_every_label() -> None:
    """The three languages of officials have the same labels, with the same values to be put in."""
    tables = tomllib.loads(samples.sources()[WORDS])
    assert [*tables] == ["fi", "sv", "en"]
    shapes = [{name: "{" in words for name, words in table.items()} for table in tables.values()]
    assert shapes[0] == shapes[1] == shapes[2]
    assert all(words.strip() for table in tables.values() for words in table.values())
