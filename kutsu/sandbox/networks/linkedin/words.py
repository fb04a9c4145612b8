"""What LinkedIn says when it says no, and what it wants of every request: a token, a live version, the protocol."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from starlette.requests import Request

from kutsu.sandbox.accounts import Organization
from kutsu.sandbox.answers import Rejected

ROLES = ("ADMINISTRATOR", "CONTENT_ADMIN")
VERSION = re.compile(r"20\d\d(?:0[1-9]|1[0-2])")
OLDEST = "202506"
"""The oldest version that answers: 202505 was retired by May 2026. Newer ones all do, so that no test ages."""


def no(status: int, code: str, message: str, number: int | None = None) -> Rejected:
    """An answer in LinkedIn's shape; `number` is the serviceErrorCode, which some answers lack."""
    numbered = {} if number is None else {"serviceErrorCode": number}
    return Rejected(status, {"status": status, **numbered, "code": code, "message": message})


def unauthorized() -> Rejected:
    """A token that is not known."""
    return no(401, "INVALID_ACCESS_TOKEN", "Invalid access token", 65600)


def denied(what: str) -> Rejected:
    """A token that lacks a permission or a role for this."""
    return no(403, "ACCESS_DENIED", f"Not enough permissions to access: {what}", 100)


def hurried() -> Rejected:
    """Too many requests; when to come again is not told."""
    message = "Resource level throttle DAY limit for calls to this resource is reached."
    return no(429, "TOO_MANY_REQUESTS", message, 101)


def broken() -> Rejected:
    """LinkedIn's own fault."""
    return no(500, "INTERNAL_SERVER_ERROR", "Internal Server Error", 0)


def missing(urn: str) -> Rejected:
    """No such post, or one that was deleted."""
    return no(404, "NOT_FOUND", f"Could not find entity {urn}")


def field(name: str, trouble: str) -> Rejected:
    """A field that is unknown, missing or wrong, as Rest.li validates."""
    return Rejected(422, {"message": f"ERROR :: /{name} :: {trouble}\n", "status": 422})


def duplicate(urn: str) -> Rejected:
    """The same text again; the message names the post that has it (Arisamiga/Linkedin-RSS#5)."""
    said = f"com.linkedin.content.common.exception.BadRequestResponseException: Content is a duplicate of {urn}"
    wrong = {"description": "Duplicate post is detected", "input": {}, "code": "DUPLICATE_POST"}
    body = {"errorDetailType": "com.linkedin.common.error.BadRequest", "message": said}
    return Rejected(422, {**body, "errorDetails": {"inputErrors": [wrong]}, "status": 422})


def caller(request: Request, organizations: Iterable[Organization]) -> Organization:
    """Whose token this is, once version and protocol are in order."""
    given = request.headers.get("authorization", "")
    known = (one for one in organizations if given == f"Bearer {one.token}")
    organization = next(known, None)
    if organization is None:
        raise unauthorized()
    version = request.headers.get("linkedin-version", "")
    if not version:
        raise no(400, "VERSION_MISSING", "A version must be present. Please specify a LinkedIn-Version header.")
    if not VERSION.fullmatch(version) or version < OLDEST:
        raise no(426, "NONEXISTENT_VERSION", f"Requested version {version} is not active")
    if request.headers.get("x-restli-protocol-version") != "2.0.0":
        raise no(400, "ILLEGAL_ARGUMENT", "X-Restli-Protocol-Version has to be 2.0.0")
    return organization


def may(caller: Organization, permission: str, owner: object) -> None:
    """The token has this permission, and its owner a role in that organisation."""
    if permission not in caller.permissions or caller.role not in ROLES or owner != caller.urn:
        raise denied(f"what is of {owner} with {permission}")


def finder(request: Request, name: str, known: Collection[str]) -> Mapping[str, str]:
    """The query of a FINDER whose `q` is `name`, when every parameter of it is known."""
    given = request.query_params
    if request.headers.get("x-restli-method") != "FINDER" or given.get("q") != name:
        raise no(400, "ILLEGAL_ARGUMENT", f"A FINDER with q={name} is expected here")
    for key in given.keys() - {"q", "start", "count", *known}:
        raise no(400, "QUERY_PARAM_NOT_ALLOWED", f"Query parameter {key} is not allowed")
    return given


def page(rows: list[dict[str, Any]], given: Mapping[str, str]) -> dict[str, Any]:
    """`rows` from `start`, at most `count` of them (10, and never more than 100)."""
    start, count = given.get("start", "0"), given.get("count", "10")
    if not (start.isdecimal() and count.isdecimal() and 0 < int(count) <= 100):
        raise no(400, "PARAM_INVALID", "start and count have to be whole numbers, count at most 100")
    paging = {"start": int(start), "count": int(count), "links": []}
    return {"paging": paging, "elements": rows[int(start) :][: int(count)]}
