"""What Google's APIs say when they say no, and strict reading of a JSON body."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from starlette.requests import Request

from kutsu.sandbox.answers import Rejected, json_object

STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    503: "UNAVAILABLE",
}


def error(code: int, message: str) -> Rejected:
    """An error in Google's shape."""
    return Rejected(code, {"error": {"code": code, "message": message, "status": STATUS[code]}})


def invalid(message: str) -> Rejected:
    """400: the request is not understood."""
    return error(400, message)


def no_grant(code: str, description: str) -> Rejected:
    """The token endpoint's own shape (RFC 6749, section 5.2)."""
    return Rejected(400, {"error": code, "error_description": description})


def only(body: Mapping[str, Any], names: Collection[str], where: str = "") -> None:
    """Every name in `body` is one of `names`."""
    for name in sorted(body.keys() - set(names)):
        place = f" at '{where}'" if where else ""
        raise invalid(f'Invalid JSON payload received. Unknown name "{name}"{place}: Cannot find field.')


def query(request: Request, names: Collection[str]) -> None:
    """Every query parameter is one of `names`, or one that all Google APIs take."""
    for name in sorted(set(request.query_params.keys()) - {*names, "alt", "prettyPrint", "fields"}):
        raise invalid(f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query parameter.')


def flag(request: Request, name: str) -> bool:
    """A query parameter that is true or false."""
    return request.query_params.get(name, "false").lower() == "true"


async def body(request: Request, names: Collection[str]) -> dict[str, Any]:
    """The JSON object in the body, when Google knows every name of it."""
    given = await json_object(request)
    if given is None:
        raise invalid("Invalid JSON payload received.")
    only(given, names)
    return given
