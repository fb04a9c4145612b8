"""The month's money at the gate and in the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kutsu.budget import Budget
from kutsu.core.config import Tariff
from kutsu.core.errors import Refused, Unconfirmed
from kutsu.core.publication import Receipt, State
from kutsu.ledger.claims import Outcome
from tests.configs import edit
from tests.houses import FI, SV, House
from tests.test_release import MAIL, Desk, X, keys

TARIFF = Tariff("x", "USD", dt.date(2026, 8, 1), Decimal("0.015"), Decimal("0.200"), Decimal("0.005"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A round that is due on X and by mail, where X charges."""
    made = Desk(tmp_path)
    made.approve()
    yield made
    made.database.close()


def cap(desk: Desk, amount: str) -> None:
    """Let a month on X cost this much at the most."""
    tariffs = {"x": replace(TARIFF, per_month=Decimal(amount))}
    desk.gate = replace(desk.gate, rules=replace(desk.gate.rules, tariffs=tariffs))


def spent(desk: Desk) -> Decimal:
    """What this month has cost by now."""
    (month,) = Budget(desk.gate.rules, desk.gate.views).months([], desk.clock.now())
    return month.spent


@pytest.mark.parametrize(
    ("amount", "going"),
    [("0", set(X)), ("0.6", set(X)), ("0.59", {"fi", "sv"}), ("0.4", {"fi", "sv"}), ("0.39", set())],
)
def test_what_the_money_is_enough_for(desk: Desk, amount: str, going: set[str]) -> None:
    """Three posts with a link cost 0.60: with less English stays, with less than 0.40 all stay; mail charges nothing."""
    cap(desk, amount)
    ready = desk.ready()
    assert keys(ready) == {X[language] for language in going} | set(MAIL.values())
    assert all("budget of" in ready.held[X[language]] for language in set(X) - going)


def test_what_is_spent_counts(desk: Desk) -> None:
    """What went out and what is in doubt is spent, what was refused is not; in the next month nothing is."""
    cap(desk, "0.6")
    desk.channels["x-fi"].meets.append(Unconfirmed("lost"))
    desk.channels["x-en"].meets.append(Refused("no"))
    for delivery in desk.publisher.claim([each for each in desk.ready().works if each.delivery.key in X.values()]):
        desk.publisher.send(delivery, desk.clock.now())
    assert spent(desk) == Decimal("0.400")
    desk.clock.shows = desk.clock.shows.replace(month=desk.clock.shows.month + 1, day=1)
    assert spent(desk) == 0


def test_the_plan_shows_what_it_costs(tmp_path: Path) -> None:
    """A line has its price, and the month's sum counts what was spent and what is coming."""
    house = House(tmp_path)
    house.approve()
    lines = {line["key"]: line for line in house.json("plan")}
    assert lines[FI]["cost"] == "0.200"
    house.told(FI, Outcome(State.SENT, receipt=Receipt("7", "https://x.com/i/status/7")))
    shown = house.kutsu("plan").stdout
    assert "Cost" in shown
    assert "x in October 2019: 0.015 USD spent, 0.40 coming, without a cap (prices as of 1 August 2026)" in shown


def test_the_plan_says_what_the_money_is_not_enough_for(tmp_path: Path) -> None:
    """What the month has no room for is held in the plan, with what to do."""
    house = House(tmp_path)
    house.approve()
    edit(house.config / "prices.toml", 'per_month = "0"', 'per_month = "0.30"')
    lines = {line["key"]: line["held_because"] for line in house.json("plan")}
    assert "the month's x budget of 0.30 USD is used up" in lines[FI]
    assert "raise per_month in config/prices.toml or wait until 1 November 2019" in lines[SV]


def test_prices_are_optional(tmp_path: Path) -> None:
    """A config without prices charges nothing, and the plan is silent about it."""
    house = House(tmp_path)
    house.approve()
    (house.config / "prices.toml").unlink()
    assert {line["cost"] for line in house.json("plan")} == {None}
    assert "Cost" not in house.kutsu("plan").stdout
