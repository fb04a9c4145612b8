"""Taking a post on LinkedIn back: `DELETE /rest/posts/{urn}`, which is idempotent."""

from __future__ import annotations

from urllib.parse import quote

import requests

from kutsu.channels.linkedin.answer import accepted


def delete(session: requests.Session, posts: str, urn: str) -> None:
    """Delete a post below the address `posts`, or find it gone; raises ValueError for a yes that is not LinkedIn's 204."""
    answer = session.delete(f"{posts}/{quote(urn, safe='')}")
    if answer.status_code == requests.codes.not_found:
        return
    if accepted(answer).status_code != requests.codes.no_content:
        raise ValueError(f"{answer.status_code} is no answer to a deletion")
