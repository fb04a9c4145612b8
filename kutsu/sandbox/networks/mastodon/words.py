"""What Mastodon says when it says no, and which parameters it knows (docs.joinmastodon.org, Rails' own for the rest)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import Request

from kutsu.sandbox.accounts import MastodonAccount
from kutsu.sandbox.answers import Rejected, json_object
from kutsu.sandbox.limits import Spent
from kutsu.sandbox.world import stamp


def error(status: int, said: str) -> Rejected:
    """A no in the one shape that Mastodon has."""
    return Rejected(status, {"error": said})


def invalid(said: str) -> Rejected:
    """A no to what was given."""
    return error(422, f"Validation failed: {said}")


def unauthorized() -> Rejected:
    """An unknown token, or none."""
    return error(401, "The access token is invalid")


def missing() -> Rejected:
    """An id that is not there, or not for this account."""
    return error(404, "Record not found")


def hurried(spent: Spent) -> Rejected:
    """429 with its reset."""
    no = error(429, "Too many requests")
    no.answer.headers.update(told(spent))
    return no


def told(spent: Spent) -> dict[str, str]:
    """The rate headers of every answer; the reset in ISO 8601."""
    values = {"Limit": str(spent.limit), "Remaining": str(spent.remaining), "Reset": stamp(spent.reset)}
    return {f"X-RateLimit-{name}": value for name, value in values.items()}


def bearer(request: Request, accounts: Iterable[MastodonAccount], scope: str) -> MastodonAccount:
    """Whose token it is, when it was granted `scope` or the whole of it (`write` holds `write:statuses`); any token where it is empty."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    account = next((one for one in accounts if kind == "Bearer" and one.token == token), None)
    if account is None:
        raise unauthorized()
    if scope and not {scope, scope.partition(":")[0]} & set(account.scopes):
        raise error(403, "This action is outside the authorized scopes")
    return account


async def fields(request: Request, known: Iterable[str]) -> dict[str, Any]:
    """The body, a form or JSON, lists under their plain names; a field that is not played here is refused."""
    if request.headers.get("content-type", "").startswith("application/json"):
        given = await json_object(request)
        if given is None:
            raise error(400, "Error occurred while parsing request parameters")
    else:
        form = parse_qs((await request.body()).decode(errors="replace"), keep_blank_values=True)
        given = {name: values if name.endswith("[]") else values[-1] for name, values in form.items()}
    given = {name.removesuffix("[]"): value for name, value in given.items()}
    if unknown := sorted(set(given) - set(known)):
        raise invalid(f"{', '.join(unknown)} is not played here")
    return given


def query(request: Request, known: Iterable[str]) -> Mapping[str, str]:
    """The query, when every parameter of it is played here."""
    if unknown := sorted(set(request.query_params) - set(known)):
        raise invalid(f"{', '.join(unknown)} is not played here")
    return request.query_params


def whole(given: Mapping[str, str], name: str, default: int) -> int:
    """A parameter that is a whole number."""
    text = given.get(name, str(default))
    if not text.isascii() or not text.isdigit():
        raise invalid(f"{name} is not a number")
    return int(text)
