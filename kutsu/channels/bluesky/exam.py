"""What Bluesky tells of a login beside `check`: whose it is, and whether the password is an app password.

com.atproto.server.getSession gives handle and DID; the scope of the access token tells an app password (com.atproto.appPass…)
from the account's own (com.atproto.access), see bluesky-social/atproto, packages/pds/src/auth-scope.ts.
"""

from __future__ import annotations

from collections.abc import Iterator

from kutsu.channels.bluesky import BlueskyChannel, record
from kutsu.core.checked import Checked, fault, note, ok

MAIN = "com.atproto.access"


def examine(channel: BlueskyChannel) -> Iterator[Checked]:
    """The account's handle, and what opened it; raises as `_ask` does."""
    name, session = channel.name, channel._enter()
    yield ok(name, f"speaks as @{session.handle} ({session.did}); {record.GRAPHEMES} graphemes")
    if session.handle != channel._handle:
        told = f"the login is that of @{session.handle}, not of @{channel._handle}"
        yield fault(name, told, "Set the app password of the account that channels.toml names, or name this one there.")
    if session.access_jwt_payload.scope == MAIN:
        told = "the password is the account's own, which may do everything"
        yield note(name, told, "Make an app password (Settings, Privacy and security) and set that instead.")
    else:
        yield ok(name, "may write, with an app password")
