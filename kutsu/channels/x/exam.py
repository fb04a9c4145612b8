"""What X tells of an account beside `check`: what its token may do, and what is left of its questions.

Headers: x-access-level (developer.x.com/en/docs/apps/app-permissions), x-rate-limit-* (docs.x.com/x-api/fundamentals/rate-limits).
What is left of a month's posts X tells an app alone, not an account; the city's own cap is `per_month` in prices.toml.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import requests

from kutsu.channels.x import XChannel, wording
from kutsu.core.checked import Checked, fault, note, ok

READ = "read"
REGENERATE = (
    "In the developer portal give the app Read and write, then make the account's token and secret anew: an old token keeps "
    "its old rights."
)


def examine(channel: XChannel) -> Iterator[Checked]:
    """The account's name, its right to write and its limits; raises as `_ask` does."""
    name, answers = channel.name, list[requests.Response]()

    def ask(client: Any) -> str:
        client.session.hooks["response"].append(lambda answer, **_: answers.append(answer))
        return str(client.get_me()["data"]["username"])

    yield ok(name, f"speaks as @{channel._ask(ask)}; {wording.LONGEST} weighted characters")
    headers = answers[-1].headers
    level = headers.get("x-access-level", "")
    if level == READ:
        yield fault(name, "the token may read, not write", REGENERATE)
    elif level:
        yield ok(name, f"the token may write ({level})")
    else:
        yield note(name, "X did not tell whether the token may write", "See in the developer portal: Read and write.")
    yield ok(name, f"questions left in this quarter of an hour: {headers.get('x-rate-limit-remaining', 'not told')}")
