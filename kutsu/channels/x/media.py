"""Pictures on X: uploaded and given their alt text ahead of the post, through the v2 endpoints that tweepy 4.17 lacks.

Nothing of it can be seen. The ids are kept in the marks, so that a later try names the same ones while X still knows them.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from typing import Any

import requests
import tweepy

from kutsu.core.errors import Refused, Unavailable
from kutsu.core.publication import Claimed, Picture

MOST = 4
MARK, UNTIL = "media", "media_until"
UPLOAD, METADATA = "https://api.x.com/2/media/upload", "/2/media/metadata"
SPARE = dt.timedelta(hours=1)
"""Ids with less than this left of their life are not used any more: the slot may be some way off."""
ASKED: Mapping[str, Any] = {"expansions": ["attachments.media_keys"], "media_fields": ["alt_text"]}
"""How a reading of posts asks for their alt texts."""

log = logging.getLogger(__name__)


def ready(client: Any, claimed: Claimed, now: dt.datetime) -> dict[str, str]:
    """Marks with an id for each picture, which has its alt text: those of an earlier try while X knows them, else new ones."""
    pictures, kept = claimed.message.pictures, claimed.marks
    if len(pictures) > MOST:
        raise Refused(f"X takes {MOST} pictures at once, and there are {len(pictures)}")
    if UNTIL in kept and now + SPARE < dt.datetime.fromisoformat(kept[UNTIL]) and _known(client, pictures, kept[MARK]):
        return {name: kept[name] for name in (MARK, UNTIL)}
    answers = [_uploaded(client, picture) for picture in pictures]
    for picture, answer in zip(pictures, answers, strict=True):
        _describe(client, picture, answer["id"])
    life = dt.timedelta(seconds=min(int(answer["expires_after_secs"]) for answer in answers))
    return {MARK: " ".join(answer["id"] for answer in answers), UNTIL: (now + life).isoformat()}


def ids(claimed: Claimed) -> list[str] | None:
    """The ids to name in the post, None when the message has no picture; raises `Unavailable` when one of them has no id."""
    found = claimed.marks.get(MARK, "").split()
    if len(found) != len(claimed.message.pictures):
        raise Unavailable("the pictures were not uploaded to X; nothing was sent")
    return found or None


def mind(claimed: Claimed, post: Mapping[str, Any], page: Mapping[str, Any], url: str | None) -> None:
    """Tell loudly when a post that was read back lacks a picture or its alt text."""
    alts = {medium["media_key"]: medium.get("alt_text", "") for medium in page.get("includes", {}).get("media", [])}
    shown = [alts.get(key) for key in post.get("attachments", {}).get("media_keys", [])]
    if shown != [picture.alt for picture in claimed.message.pictures]:
        log.error("%s: the pictures and alt texts on X are not as they were sent; look at %s", claimed.key, url)


def _known(client: Any, pictures: Sequence[Picture], numbers: str) -> bool:
    """Whether X takes the alt texts once more for these ids; one that it has forgotten, or used up, is refused."""
    try:
        for picture, number in zip(pictures, numbers.split(), strict=True):
            _describe(client, picture, number)
    except (tweepy.BadRequest, tweepy.NotFound):
        return False
    return True


def _uploaded(client: Any, picture: Picture) -> Mapping[str, Any]:
    """X's answer to the bytes of one picture: its id, and for how long X keeps it unused."""
    keys = (client.consumer_key, client.consumer_secret, client.access_token, client.access_token_secret)
    answer: requests.Response = client.session.post(
        UPLOAD,
        auth=tweepy.OAuth1UserHandler(*keys).apply_auth(),
        data={"media_category": "tweet_image"},
        files={"media": ("picture", picture.content, picture.media_type)},
    )
    if not answer.ok:
        raise tweepy.HTTPException(answer)
    told: Mapping[str, Any] = answer.json()["data"]
    if not told["id"].isdecimal():
        raise ValueError("no id in the answer")
    return told


def _describe(client: Any, picture: Picture, number: str) -> None:
    """Set the alt text of one picture; a decorative one has none to set."""
    if picture.alt:
        body = {"id": number, "metadata": {"alt_text": {"text": picture.alt}}}
        answer = client.request("POST", METADATA, json=body, user_auth=True).json()
        if answer["data"]["id"] != number:
            raise ValueError("the answer is about another picture")
