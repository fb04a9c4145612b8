"""What Facebook tells of a page's token beside `check`: its permissions and its end.

GET /debug_token (developers.facebook.com/docs/graph-api/reference/debug_token); Facebook wants the token of an app or of its
developer for the question, so that it may refuse a page's own: then the end is not known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from kutsu.channels.facebook import LONGEST, FacebookChannel
from kutsu.core.checked import Checked, by_days, fault, note, ok
from kutsu.core.errors import KutsuError
from kutsu.door import hush

NEEDED = ("pages_manage_posts", "pages_read_engagement")
RENEW = "Make a new long-lived token of the page, and set it in the environment."


def examine(channel: FacebookChannel) -> Iterator[Checked]:
    """The page's name, the token's permissions and end; raises as `_ask` does."""
    name = channel.name
    hush("urllib3")  # its log would show the token, which this question has in its address
    page = channel._ask("GET", "me", {"fields": "id,name"})
    yield ok(name, f"speaks as the page {page.get('name')} ({page.get('id')}); {LONGEST} characters")
    try:
        token = channel._ask("GET", "debug_token", {"input_token": channel._credentials.token})["data"]
    except KutsuError as no:
        told = f"Facebook tells a page's token nothing of itself ({no})"
        yield note(
            name, told, "See permissions and end in the Access Token Debugger (developers.facebook.com/tools/debug)."
        )
        return
    if lacking := [scope for scope in NEEDED if scope not in token.get("scopes", ())]:
        yield fault(name, f"the token has no {', '.join(lacking)}", RENEW)
    else:
        yield ok(name, f"may write ({', '.join(NEEDED)})")
    yield from _ends(name, token, channel._clock.now())


def _ends(name: str, token: Mapping[str, Any], now: dt.datetime) -> Iterator[Checked]:
    """When the token ends, and when its right to data does; 0 is never."""
    for key, told in (("expires_at", "the token"), ("data_access_expires_at", "its access to the page's data")):
        if at := int(token.get(key) or 0):
            yield by_days(name, (dt.datetime.fromtimestamp(at, dt.UTC) - now).total_seconds() / 86400, told, RENEW)
        else:
            yield ok(name, f"{told} does not end")
