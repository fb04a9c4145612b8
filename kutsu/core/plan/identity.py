"""Ids: every row gets one, and no two rows of the plan have the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from kutsu.core.ids import following
from kutsu.core.messages import listed, remark
from kutsu.core.plan.row import Row

NAMED = 5
"""So many rows of a doubled id are named to each of them: somebody may fill one id down a thousand rows."""


def check_ids(rows: Sequence[Row]) -> None:
    """Tell every row without an id that it will get one, and every row of a doubled id where the others are.

    `rows` share one namespace; ids that differ only in case were read as the same one.
    """
    holders: dict[str, list[Row]] = defaultdict(list)
    ids: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        ids[row.schema.key].append(row.id)
    free = {key: following(given, (), key) for key, given in ids.items()}
    for row in rows:
        if row.id:
            holders[row.id].append(row)
        elif "id" not in row.failed:
            row.tell("id", remark("id-missing", suggestion=next(free[row.schema.key])))
    for sharers in holders.values():
        if len(sharers) > 1:
            places = listed([f"{row.place.sheet}: {row.place.tab} {row.place.row}" for row in sharers[:NAMED]])
            for row in sharers:
                row.tell("id", remark("id-doubled", seen=row.id, places=places))
