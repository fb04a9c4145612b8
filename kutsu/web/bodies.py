"""What callers send: read to a bound and no longer than a while, and whether it is the one click of RFC 8058."""

from __future__ import annotations

import asyncio
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

FIELD, CLICK = "List-Unsubscribe", "One-Click"
"""The body that RFC 8058 (3.1) asks for."""

PATIENCE_SECONDS = 6
"""More than a form or a batch takes; less than `kutsu web` waits for those under way when it is stopped."""

BAD, LATE, LARGE = 400, 408, 413
CLOSE = {"Connection": "close"}
"""What was not read to its end is no beginning of another request."""


async def read(request: Request, most: int) -> bytes:
    """The whole body; raises HTTPException (413, 408, 400) for one that is longer than `most` bytes, dawdles, or breaks off."""
    found = bytearray()
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            async for part in request.stream():
                found += part
                if len(found) > most:
                    raise HTTPException(LARGE, headers=CLOSE)
    except TimeoutError:
        raise HTTPException(LATE, headers=CLOSE) from None
    except ClientDisconnect:
        raise HTTPException(BAD, headers=CLOSE) from None
    return bytes(found)


def one_click(kind: str, body: bytes) -> bool:
    """Whether a body of this Content-Type says `List-Unsubscribe=One-Click`, be it urlencoded or multipart/form-data."""
    match kind.partition(";")[0].strip().casefold():
        case "application/x-www-form-urlencoded":
            return (FIELD, CLICK) in parse_qsl(body.decode("latin-1"))
        case "multipart/form-data":
            return any((name, value.strip()) == (FIELD, CLICK) for name, value in _parts(kind, body))
    return False


def _parts(kind: str, body: bytes) -> list[tuple[str, str]]:
    """The fields of a form in several parts; the standard library reads it as what it is, a MIME message."""
    head = f"Content-Type: {kind}\r\n\r\n".encode("latin-1", "replace")
    message = BytesParser(EmailMessage, policy=HTTP).parsebytes(head + body)
    if not message.is_multipart():
        return []
    fields = [part for part in message.iter_parts() if isinstance(part, EmailMessage)]
    return [(_name(part), str(part.get_payload())) for part in fields]


def _name(part: EmailMessage) -> str:
    """The name of a form's field."""
    return str(part.get_param("name", "", header="content-disposition"))
