"""What LinkedIn tells of a token beside `check`: the roles of its owner, and how old the version of the API is.

When a token ends, LinkedIn tells an app with its own secret alone (learn.microsoft.com/linkedin/shared/authentication/token-introspection).
"""

from __future__ import annotations

from collections.abc import Iterator

from kutsu.channels.linkedin import LONGEST, OLD, LinkedInChannel
from kutsu.core.checked import Checked, note, ok

LIVES = 12
"""Months after which LinkedIn retires a version, about."""


def examine(channel: LinkedInChannel) -> Iterator[Checked]:
    """The owner's roles and the version's age; raises as `_ask` does."""
    name, today = channel.name, channel._clock.now()
    roles = ", ".join(sorted(channel._ask(channel._roles)))
    yield ok(name, f"speaks as {channel._author}, by one who is {roles} there; {LONGEST} characters")
    version = channel._version
    months = (today.year - int(version[:4])) * 12 + today.month - int(version[4:])
    seen = f"version {version} of the API (months since: {months})"
    if months > OLD:
        yield note(
            name, f"{seen}; LinkedIn retires it at about {LIVES}", "Set `version` in channels.toml to a newer one."
        )
    else:
        yield ok(name, seen)
    yield ok(name, "the end of the token, 60 days after it was made, is told to the app alone: keep it in the calendar")
