"""Taking a post on X back: `DELETE /2/tweets/:id`."""

from __future__ import annotations

from typing import Any

import tweepy


def delete(client: Any, remote_id: str) -> None:
    """Delete a post, or find that there is none under this id any more; raises ValueError when X says neither."""
    try:
        answer = client.delete_tweet(remote_id)
    except tweepy.NotFound:
        return
    if answer["data"]["deleted"] is not True and "data" in client.get_tweet(remote_id, user_auth=True):
        raise ValueError("X did not delete it")
