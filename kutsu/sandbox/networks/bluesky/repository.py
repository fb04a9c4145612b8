"""The repository of an account: its records by their keys, written, read, listed and deleted."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from kutsu.sandbox.networks.bluesky import media, records, words
from kutsu.sandbox.store import Json
from kutsu.sandbox.world import World

SHELF = "bluesky"
MOST = 100
INPUT = {"repo", "collection", "rkey", "record", "validate", "swapRecord", "swapCommit"}


class Repository:
    """One account's records, in the world's store."""

    def __init__(self, world: World, did: str) -> None:
        """Open the repository of `did`."""
        self.world, self.store, self.did = world, world.store, did

    def put(self, body: Json) -> Json:
        """Write a record under a key of the caller's; `swapRecord` names what must be there, null that nothing may be.

        The same content again changes nothing. Without `swapRecord`, other content takes the place of what is there.
        """
        if unknown := sorted(body.keys() - INPUT):
            raise words.invalid(f"Input has unknown fields: {', '.join(unknown)}")
        key = str(body.get("rkey", ""))
        if not records.KEY.fullmatch(key):
            raise words.invalid(f"Invalid record key: {key!r} is not a TID")
        record = records.check(body.get("record"))
        uri, cid = self._uri(key), records.content_id(record)
        before = self.store.get(SHELF, uri)
        if before is None or before["cid"] != cid:
            if "swapRecord" in body and body["swapRecord"] != (before and before["cid"]):
                raise words.no(400, "InvalidSwap", f"Record was at {before and before['cid']}")
            media.refer(self.world, self.did, record)
            row = {"uri": uri, "cid": cid, "value": record, "at": self.world.now(), "did": self.did}
            self.store.put(SHELF, uri, row, self.did)
        commit = hashlib.sha256(uri.encode()).hexdigest()
        return {"uri": uri, "cid": cid, "validationStatus": "valid", "commit": {"cid": cid, "rev": commit[:13]}}

    def get(self, key: str) -> Json:
        """Read one record; a missing one is 400."""
        uri = self._uri(key)
        if (found := self.store.get(SHELF, uri)) is None:
            raise words.no(400, "RecordNotFound", f"Could not locate record: {uri}")
        return _shown(found)

    def delete(self, key: str) -> Json:
        """Delete a record; one that is not there is deleted all the same."""
        self.store.drop(SHELF, self._uri(key))
        return {}

    def list(self, asked: Mapping[str, str]) -> Json:
        """Records by their keys, the newest first unless `reverse`, a page at a time."""
        size = asked.get("limit", "50")
        if not size.isdecimal() or not 1 <= int(size) <= MOST:
            raise words.invalid(f"Error: Params must have the property limit between 1 and {MOST}")
        turned = asked.get("reverse") == "true"
        rows = sorted(self.store.every(SHELF, self.did), key=lambda row: str(row["uri"]), reverse=not turned)
        after = self._uri(asked["cursor"]) if "cursor" in asked else None
        rows = [row for row in rows if after is None or (row["uri"] > after if turned else row["uri"] < after)]
        page = [_shown(row) for row in rows[: int(size)]]
        return {"records": page} | ({"cursor": page[-1]["uri"].rpartition("/")[2]} if len(rows) > int(size) else {})

    def _uri(self, key: str) -> str:
        return f"at://{self.did}/{records.COLLECTION}/{key}"


def _shown(row: Json) -> Json:
    """A record as a reading gives it."""
    return {name: row[name] for name in ("uri", "cid", "value")}
