"""How an endpoint says no in its network's own words, and how it reads what it was given."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response


class Rejected(Exception):
    """The network's definite no: raised anywhere in an endpoint, answered as it stands."""

    def __init__(self, status: int, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> None:
        """Keep the answer: HTTP status, JSON body, headers."""
        super().__init__(f"{status} {body}")
        self.answer = JSONResponse(dict(body), status, dict(headers or {}))


async def rejected(_: Request, error: Exception) -> Response:
    """Starlette's exception handler for `Rejected`."""
    assert isinstance(error, Rejected)
    return error.answer


async def json_object(request: Request) -> dict[str, Any] | None:
    """The JSON object in the body, or None when there is none."""
    try:
        body = json.loads(await request.body())
    except ValueError:
        return None
    return body if isinstance(body, dict) else None
