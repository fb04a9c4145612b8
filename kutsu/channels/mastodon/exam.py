"""What a Mastodon server tells beside `check`: whose token it is, what its app may ask for, and the server's limits.

GET /api/v1/apps/verify_credentials gives the scopes of the app since 4.3 (docs.joinmastodon.org/methods/apps), which no token of
it can exceed; of the token itself a server tells nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kutsu.channels.mastodon import MastodonChannel
from kutsu.core.checked import Checked, fault, note, ok

NEEDED = ("read:accounts", "read:statuses", "write:statuses", "write:media")


def examine(channel: MastodonChannel) -> Iterator[Checked]:
    """The account's name, its app's scopes and the server's limits; raises as `_ask` does."""
    name = channel.name
    who, app = channel._ask(_asked)
    limits = channel._place.limits if channel._place else None
    told = f"; {limits.characters} characters, a link counts {limits.per_link}" if limits else ""
    yield ok(name, f"speaks as @{who} on {channel._server}{told}")
    if "scopes" not in app:
        yield note(
            name, "the server tells no scopes (older than 4.3)", "See under Development: write:statuses, write:media."
        )
    elif lacking := [scope for scope in NEEDED if not {scope, scope.partition(":")[0]} & set(app["scopes"])]:
        told = f"the app has no {', '.join(lacking)}"
        yield fault(name, told, "Under Preferences, Development: give it these scopes, then make its token anew.")
    else:
        yield ok(name, f"may write ({', '.join(app['scopes'])})")


def _asked(client: Any) -> tuple[str, dict[str, Any]]:
    """Account and app: two questions. The app is asked for by hand, as the client's own model drops the scopes of some versions."""
    account = client.account_verify_credentials()
    address = f"{client.api_base_url}/api/v1/apps/verify_credentials"
    answer = client.session.get(address, headers={"Authorization": f"Bearer {client.access_token}"})
    answer.raise_for_status()
    return str(account["acct"]), dict(answer.json())
