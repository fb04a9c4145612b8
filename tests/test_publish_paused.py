"""What a pause or a hold stops, up to the very request."""

from __future__ import annotations

from kutsu.core.publication import State
from kutsu.ledger.pauses import Pauses
from tests.ledger.works import FI, SV, work
from tests.test_publish import EN, REQUIRED, Desk, desk

__all__ = ["desk"]


def test_a_pause_counts_up_to_the_very_request(desk: Desk) -> None:
    """What was claimed and prepared before a pause is given back at its instant, and goes out after the pause."""
    mine = desk.publisher.claim([work(FI)])
    desk.publisher.ready(mine, REQUIRED)
    pauses = Pauses(desk.database)
    pauses.pause(desk.clock.now(), "an operator", "the mayor calls")
    assert desk.publisher.send(mine[0], desk.clock.now()) is None
    assert (desk.row().state, desk.row().reason) == (State.UNAVAILABLE, "paused by an operator: the mayor calls")
    assert desk.fi.out == []
    pauses.resume(desk.clock.now())
    desk.clock.move(minutes=1)
    assert desk.publish(FI) == [FI]
    assert desk.row().state is State.SENT


def test_a_hold_stops_one_delivery_alone(desk: Desk) -> None:
    """A held delivery waits, the others go."""
    Pauses(desk.database).hold(FI, desk.clock.now(), "a picture is missing")
    desk.publish(FI, EN)
    assert (desk.row().state, desk.row().reason) == (State.UNAVAILABLE, "held by a person: a picture is missing")
    assert desk.row(EN).state is State.SENT


def test_a_hold_stops_what_goes_together(desk: Desk) -> None:
    """A hold of Finnish that comes after the claim stops Swedish too, which would go out alone; English needs no other."""
    mine = desk.publisher.claim([work(key, release="P-1") for key in (FI, SV, EN)])
    desk.publisher.ready(mine, REQUIRED)
    Pauses(desk.database).hold(FI, desk.clock.now(), "a wrong day")
    Pauses(desk.database).hold(EN, desk.clock.now())
    for delivery in mine:
        desk.publisher.send(delivery, desk.clock.now(), REQUIRED)
    assert (desk.fi.out, desk.sv.out, desk.en.out) == ([], [], [])
    assert desk.row(SV).reason == "held by a person: a wrong day"
    Pauses(desk.database).unhold(FI)
    desk.clock.move(minutes=1)
    again = desk.publisher.claim([work(key, release="P-1") for key in (FI, SV)])
    for delivery in again:
        desk.publisher.send(delivery, desk.clock.now(), REQUIRED)
    assert len(desk.fi.out) == len(desk.sv.out) == 1
