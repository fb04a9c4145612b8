"""How Graph speaks: parameters from query, form or JSON, the token from header or body, errors with their codes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from kutsu.sandbox.accounts import Page
from kutsu.sandbox.answers import Rejected, json_object
from kutsu.sandbox.uploads import form

VERSION = re.compile(r"v(\d\d)\.0")
DEAD_WORDS = 'OAuth "Facebook Platform" "invalid_token" "Invalid OAuth access token."'
FILE = "source"
"""The one field of a form that is a file."""
FLAGS = {"true": True, "1": True, "false": False, "0": False}


def error(
    code: int, message: str, *, status: int = 400, subcode: int | None = None, kind: str = "OAuthException"
) -> Rejected:
    """An error in Graph's shape. Most are HTTP 400: what happened is told by the code, a dead token (190) too.

    That a dead token is 400 and not 401: home-assistant/core#152416, MrSwitch/hello.js#548.
    """
    body: dict[str, Any] = {"message": message, "type": kind, "code": code}
    if subcode is not None:
        body["error_subcode"] = subcode
    body["fbtrace_id"] = "A" + hashlib.sha256(message.encode()).hexdigest()[:22]
    return Rejected(status, {"error": body}, {"WWW-Authenticate": DEAD_WORDS} if code == 190 else None)


def unknown_node(name: str) -> Rejected:
    """An id that is not there, or not for this token."""
    message = (
        f"Unsupported request. Object with ID '{name}' does not exist, cannot be loaded due to missing permissions,"
        " or does not support this operation"
    )
    return error(100, message, subcode=33, kind="GraphMethodException")


async def parameters(request: Request) -> dict[str, str]:
    """All parameters as text, wherever they stand, files aside; the body of a form or of JSON wins over the query."""
    given = {name: value for name, value in request.query_params.items() if name != "access_token"}
    if request.headers.get("content-type", "").startswith("application/json"):
        body = await json_object(request)
        if body is None:
            raise error(100, "(#100) The body is not a JSON object")
        return given | {name: value if isinstance(value, str) else json.dumps(value) for name, value in body.items()}
    if fields := await form(request):
        return given | {name: content.decode() for name, content in fields.items() if name != FILE}
    return given | dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))


def bearer(request: Request, given: dict[str, str], pages: Iterable[Page]) -> Page:
    """The page whose token this is, from `Authorization: Bearer` or the body.

    Graph takes it in the query too; the sandbox does not, for a token in an address ends up in logs.
    """
    token = given.pop("access_token", "") or request.headers.get("authorization", "").removeprefix("Bearer ")
    if not token:
        raise error(104, "An access token is required to request this resource.")
    for page in pages:
        if page.token == token:
            return page
    raise error(190, "Invalid OAuth access token - Cannot parse access token")


def version(request: Request) -> None:
    """Graph of today answers to v20.0 and newer."""
    match = VERSION.fullmatch(request.path_params["version"])
    if match is None or int(match[1]) < 20:
        raise error(2500, f"Unknown path components: /{request.path_params['version']}")


def known(given: Mapping[str, str], names: Collection[str]) -> None:
    """Every parameter is one that is played here; Graph ignores some strangers in silence, the sandbox none."""
    for name in sorted(given.keys() - set(names)):
        raise error(100, f"(#100) Param {name} is not a valid parameter")


def flag(given: Mapping[str, str], name: str, *, default: bool) -> bool:
    """A parameter that is yes or no."""
    text = given.get(name, "true" if default else "false").lower()
    if text not in FLAGS:
        raise error(100, f"(#100) Param {name} must be a boolean")
    return FLAGS[text]


def number(given: Mapping[str, str], name: str, default: int) -> int:
    """A parameter that is a whole number."""
    text = given.get(name, str(default))
    if not (text.isascii() and text.isdigit()):
        raise error(100, f"(#100) Param {name} must be an integer")
    return int(text)


def chosen(node: Mapping[str, Any], fields: str, usual: tuple[str, ...], kind: str) -> dict[str, Any]:
    """The fields of a node that were asked for, and its id."""
    asked = [name.strip() for name in fields.split(",")] if fields else list(usual)
    for name in asked:
        if name not in node:
            raise error(100, f"(#100) Tried accessing nonexisting field ({name}) on node type ({kind})")
    return {name: node[name] for name in [*asked, "id"]}
