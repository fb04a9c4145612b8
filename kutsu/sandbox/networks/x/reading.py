"""Reading back on X: what is shown yet, in which shape, and the own timeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kutsu.sandbox.networks.x import media, text, words
from kutsu.sandbox.store import Json
from kutsu.sandbox.world import lag, stamp

LAG_SECONDS = (5.0, 20.0)
BY_ID_SHARE = 0.2
PARAMETERS = (
    "since_id until_id start_time end_time max_results pagination_token exclude"
    " tweet.fields post.fields expansions user.fields media.fields"
)
SMALLEST, USUAL, LARGEST = 5, 10, 100


def shown(tweet: Json, now: float, share: float = 1) -> bool:
    """Whether a reading at `now` sees it; `share` is how much of the timeline's lag this reading suffers."""
    return now >= float(tweet["at"]) + share * lag(tweet["id"], *LAG_SECONDS)


def public(tweet: Json, fields: frozenset[str]) -> Json:
    """The post as X gives it: links wrapped, and only the fields asked for."""
    keys = [media.key(medium) for medium in tweet.get("media", [])]
    shorn, links = text.pictured(*text.wrapped(tweet["text"], tweet["id"]), tweet["id"], keys)
    whole = {
        "id": tweet["id"],
        "text": shorn,
        "edit_history_tweet_ids": [tweet["id"]],
        "author_id": tweet["author_id"],
        "created_at": stamp(tweet["at"]),
        "entities": {"urls": links},
        "attachments": {"media_keys": keys},
    }
    if not links:
        del whole["entities"]
    if not keys:
        del whole["attachments"]
    return {name: value for name, value in whole.items() if name in fields}


def timeline(tweets: Sequence[Json], given: Mapping[str, str], now: float) -> Json:
    """The answer to `GET /2/users/:id/tweets`, newest first."""
    size = words.whole(given, "max_results", USUAL)
    if not SMALLEST <= size <= LARGEST:
        message = f"The `max_results` query parameter value [{size}] is not between {SMALLEST} and {LARGEST}"
        raise words.invalid("max_results", str(size), message)
    since, until = words.instant(given, "start_time", 0), words.instant(given, "end_time", float("inf"))
    after, before = words.whole(given, "since_id", 0), words.whole(given, "until_id", 2**63)
    before = min(before, words.whole(given, "pagination_token", 2**63))
    fields = words.fields(given.get("tweet.fields", given.get("post.fields", "")))
    found = [
        tweet
        for tweet in reversed(tweets)
        if after < int(tweet["id"]) < before and since <= tweet["at"] < until and shown(tweet, now)
    ]
    page = _page([public(tweet, fields) for tweet in found[:size]], more=len(found) > size)
    return page | media.included(found[:size], given)


def _page(rows: list[Json], *, more: bool) -> Json:
    """One page; X leaves `data` out when there is nothing."""
    if not rows:
        return {"meta": {"result_count": 0}}
    meta = {"result_count": len(rows), "newest_id": rows[0]["id"], "oldest_id": rows[-1]["id"]}
    return {"data": rows, "meta": meta | ({"next_token": rows[-1]["id"]} if more else {})}
