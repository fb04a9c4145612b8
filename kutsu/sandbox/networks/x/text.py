"""A text on X: how long it counts, and how X wraps its links (facts: twitter-text 3, the rules that X's own page names)."""

from __future__ import annotations

import hashlib
import html
import itertools
from collections.abc import Sequence
from typing import Any

from twitter_text import extract_urls_with_indices, parse_tweet

LIMIT = 280
ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def fits(text: str) -> bool:
    """Whether the weighted length is between 1 and 280."""
    return bool(0 < parse_tweet(text).weightedLength <= LIMIT)


def wrapped(text: str, salt: str) -> tuple[str, list[dict[str, Any]]]:
    """The text as X gives it back, HTML-escaped and each link as its t.co, and the entities that name the real links.

    X gives every writing of a link its own t.co, so `salt` is the id.
    """
    answer, entities, done = "", [], 0
    for number, link in enumerate(extract_urls_with_indices(text)):
        begin, end = link["indices"]
        answer += html.escape(text[done:begin], quote=False)
        short, start = f"https://t.co/{_slug(salt, number)}", len(answer)
        answer, done = answer + short, end
        entities.append({"start": start, "end": len(answer), "url": short, **_expanded(link["url"])})
    return answer + html.escape(text[done:], quote=False), entities


def pictured(
    text: str, links: list[dict[str, Any]], salt: str, keys: Sequence[str]
) -> tuple[str, list[dict[str, Any]]]:
    """The same with the one t.co that attached pictures add at the end, which stands in the entities once for each of them."""
    if not keys:
        return text, links
    short, start = f"https://t.co/{_slug(salt, len(links))}", len(text) + 1
    leads = {"expanded_url": f"https://x.com/i/status/{salt}/photo/1", "display_url": "pic.x.com/" + short[-10:]}
    place = {"start": start, "end": start + len(short), "url": short, **leads}
    return f"{text} {short}", [*links, *({**place, "media_key": key} for key in keys)]


def _expanded(url: str) -> dict[str, str]:
    """Where a t.co leads; a bare domain such as `kutsu.fi` is given its scheme."""
    full = url if "://" in url else f"http://{url}"
    plain = full.split("://", 1)[1].removeprefix("www.")
    return {"expanded_url": full, "display_url": plain if len(plain) <= 27 else plain[:26] + "…"}


def _slug(salt: str, number: int) -> str:
    """The ten letters of a t.co, always the same for one link of one post."""
    digest = hashlib.sha256(f"{salt}/{number}".encode()).digest()
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in itertools.islice(digest, 10))
