"""What publications cost on networks that charge, and which of them a month's budget has no room for."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kutsu.core.config import Tariff

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Asked:
    """A delivery that wants to go out on a network that charges: on which day, for how much, and with what together."""

    key: str
    release: str
    day: dt.date
    required: bool
    cost: Decimal


@dataclass(frozen=True)
class Month:
    """A month on one network: what was spent in it, and what is planned to come."""

    tariff: Tariff
    first: dt.date
    spent: Decimal
    coming: Decimal

    def __str__(self) -> str:
        """One line for people."""
        cap = f"of at most {money(self.tariff.per_month)}" if self.tariff.per_month else "without a cap"
        return (
            f"{self.tariff.network} in {calendar.month_name[self.first.month]} {self.first.year}: "
            f"{money(self.spent)} {self.tariff.currency} spent, {money(self.coming)} coming, {cap} "
            f"(prices as of {said(self.tariff.as_of)})"
        )


def cost(tariff: Tariff, texts: Iterable[str], pictures: int) -> Decimal:
    """What one publication of these parts costs: with an address in any of them it is one with a link."""
    linked = any("://" in text for text in texts)
    return (tariff.with_link if linked else tariff.plain) + pictures * tariff.alt_text


def over(asked: Iterable[Asked], spent: Decimal, today: dt.date, tariff: Tariff) -> dict[str, str]:
    """Why, by key, a delivery has no room in its month's budget, in the order of days; `spent` is that of this month.

    Required languages of a release have room together or not at all; the others come after them, one by one.
    """
    used: dict[dt.date, Decimal] = defaultdict(Decimal, {first(today): spent})
    held: dict[str, str] = {}
    for unit in _units(asked) if tariff.per_month else ():
        month, price = first(unit[0].day), sum((each.cost for each in unit), NOTHING)
        if used[month] + price <= tariff.per_month:
            used[month] += price
        else:
            held |= {each.key: _words(tariff, used[month], price, month, len(unit)) for each in unit}
    return held


def first(day: dt.date) -> dt.date:
    """The first day of a day's month."""
    return day.replace(day=1)


def money(amount: Decimal) -> str:
    """An amount with its cents, and tenths of them where there are any: networks charge 0.015."""
    return f"{amount:.3f}".removesuffix("0")


def said(day: dt.date) -> str:
    """A day as an operator reads it: 1 December 2026."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def _units(asked: Iterable[Asked]) -> list[Sequence[Asked]]:
    """What has room together: the required languages of each release, then each other language by itself."""
    releases: dict[tuple[dt.date, str], list[Asked]] = defaultdict(list)
    for each in asked:
        releases[each.day, each.release].append(each)
    units: list[Sequence[Asked]] = []
    for _, members in sorted(releases.items()):
        together = [each for each in members if each.required]
        units += [together] if together else []
        units += [[each] for each in members if not each.required]
    return units


def _words(tariff: Tariff, used: Decimal, price: Decimal, month: dt.date, count: int) -> str:
    """Why there is no room, and what to do."""
    following = first(month + dt.timedelta(days=31))
    costs = f"{count} that go together cost" if count > 1 else "this one costs"
    return (
        f"the month's {tariff.network} budget of {money(tariff.per_month)} {tariff.currency} is used up: {money(used)} spent "
        f"or due before it, {costs} {money(price)}; raise per_month in config/prices.toml or wait until {said(following)}"
    )
