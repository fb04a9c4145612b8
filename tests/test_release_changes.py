"""The life of an announced session: moved, told, moved back, told, cancelled; each where it was announced, exactly once."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kutsu.core.errors import Unavailable, Unconfirmed
from kutsu.ledger.retractions import Retractions
from kutsu.outdated import sound
from tests.books import HELSINKI
from tests.core.rows import ROUND, sheet
from tests.fakes import After
from tests.seasons import CALLED_OFF, CARRIERS, EIGHTEEN, INVITED, ROW, Season
from tests.test_release import TICKS


@pytest.fixture
def season(tmp_path: Path) -> Iterator[Season]:
    """A session to which everybody has been invited."""
    made = Season(tmp_path)
    made.tick()
    made.clock.shows = INVITED
    made.publish()
    assert set(made.said("session-invitation", "")) == CARRIERS
    yield made
    made.database.close()


def test_a_move_from_the_edit_to_the_residents(season: Season) -> None:
    """An edit holds the change until it is ticked, with an alarm meanwhile; then it is out everywhere at once, and once."""
    season.edit(**EIGHTEEN)
    assert {each.held_because for each in season.planned("session-changed")} == {
        "residents have the old facts: changed after it was approved: look at the preview, take the tick away and tick again"
    }
    assert season.publish() == set()
    assert season.alarms() == []
    season.clock.move(minutes=5)
    (alarm,) = season.alarms()
    assert alarm.startswith(
        "INFO-1: residents have the old facts on 4 channels (changed after it was approved: look at the preview"
    )
    assert "since 23.10.2019 10.02.00. Tick the row anew" in alarm
    season.tick()
    season.publish()
    assert season.publish() == set()
    assert season.said("session-changed", "1") == sorted(CARRIERS)
    assert all("18–20" in text for text in season.channels["x-fi"].out[-1].message.parts.values())
    season.clock.move(minutes=9)
    assert season.alarms() == []


def test_an_embargo_silences_no_alarm(season: Season) -> None:
    """A change that nobody approved rings although an embargo would keep it back; approved, it waits for the embargo."""
    season.edit(**EIGHTEEN, embargo="25.10.2019 klo 12")
    season.clock.move(minutes=6)
    (alarm,) = season.alarms()
    assert "since 23.10.2019 10.02.00" in alarm
    season.tick()
    assert season.publish() == set()
    season.clock.shows = dt.datetime(2019, 10, 25, 12, 0, tzinfo=HELSINKI)
    assert {key.split("/")[1] for key in season.publish()} == {"session-changed"}


def test_a_slot_that_stands_still(season: Season) -> None:
    """While it waits for its tick a change keeps the instant at which it was first seen; then it has that of its approval."""
    season.edit(**EIGHTEEN)
    seen = season.clock.now()
    season.clock.move(hours=3)
    assert {each.slot for each in season.planned("session-changed")} == {seen}
    season.tick()
    approved = season.clock.now()
    season.clock.move(hours=3)
    assert {each.slot for each in season.planned("session-changed")} == {approved}


def test_a_move_back_is_a_second_edition(season: Season) -> None:
    """Moved and told, moved back and told: two editions, each once everywhere, and the last word has the first facts."""
    for edition, hours in (("1", "18–20"), ("2", "17–19"), ("3", "18–20")):
        season.tick(start=hours)
        season.publish()
        assert season.said("session-changed", edition) == sorted(CARRIERS)
        assert hours in season.channels["x-sv"].out[-1].message.parts["status"]
    assert season.publish() == set()


def test_moved_back_before_the_tick(season: Season) -> None:
    """An edit that is taken back before anybody ticked it is nothing, and leaves no alarm."""
    season.edit(**EIGHTEEN)
    season.edit(start=ROW["start"])
    season.clock.move(hours=1)
    assert (season.planned("session-changed"), season.alarms(), season.publish()) == ([], [], set())


def test_a_cancellation_and_its_end(season: Season) -> None:
    """A cancellation is told where the invitation was; nothing else of the session goes out, unless it is on again."""
    season.tick(**CALLED_OFF)
    season.publish()
    assert season.said("session-cancelled", "1") == sorted(CARRIERS)
    assert "Peruttu" in season.channels["x-fi"].out[-1].message.parts["status"]
    season.tick(status="vahvistettu")
    season.publish()
    assert season.said("session-changed", "1") == sorted(CARRIERS)
    assert "session-reminder" in season.kinds()


def test_nothing_more_of_a_cancelled_session(season: Season) -> None:
    """Its invitation and reminder are not planned, at no time until it would have begun."""
    season.tick(**CALLED_OFF)
    season.publish()
    season.clock.shows = dt.datetime(2019, 11, 5, 12, 1, tzinfo=HELSINKI)
    assert season.publish() == set()
    assert season.kinds() == set()
    season.clock.shows = dt.datetime(2019, 11, 6, 19, 0, tzinfo=HELSINKI)
    assert season.kinds() == set()


def test_one_account_had_not_been_told(season: Season) -> None:
    """Whoever missed the first move hears only of the last one, and nobody hears a word twice or an old fact."""
    for name in ("x-fi", "x-sv"):
        season.channels[name].meets.extend([Unavailable("busy", season.clock.now() + dt.timedelta(days=3))])
    season.tick(**EIGHTEEN)
    season.publish()
    assert season.said("session-changed", "1") == sorted(CARRIERS - {("x-fi", "fi"), ("x-sv", "sv")})
    season.tick(start="19–20")
    season.publish()
    assert season.said("session-changed", "2") == sorted(CARRIERS)
    season.clock.move(days=4)
    assert season.publish() == set()
    assert season.said("session-changed", "1") == sorted(CARRIERS - {("x-fi", "fi"), ("x-sv", "sv")})


def test_perhaps_told(season: Season) -> None:
    """A change of which nobody knows whether it is out is not told again; the next one is told there too."""
    season.channels["x-fi"].meets.append(After(Unconfirmed("the answer was lost")))
    season.tick(**EIGHTEEN)
    season.publish()
    assert season.publish() == set()
    season.tick(start="19–20")
    season.publish()
    assert season.said("session-changed", "2") == sorted(CARRIERS)


def test_the_rest_of_a_list_gets_no_old_facts(season: Season) -> None:
    """An invitation that went to half of a list goes to the other half no more; the change goes to all of it."""
    season.edit(id="INFO-2", **dict.fromkeys(TICKS))
    season.letter.people = [("a",), ("b",)]
    season.letter.meets.extend([None, Unavailable("busy")])  # all of them are on the list of the first language
    season.edit(**TICKS)
    season.publish()
    half = [each for each in season.letter.out if each.key.startswith("INFO-2/")]
    assert {each.recipients for each in half} == {("a",)}
    season.tick(**EIGHTEEN)
    season.clock.move(minutes=1)
    season.publish()
    new = [each for each in season.letter.out if each.key.startswith("INFO-2/") and each not in half]
    assert {each.key.split("/")[1] for each in new} == {"session-changed"}
    assert {each.recipients for each in new} == {("a",), ("b",)}


def test_a_reminder_never_has_old_facts(season: Season) -> None:
    """Between an edit and its tick no reminder goes; after it change and reminder go with the new facts."""
    season.clock.shows = dt.datetime(2019, 11, 5, 11, 50, tzinfo=HELSINKI)
    season.edit(**EIGHTEEN)
    season.clock.move(minutes=30)
    assert season.publish() == set()
    season.tick(status="siirretty")
    assert {key.split("/")[1] for key in season.publish()} == {"session-changed", "session-reminder"}
    last = [channel.out[-2:] for channel in season.channels.values() if channel.name != "letter"]
    assert all("18" in each.message.parts["status"] for pair in last for each in pair)


def test_a_correction_by_a_tick(season: Season) -> None:
    """A mended word says nothing by itself; with the tick to correct it is told once where the wrong one was."""
    season.tick(**{"title.fi": "Tule ja kuule kokeilusta"})
    assert season.publish() == set()
    season.edit(correct=True)
    season.publish()
    assert season.said("correction", "1") == [("letter", "fi"), ("x-fi", "fi")]
    assert season.publish() == set()


def test_a_row_that_is_gone_or_wrong(season: Season) -> None:
    """A row that vanished is no cancellation, and one with an error says nothing new."""
    season.edit(day="6.11.")
    assert season.planned("session-changed") == []
    season.sheet.holds = sheet(round=[ROUND], pilots=[], sessions=[])
    assert season.kinds() <= {"session-invitation", "session-reminder"}
    assert season.publish() == set()


def test_the_log_says_so(season: Season, caplog: pytest.LogCaptureFixture) -> None:
    """The pull writes one ERROR for each subject of which residents have old facts."""
    season.edit(**EIGHTEEN)
    season.clock.move(minutes=6)
    with caplog.at_level(logging.ERROR):
        sound(season.gate.views, season.surveyor.look(), season.gate.rules.kinds, season.clock.now())
    (record,) = caplog.records
    assert record.getMessage().startswith("INFO-1: residents have the old facts on 4 channels")


def test_a_channel_that_is_retired_or_new(season: Season) -> None:
    """A change goes where the invitation was: not to a channel that came later, and not to one that has been retired."""
    tables = {**season.gate.rules.channels}
    tables["x-en"] = replace(tables["x-en"], retired=True)
    tables["x-new"] = replace(tables["x-fi"], name="x-new", adapter="mastodon", languages=("fi", "sv"))
    rules = replace(season.gate.rules, channels=tables)
    season.surveyor = replace(season.surveyor, rules=rules)
    season.tick(**EIGHTEEN)
    carried = {(each.channel, each.language) for each in season.planned("session-changed")}
    assert carried == CARRIERS - {("x-en", "en")}


def test_taken_back(season: Season) -> None:
    """A change that a person took back is not sent again by itself, and rings: its residents have the old facts; a new move goes."""
    season.tick(**EIGHTEEN)
    season.publish()
    retractions = Retractions(season.database)
    for key in ("x-fi", "x-sv"):
        (out,) = retractions.out(f"INFO-1/session-changed/{key[2:]}/{key}/1")
        number = retractions.begin(out.claimed, "anna", "too early", season.clock.now())
        retractions.settle(number, season.clock.now())
    season.clock.move(minutes=9)
    assert season.publish() == set()
    assert "old facts on 2 channels, since" in season.alarms()[0]
    season.tick(start="19–20")
    assert len(season.publish()) == len(CARRIERS)
    assert season.alarms() == []
