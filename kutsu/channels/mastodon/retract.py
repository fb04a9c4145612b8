"""Taking a status on Mastodon back: `DELETE /api/v1/statuses/:id`, 30 of them in 30 minutes."""

from __future__ import annotations

from typing import Any

import mastodon

from kutsu.core.errors import Held


def delete(client: Any, account: str | None, remote_id: str) -> None:
    """Delete a status of `account`, or find that it is gone; raises ValueError when the answer names another one.

    A server says "not found" of others' statuses too: so whose token it is decides whether that means gone.
    """
    try:
        deleted = client.status_delete(remote_id)
    except mastodon.MastodonNotFoundError:
        if account and str(client.account_verify_credentials()["id"]) != account:
            raise Held("the token is that of another account than the status; set that of its own") from None
        return
    if str(deleted["id"]) != remote_id:
        raise ValueError("the answer names another status")
