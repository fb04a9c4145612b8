"""Whom SendGrid itself does not write to any more: its suppression lists, read page by page."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from itertools import count
from typing import Any

from kutsu.channels.common.mailing import Mailing
from kutsu.core.errors import Unavailable

LISTS = {
    "spam_reports": "complained",
    "unsubscribes": "left",
    "bounces": "bounced",
    "invalid_emails": "invalid",
    "blocks": "blocked",
}
"""Each list of the whole account, and why who is on it is not written to; the gravest first."""
PAGE = 500
"""The longest page (SendGrid v3)."""
OVERLAP = dt.timedelta(hours=1)
"""How far a reading reaches back before the last one: clocks differ, and entries come late."""

Found = tuple[list[tuple[str, str]], list[str]]
"""Addresses on the account's lists, each with why, and those who left a group."""

Ask = Callable[[Callable[[Any], Found]], Found]
"""Asks SendGrid, over one connection and within a time."""


def scopes(mailing: Mailing, groups: Collection[int]) -> set[str]:
    """What the key must be allowed, so that mail can be sent and these can be read."""
    needed = {"mail.send"} | ({"asm.groups.read"} if groups else set())
    if mailing.kept:
        needed |= {"suppression.read"} | ({"asm.groups.suppressions.read"} if groups else set())
    return needed


def pull(ask: Ask, mailing: Mailing, key: str, groups: Collection[int], now: dt.datetime) -> None:
    """Keep everyone who is on a list of the account, or left one of these groups, since the last pull.

    Nothing is kept until all was read, so that the latest thing kept tells when everything had been. Raises as `ask` does.
    """
    if mailing.kept is None or mailing.token is None:
        return
    kept, token = mailing.kept(), mailing.token
    source = f"sendgrid {hashlib.sha256(key.encode()).hexdigest()[:8]}"
    latest = kept.latest(source)
    since = {"start_time": int((latest - OVERLAP).timestamp())} if latest else {}
    rows, left = ask(partial(_read, since, sorted(groups)))
    for scope, found in (("", rows), (mailing.scope, [(address, "left") for address in left])):
        told: dict[str, str] = {}
        for address, why in found:
            told.setdefault(token(address), why)
        known = mailing.suppressed(told, scope)
        kept.keep({token: why for token, why in told.items() if token not in known}, scope, source, now)


def _read(since: Mapping[str, int], groups: Sequence[int], api: Any) -> Found:
    """Everyone on the lists since then, and in the groups."""
    rows = [(address, why) for name, why in LISTS.items() for address in _all(partial(_page, api, name, since))]
    return rows, [address for group in groups for address in _left(api, group)]


def _all(page: Callable[[int], list[str]]) -> Iterator[str]:
    """Every address of a list; raises `Unavailable` when one page comes twice, as the others are then unknown."""
    last: list[str] = []
    for offset in count(0, PAGE):
        rows = page(offset)
        if len(rows) >= PAGE and rows == last:
            raise Unavailable("SendGrid gives the same page of a suppression list again and again")
        yield from rows
        if len(rows) < PAGE:
            return
        last = rows


def _page(api: Any, name: str, since: Mapping[str, int], offset: int) -> list[str]:
    """The addresses of one page."""
    answer = api.suppression._(name).get(query_params={**since, "limit": PAGE, "offset": offset})
    return [str(row["email"]) for row in answer.to_dict]


def _left(api: Any, group: int) -> list[str]:
    """Everyone who left a group; there are no pages."""
    return [str(address) for address in api.asm.groups._(str(group)).suppressions.get().to_dict]
