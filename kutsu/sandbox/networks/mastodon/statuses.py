"""The statuses of Mastodon's accounts: made once per Idempotency-Key, shown in the account's own list after a lag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kutsu.sandbox.accounts import MastodonAccount
from kutsu.sandbox.networks.mastodon import media, text, words
from kutsu.sandbox.store import Json
from kutsu.sandbox.world import World, lag

SHELF, KEYS = "mastodon", "mastodon-key"
KEY_SECONDS = 3600
LAG_SECONDS = (2.0, 12.0)
USUAL, LARGEST = 20, 40
VISIBILITIES = ("public", "unlisted", "private", "direct")
FIELDS = ("status", "media_ids", "language", "visibility", "spoiler_text", "sensitive")
LISTING = ("since_id", "max_id", "limit", "exclude_reblogs")


class Statuses:
    """All statuses of this world."""

    def __init__(self, world: World) -> None:
        """Keep them in this world."""
        self.world = world

    def every(self, account: str | None = None) -> Sequence[Json]:
        """Those of an account, or all, oldest first."""
        return self.world.store.every(SHELF, account)

    def create(self, account: MastodonAccount, given: Mapping[str, Any], key: str) -> Json:
        """A new status, or the first one of this key while the key lives: the key alone decides, not the text."""
        if key and (first := self._replayed(account, key)):
            return self.own(account, first)
        _valid(given)
        now = self.world.now()
        number = str(self.world.store.rise("mastodon-snowflake", int(now * 1000) << 16))
        attached = media.attach(self.world, account.id, given.get("media_ids", []), number)
        status: Json = {
            "id": number,
            "account": account.id,
            "at": now,
            "text": given["status"].strip(),
            "language": given.get("language") or account.language,
            "visibility": given.get("visibility") or "public",
            "spoiler_text": given.get("spoiler_text", ""),
            "media": attached,
        }
        self.world.store.put(SHELF, status["id"], status, account.id)
        if key:
            self.world.store.put(KEYS, f"{account.id}:{key}", {"status": status["id"], "until": now + KEY_SECONDS})
        return status

    def _replayed(self, account: MastodonAccount, key: str) -> str:
        """The id of the status that this living key made, or nothing."""
        kept = self.world.store.get(KEYS, f"{account.id}:{key}")
        return str(kept["status"]) if kept and self.world.now() < kept["until"] else ""

    def own(self, account: MastodonAccount, status_id: str) -> Json:
        """One status of this account; another's or a deleted one is not found."""
        status = self.world.store.get(SHELF, status_id)
        if status is None or status["account"] != account.id:
            raise words.missing()
        return status

    def listed(self, status: Json) -> bool:
        """Whether the account's own list shows it yet."""
        return self.world.now() >= float(status["at"]) + lag(status["id"], *LAG_SECONDS)

    def page(self, account: str, given: Mapping[str, str]) -> list[Json]:
        """One page of an account's list, newest first."""
        after, before = words.whole(given, "since_id", 0), words.whole(given, "max_id", 2**64)
        size = min(words.whole(given, "limit", USUAL), LARGEST)
        found = [one for one in self.every(account) if after < int(one["id"]) < before and self.listed(one)]
        return found[::-1][:size]

    def drop(self, status: Json) -> None:
        """Delete it; its key stays, and then leads nowhere."""
        self.world.store.drop(SHELF, status["id"])


def _valid(given: Mapping[str, Any]) -> None:
    """Raise 422 for what Mastodon does not take."""
    status = given.get("status")
    if not isinstance(status, str) or not status.strip():
        raise words.invalid("Text can't be blank")
    if text.length(status) + text.length(given.get("spoiler_text", "")) > text.LIMIT:
        raise words.invalid(f"Text character limit of {text.LIMIT} exceeded")
    if given.get("visibility", "public") not in VISIBILITIES:
        raise words.invalid("Visibility is not included in the list")
