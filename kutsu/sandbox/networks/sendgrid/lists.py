"""SendGrid's suppression lists, and the addresses that get onto them by themselves: `bounce…@`, `block…@`, `invalid…@`, `spam…@`."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.datastructures import QueryParams

from kutsu.sandbox.networks.sendgrid.no import errors
from kutsu.sandbox.store import Json
from kutsu.sandbox.world import World

NAMES = ("bounces", "blocks", "invalid_emails", "spam_reports", "unsubscribes")
LONGEST = 500
DROPS = {
    "bounces": "Bounced Address",
    "invalid_emails": "Invalid",
    "spam_reports": "Spam Reporting Address",
    "unsubscribes": "Unsubscribed Address",
}
"""What SendGrid says when it drops mail to somebody on a list; who is on that of blocks is written to again."""
FATES = {"bounce": "bounces", "block": "blocks", "invalid": "invalid_emails", "spam": "spam_reports"}
"""How the addresses begin, and the list that they get onto when mail goes to them."""
TOLD = {
    "bounces": {"reason": "550 5.1.1 The email account that you tried to reach does not exist.", "status": "5.1.1"},
    "blocks": {"reason": "554 5.7.1 The message was blocked by the receiving server.", "status": "5.7.1"},
    "invalid_emails": {"reason": "Mail domain mentioned in email address is unknown"},
    "spam_reports": {"ip": "192.0.2.1"},
    "unsubscribes": {},
}
BEGINNINGS = tuple(FATES)


class Lists:
    """Who is not written to any more."""

    def __init__(self, world: World) -> None:
        """Keep the lists in this world's store."""
        self.world = world

    def add(self, name: str, address: str, at: float) -> None:
        """Put an address on a list; one that is there stays as it is."""
        row: Json = {"email": address, "created": int(at), **TOLD[name]}
        if self.world.store.get(_shelf(name), address.casefold()) is None:
            self.world.store.put(_shelf(name), address.casefold(), row)

    def page(self, name: str, query: QueryParams) -> list[Json]:
        """One page of a list, by `start_time`, `end_time`, `limit` and `offset`."""
        asked = {key: query.get(key, usual) for key, usual in _USUAL.items()}
        for key, value in asked.items():
            if not value.isdecimal() or (key == "limit" and int(value) > LONGEST):
                raise errors(400, (key, f"{key} must be a whole number, and limit at most {LONGEST}"))
        start, end, limit, offset = (int(asked[key]) for key in _USUAL)
        rows = [row for row in self.world.store.every(_shelf(name)) if start <= row["created"] <= end]
        return rows[offset : offset + limit]

    def fates(self, people: Iterable[str], left: Iterable[str], at: float) -> dict[str, str]:
        """Of these people, those who do not simply get the mail, each with the list or the words; all who now get onto one do."""
        dropped = {row["email"].casefold(): words for name, words in DROPS.items() for row in self._every(name)}
        dropped |= dict.fromkeys(map(str.casefold, left), DROPS["unsubscribes"])
        fates = {one: dropped[one.casefold()] for one in people if dropped and one.casefold() in dropped}
        for one in people:
            if one.startswith(BEGINNINGS) and one not in fates:
                name = next(name for beginning, name in FATES.items() if one.startswith(beginning))
                self.add(name, one, at)
                fates[one] = name
        return fates

    def _every(self, name: str) -> list[Json]:
        return self.world.store.every(_shelf(name))


_USUAL = {"start_time": "0", "end_time": "99999999999", "limit": "500", "offset": "0"}


def _shelf(name: str) -> str:
    return f"sendgrid-{name}"
