"""What X says when it says no, in the shapes of its API v2, and which parameters and fields it knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from starlette.requests import Request

from kutsu.sandbox.answers import Rejected
from kutsu.sandbox.store import Json

PROBLEM = "https://api.twitter.com/2/problems/"
NAMES = (
    "id text author_id created_at edit_history_tweet_ids entities note_tweet lang public_metrics conversation_id source"
    " reply_settings in_reply_to_user_id referenced_tweets attachments context_annotations possibly_sensitive"
)
FIELDS = frozenset(NAMES.split())
PUBLIC = frozenset({"id", "text", "edit_history_tweet_ids"})


def problem(status: int, title: str, detail: str) -> Rejected:
    """A problem of the kind `about:blank`."""
    return Rejected(status, {"title": title, "detail": detail, "type": "about:blank", "status": status})


def unauthorized() -> Rejected:
    """Unknown key or token, or a signature that is not theirs."""
    return problem(401, "Unauthorized", "Unauthorized")


def forbidden(detail: str) -> Rejected:
    """A definite no to this text or to this account."""
    return problem(403, "Forbidden", detail)


def invalid(parameter: str, value: str, message: str) -> Rejected:
    """A parameter or a field that X does not know or cannot read."""
    errors = [{"parameters": {parameter: [value]}, "message": message}]
    detail = "One or more parameters to your request was invalid."
    body = {"errors": errors, "title": "Invalid Request", "detail": detail, "type": PROBLEM + "invalid-request"}
    return Rejected(400, body)


def missing(parameter: str, value: str, kind: str) -> Json:
    """What X says, with status 200, of an id that it does not know or does not show yet."""
    detail = f"Could not find {kind} with {parameter}: [{value}]."
    error = {"value": value, "detail": detail, "title": "Not Found Error", "resource_type": kind}
    error |= {"parameter": parameter, "resource_id": value, "type": PROBLEM + "resource-not-found"}
    return {"errors": [error]}


def query(request: Request, known: Iterable[str]) -> Mapping[str, str]:
    """The query, when X knows every parameter of it."""
    known = list(known)
    for name, value in request.query_params.items():
        if name not in known:
            listing = ",".join(known)
            raise invalid(name, value, f"The query parameter [{name}] is not one of [{listing}]")
    return request.query_params


def fields(given: str) -> frozenset[str]:
    """The fields to show: those named in `tweet.fields`, and the three that X always gives."""
    asked = frozenset(filter(None, given.split(",")))
    if unknown := sorted(asked - FIELDS):
        raise invalid(
            "tweet.fields",
            given,
            f"The `tweet.fields` query parameter value [{unknown[0]}] is not one of {sorted(FIELDS)}",
        )
    return asked | PUBLIC


def whole(given: Mapping[str, str], name: str, default: int) -> int:
    """A parameter that is a whole number."""
    text = given.get(name, str(default))
    if not text.isascii() or not text.isdigit():
        raise invalid(name, text, f"The `{name}` query parameter value [{text}] is not a valid number")
    return int(text)


def instant(given: Mapping[str, str], name: str, default: float) -> float:
    """A parameter that is an instant, `YYYY-MM-DDTHH:mm:ssZ`, in epoch seconds."""
    text = given.get(name)
    if text is None:
        return default
    try:
        return dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z").timestamp()
    except ValueError:
        raise invalid(name, text, f"The `{name}` query parameter value [{text}] is not a valid RFC3339 date") from None
