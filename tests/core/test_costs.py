"""What publications cost, and what a month's budget has room for."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from kutsu.core.config import Tariff
from kutsu.core.costs import Asked, Month, cost, money, over

TARIFF = Tariff("x", "USD", dt.date(2026, 8, 1), Decimal("0.015"), Decimal("0.200"), Decimal("0.005"), Decimal(1))
TODAY = dt.date(2026, 11, 24)


def asked(key: str, price: str = "0.2", day: dt.date = TODAY, *, required: bool = True) -> Asked:
    """A delivery of the release that the key begins with."""
    return Asked(key, key.split("/")[0], day, required, Decimal(price))


@pytest.mark.parametrize(
    ("texts", "pictures", "price"),
    [
        (["Tule!"], 0, "0.015"),
        (["Tule!\n\nhttps://kokeilut.espoo.example/1"], 0, "0.200"),
        (["Tule!"], 2, "0.025"),
        (["http://example.org"], 1, "0.205"),
    ],
)
def test_a_price(texts: list[str], pictures: int, price: str) -> None:
    """An address in the text makes it dearer, and each alternative text of a picture adds its own."""
    assert cost(TARIFF, texts, pictures) == Decimal(price)


def test_required_languages_have_room_together_or_not_at_all() -> None:
    """With money for one of two, neither Finnish nor Swedish goes; a cheaper release after them still does."""
    held = over(
        [asked("A/fi"), asked("A/sv"), asked("B/fi", "0.1"), asked("B/sv", "0.1")], Decimal("0.7"), TODAY, TARIFF
    )
    assert held.keys() == {"A/fi", "A/sv"}
    assert held["A/fi"] == (
        "the month's x budget of 1.00 USD is used up: 0.70 spent or due before it, 2 that go together cost 0.40; "
        "raise per_month in config/prices.toml or wait until 1 December 2026"
    )


def test_an_optional_language_alone_stays_behind() -> None:
    """With money for the required languages alone, English is held, and says what it alone costs."""
    held = over([asked("A/en", required=False), asked("A/fi"), asked("A/sv")], Decimal("0.5"), TODAY, TARIFF)
    assert held.keys() == {"A/en"}
    assert "0.90 spent or due before it, this one costs 0.20" in held["A/en"]


def test_earlier_days_come_first_and_each_month_has_its_own_money() -> None:
    """What is due first takes what is left, whatever order it is asked in; the next month begins with nothing spent."""
    late, early = asked("A/fi", "0.6", TODAY + dt.timedelta(days=2)), asked("B/fi", "0.6")
    following = asked("C/fi", "0.6", dt.date(2026, 12, 1))
    assert over([late, early, following], Decimal(0), TODAY, TARIFF).keys() == {"A/fi"}


def test_exactly_the_cap_is_within_it() -> None:
    """The last cent may be spent, and not one more."""
    assert over([asked("A/fi", "0.2")], Decimal("0.8"), TODAY, TARIFF) == {}
    assert over([asked("A/fi", "0.201")], Decimal("0.8"), TODAY, TARIFF).keys() == {"A/fi"}


def test_without_a_cap_nothing_is_held() -> None:
    """A cap of nothing is none."""
    free = Tariff("x", "USD", TARIFF.as_of, TARIFF.plain, TARIFF.with_link)
    assert over([asked("A/fi", "1000")], Decimal(1000), TODAY, free) == {}


def test_december_is_followed_by_january() -> None:
    """The month to wait for is the next one, over the turn of the year too."""
    (words,) = over([asked("A/fi", "2", dt.date(2026, 12, 31))], Decimal(0), dt.date(2026, 12, 31), TARIFF).values()
    assert words.endswith("wait until 1 January 2027")


def test_a_month_for_people() -> None:
    """A month says what was spent and is coming, its cap, and of when its prices are."""
    assert str(Month(TARIFF, dt.date(2026, 11, 1), Decimal("0.415"), Decimal("0.2"))) == (
        "x in November 2026: 0.415 USD spent, 0.20 coming, of at most 1.00 (prices as of 1 August 2026)"
    )
    assert money(Decimal("20")) == "20.00"
