"""Ids: every row has one, and no two rows of the plan have the same."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from kutsu.core.messages import listed, remark
from kutsu.core.plan.row import Row

PREFIXES = {"round": "ROUND", "pilots": "PILOT", "sessions": "INFO", "venues": "PAIKKA", "contacts": "YHTEYS"}
NAMED = 5
"""So many rows of a doubled id are named to each of them: somebody may fill one id down a thousand rows."""
_COUNTED = re.compile(r"(.*?)([0-9]{1,9})")


def check_ids(rows: Sequence[Row]) -> None:
    """Tell every row without an id which one is free, and every row of a doubled id where the others are.

    `rows` share one namespace; ids that differ only in case were read as the same one.
    """
    holders: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.id:
            holders[row.id].append(row)
        elif "id" not in row.failed:
            row.tell("id", remark("id-missing", suggestion=suggestion(row, rows)))
    for sharers in holders.values():
        if len(sharers) > 1:
            places = listed([f"{row.place.sheet}: {row.place.tab} {row.place.row}" for row in sharers[:NAMED]])
            for row in sharers:
                row.tell("id", remark("id-doubled", seen=row.id, places=places))


def suggestion(row: Row, rows: Iterable[Row]) -> str:
    """The next free id in the manner of the same tab: after `PILOT-09`, `PILOT-10`."""
    ids = [match for other in rows if other.schema is row.schema and (match := _COUNTED.fullmatch(other.id))]
    prefix = Counter(match[1] for match in ids).most_common(1)[0][0] if ids else f"{PREFIXES[row.schema.key]}-"
    numbers = [match[2] for match in ids if match[1] == prefix]
    last = max(map(int, numbers), default=0)
    return f"{prefix}{last + 1:0{max(map(len, numbers), default=1)}}"
