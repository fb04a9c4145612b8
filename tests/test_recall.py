"""What is with its provider and must not leave as it is comes back while there is time; the rest is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kutsu.core.ahead import LAG
from kutsu.core.desk.items import Look, Mood, items
from kutsu.core.errors import Held, Refused, Unavailable, Unconfirmed
from kutsu.core.publication import Receipt, State
from kutsu.ledger.claims import Outcome
from kutsu.ledger.tables import deliveries, receipts
from tests.fakes import After
from tests.ledger.works import rows
from tests.posts import MAIL, ROUND, SLOT, Post, before

HANDED = [State.HANDED_OVER] * 3
NEW = {**ROUND, "title.fi": "Yhdeksän jatkoon"}
LEAVES = f"it is with the mail provider and leaves at 09.00 on {SLOT.day}.{SLOT.month}.{SLOT.year}"
ONLY_IN_TIME = f"{LEAVES} (it is too late to take it back)"


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    """An approved round whose mail is with its provider, an hour before it leaves."""
    made = Post(tmp_path)
    made.turn(before(hours=1))
    assert made.states() == HANDED
    yield made
    made.database.close()


def pause(post: Post) -> None:
    """Somebody lets everything wait."""
    post.pauses.pause(post.clock.now(), "anna", "storm")


def hold(post: Post) -> None:
    """Somebody lets the Swedish mail wait."""
    post.pauses.hold(MAIL["sv"], post.clock.now(), "a wrong day")


def edit(post: Post) -> None:
    """Staff change the Finnish title."""
    post.lay(NEW)


def move(post: Post) -> None:
    """Staff announce it a day later."""
    post.lay({**ROUND, "announce": SLOT.date() + dt.timedelta(days=1)})


def spoil(post: Post) -> None:
    """The row gets an error."""
    post.lay({**ROUND, "proposals": "many"})


def stop(post: Post) -> None:
    """The row is held in the sheet."""
    post.lay({**ROUND, "hold": True})


def drop(post: Post) -> None:
    """The row is not there any more, another one is."""
    post.lay({**ROUND, "id": "ROUND-2"})


EVERYTHING = [pause, hold, edit, move, spoil, stop]


@pytest.mark.parametrize("happens", [*EVERYTHING, drop])
def test_taken_back(post: Post, happens: Callable[[Post], None]) -> None:
    """Whatever stops it, takes its approval or moves it: the next pull takes both languages back, and nothing leaves."""
    happens(post)
    assert post.turn(before(minutes=30)) == {}
    assert (post.row("fi").state, post.row("sv").state) == (State.UNAVAILABLE, State.UNAVAILABLE)
    assert str(post.row("fi").reason).startswith("taken back from the mail provider: ")
    post.clock.shows = SLOT
    assert not {MAIL["fi"], MAIL["sv"]} & {each.key for each in post.read()}


@pytest.mark.parametrize("happens", EVERYTHING)
def test_named_when_it_is_too_late(post: Post, happens: Callable[[Post], None]) -> None:
    """Nine minutes before the slot nobody is asked to give it back: it is named, with the reason, and is sent at its slot."""
    happens(post)
    kept = post.turn(before(minutes=9))
    assert {MAIL["fi"], MAIL["sv"]} <= kept.keys()
    assert kept[MAIL["sv"]].endswith(f"; {ONLY_IN_TIME}")
    assert (post.row("sv").state, post.row("sv").reason) == (State.HANDED_OVER, kept[MAIL["sv"]])
    assert post.mail.stopped == set()
    post.turn(SLOT + LAG)
    assert (post.row("sv").state, post.row("sv").reason) == (State.SENT, None)


def test_goes_on_after_a_pause(post: Post) -> None:
    """Once the pause is over it is handed over anew, while there is time, and each person is written to once."""
    pause(post)
    post.turn(before(minutes=30))
    post.pauses.resume(post.clock.now())
    post.turn(before(minutes=29))
    assert post.states() == HANDED
    assert len(rows(post.database, receipts)) == len(post.mail.kept) - len(post.mail.stopped) == 3
    post.turn(SLOT + LAG)
    assert len(post.read()) == 3


def test_sent_just_in_time_after_a_pause(post: Post) -> None:
    """Where the pause ends too late for another hand-over, it is sent at its slot."""
    pause(post)
    post.turn(before(minutes=30))
    post.pauses.resume(post.clock.now())
    post.turn(before(minutes=11))
    assert post.states() == [State.UNAVAILABLE] * 3
    post.turn(SLOT)
    assert post.states() == [State.SENT] * 3
    assert len(post.read()) == 3


def test_a_pause_that_ends_before_anything_could_be_done(post: Post) -> None:
    """What could not come back for a pause, and may leave after all, is not told of any longer."""
    pause(post)
    post.turn(before(minutes=9))
    post.pauses.resume(post.clock.now())
    assert post.turn(before(minutes=8)) == {}
    assert (post.row().state, post.row().reason) == (State.HANDED_OVER, None)


def test_the_new_text_goes(post: Post) -> None:
    """An edit takes the mail back; approved anew, the new text is handed over, and the old one never leaves."""
    edit(post)
    post.turn(before(minutes=50))
    post.lay({**NEW, "approve.fi": None})
    post.turn(before(minutes=45))
    post.lay(NEW)
    post.turn(before(minutes=40))
    assert post.states() == HANDED
    post.turn(SLOT + LAG)
    (finnish,) = [each for each in post.read() if each.key == MAIL["fi"]]
    assert finnish.message.parts["subject"].startswith("Yhdeksän jatkoon")


def test_another_text_that_is_approved_already(post: Post) -> None:
    """Where no pull saw it unapproved, the digests tell that what is with the provider is not what is approved now."""
    with post.database.write() as connection:
        connection.execute(deliveries.update().filter_by(key=MAIL["fi"]).values(told={"fi": "another"}))
    post.recaller.run(post.surveyor.look())
    assert post.row("fi").reason == "taken back from the mail provider: another text is approved now"


def test_a_part_that_cannot_come_back(post: Post, tmp_path: Path) -> None:
    """Of two requests one comes back and the other does not: a changed text goes to nobody beside the one that leaves."""
    (tmp_path / "parts").mkdir()
    post = Post(tmp_path / "parts", people=[("a",), ("b",)], keeps={(MAIL["fi"], 0)})
    post.turn(before(hours=1))
    post.lay({**NEW, "approve.fi": None})
    kept = post.turn(before(minutes=30))
    assert kept == {MAIL["fi"]: f"waits for approval; {LEAVES} (no more than ten)"}
    assert (post.row("fi").state, post.row("fi").reason) == (State.UNAVAILABLE, kept[MAIL["fi"]])
    post.lay(NEW)
    post.turn(before(minutes=20))
    post.turn(SLOT + LAG)
    (finnish,) = [each for each in post.read() if each.key == MAIL["fi"]]
    assert finnish.recipients == ("a-fi",)
    assert "Kymmenen" in finnish.message.parts["subject"]
    assert post.row("fi").state is State.UNAVAILABLE
    post.database.close()


def test_a_provider_that_does_not_answer(post: Post) -> None:
    """Taking back is tried again soon, as long as the provider surely gives back."""
    pause(post)
    post.mail.stops.extend([Unavailable("503")] * 6 + [Held("a dead key")] * 6)
    kept = post.turn(before(minutes=30))
    assert set(kept.values()) == {f"paused by anna: storm; {LEAVES} (503)"}
    assert post.views.next(post.clock.now()) == before(minutes=29, seconds=30)
    kept = post.turn(before(minutes=29, seconds=30))
    assert set(kept.values()) == {f"paused by anna: storm; {LEAVES} (a dead key)"}
    assert post.turn(before(minutes=29)) == {}
    assert post.states() == [State.UNAVAILABLE] * 3


@pytest.mark.parametrize("met", [Unconfirmed("lost"), After(Unconfirmed("lost")), RuntimeError("a bug")])
def test_taking_back_in_doubt(post: Post, met: Exception | After) -> None:
    """Where nobody knows whether it came back it is in doubt, and taking back is said again until it is known."""
    pause(post)
    post.mail.stops.extend([met] * 3)
    post.turn(before(minutes=30))
    assert post.states() == [State.UNCONFIRMED] * 3
    post.turn(before(minutes=29))
    assert post.states() == [State.UNAVAILABLE] * 3
    post.clock.shows = SLOT
    assert post.read() == []


def test_in_doubt_until_it_is_too_late(post: Post) -> None:
    """What is in doubt when the provider gives nothing back any more waits for a person, and is never sent again."""
    pause(post)
    post.mail.stops.extend([Unconfirmed("lost")] * 3)
    post.turn(before(minutes=11))
    post.turn(before(minutes=9))
    assert post.states() == [State.WAITING] * 3
    assert post.row().reason == f"perhaps {LEAVES}: it is too late to take it back"
    post.pauses.resume(post.clock.now())
    post.turn(SLOT)
    assert post.mail.out == []
    seen = Outcome(State.SENT, "settled by a person", Receipt("https://mail.example/1"))
    assert post.claims.decide(MAIL["fi"], [State.WAITING], seen, post.clock.now()) == 1
    assert str(post.row("fi").remote_id).startswith("batch ")


def test_retracted(post: Post) -> None:
    """What a person retracts before its slot does not leave and never goes again; what goes together with it comes back."""
    post.retractor.retract(post.retractor.retractions.out(MAIL["fi"]), "anna", "wrong day")
    assert post.row("fi").state is State.RETRACTED
    post.turn(before(minutes=50))
    assert post.row("sv").state is State.UNAVAILABLE
    post.turn(SLOT + LAG)
    assert post.read() == []


def test_retracted_too_late(post: Post) -> None:
    """When the provider gives nothing back any more a person is told so, and the ledger goes on saying where it is."""
    post.clock.shows = before(minutes=9)
    with pytest.raises(Refused, match="too late to take it back"):
        post.retractor.retract(post.retractor.retractions.out(MAIL["fi"]), "anna", "wrong day")
    assert post.states() == HANDED


def test_what_staff_read(post: Post) -> None:
    """The sheet tells that it is with the provider and when it leaves; what could not come back is told apart."""

    def moods() -> set[tuple[Mood, dt.datetime]]:
        seen, ledger = post.surveyor.look(), post.views.rows()
        look = Look(seen.plan, seen.standings, seen.deliveries, {}, post.gate.rules, seen.now, ledger)
        return {(each.mood, each.at) for each in items(look)}

    assert moods() == {(Mood.HANDED, SLOT)}
    move(post)
    post.turn(before(minutes=9))
    assert moods() == {(Mood.LEAVING, SLOT)}
