"""The budgets of networks that charge: what the ledger says was spent, what is coming, and what there is no room for."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kutsu.core.config import Tariff
from kutsu.core.costs import NOTHING, Asked, Month, cost, first, over
from kutsu.core.layout import legal
from kutsu.core.publication import Delivery, Message
from kutsu.core.schedule import Rules
from kutsu.ledger.views import Views


@dataclass(frozen=True)
class Budget:
    """The money of all networks by `config/prices.toml`, in calendar months of the city's zone."""

    rules: Rules
    views: Views

    def costs(self, deliveries: Iterable[Delivery], messages: Mapping[str, Message]) -> dict[str, Decimal]:
        """What each delivery costs, by key; those on networks that charge nothing are left out."""
        priced = ((each, self._tariff(each.channel)) for each in deliveries if each.key in messages)
        return {
            each.key: cost(tariff, messages[each.key].parts.values(), len(messages[each.key].pictures))
            for each, tariff in priced
            if tariff
        }

    def holds(
        self, deliveries: Iterable[Delivery], messages: Mapping[str, Message], moment: dt.datetime
    ) -> dict[str, str]:
        """Why, by key, the month has no money left for a delivery, which goes at its slot or, if that is over, at `moment`."""
        waiting, held = list(deliveries), dict[str, str]()
        costs = self.costs(waiting, messages)
        asked: dict[str, list[Asked]] = defaultdict(list)
        for each in waiting:
            if each.key in costs:
                required = legal(each.language, self.rules.required)
                one = Asked(each.key, each.release, self._day(max(each.slot, moment)), required, costs[each.key])
                asked[self.rules.channels[each.channel].adapter].append(one)
        for network, those in asked.items():
            held |= over(those, self._spent(network, moment), self._day(moment), self.rules.tariffs[network])
        return held

    def months(self, coming: Iterable[tuple[Delivery, Decimal]], moment: dt.datetime) -> list[Month]:
        """This month and those to come, on every network that charges, with what is spent and `coming` in them."""
        sums: dict[tuple[str, dt.date], Decimal] = defaultdict(Decimal)
        today = first(self._day(moment))
        for network in self.rules.tariffs:
            sums[network, today] += NOTHING
        for each, price in coming:
            sums[self.rules.channels[each.channel].adapter, first(self._day(max(each.slot, moment)))] += price
        return [
            Month(
                self.rules.tariffs[network], month, self._spent(network, moment) if month == today else NOTHING, total
            )
            for (network, month), total in sorted(sums.items())
        ]

    def _spent(self, network: str, moment: dt.datetime) -> Decimal:
        """What was spent in the month of `moment`: what is perhaps out counts as out, what was refused costs nothing."""
        zone = self.rules.city.zoneinfo
        begin = dt.datetime.combine(first(self._day(moment)), dt.time(), zone)
        names = [name for name, table in self.rules.channels.items() if table.adapter == network]
        said = self.views.said_since(begin, names)
        return sum((cost(self.rules.tariffs[network], texts, pictures) for texts, pictures in said), NOTHING)

    def _tariff(self, channel: str) -> Tariff | None:
        """The prices of a channel's network, if it has any."""
        return self.rules.tariffs.get(self.rules.channels[channel].adapter)

    def _day(self, moment: dt.datetime) -> dt.date:
        """The day in the city's zone."""
        return moment.astimezone(self.rules.city.zoneinfo).date()
