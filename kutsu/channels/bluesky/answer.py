"""What Bluesky's answers mean: the name of its error comes before the HTTP status."""

from __future__ import annotations

from kutsu.channels.common.verdict import by_status, instant
from kutsu.core.errors import Duplicate, Held, KutsuError, Refused, Unavailable
from kutsu.later import Later

exceptions = Later("atproto.exceptions")
common = Later("atproto_client.models.common")


class Stale(Unavailable):
    """The login is over and nothing was done; the next try logs in anew."""


class Missing(Refused):
    """There is no record under this key. One's own server answers of its own database, so this is proof."""


def judge(who: str, failure: Exception) -> KutsuError | None:
    """The error for one answer; None when there was none."""
    answer = failure.response if isinstance(failure, exceptions.RequestErrorBase) else None
    if answer is None:
        return None
    status, (name, words) = answer.status_code, _words(answer.content)
    told = f"{who} answered {status}: {words}"
    match status, name:
        case 400, "InvalidSwap":
            return Duplicate(f"{told}; something else stands under this record's key")
        case 400, "RecordNotFound":
            return Missing(told)
        case 400, "BlobNotFound":
            return Unavailable(f"{told}; the next try uploads the pictures again")
        case 400 | 401, "ExpiredToken" | "InvalidToken":
            return Stale(told)
        case _, "AccountTakedown" | "AccountDeactivated" | "RepoTakendown" | "RepoDeactivated":
            return Held(f"{told}; see what has become of the account")
        case _:
            return by_status(who, status, words, instant(answer.headers.get("ratelimit-reset")))


def _words(content: object) -> tuple[str, str]:
    """The name of an error and its words; a page of a proxy's has no name."""
    match content:
        case common.XrpcError(error=str(name), message=words):
            return name, f"{name}: {words}"
        case bytes():
            return "", "a page that is not Bluesky's"
        case _:
            return "", str(content)
