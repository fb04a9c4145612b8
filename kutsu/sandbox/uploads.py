"""Files that a client sends in a form of several parts (RFC 7578), and what they are by their first bytes."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Mapping

from starlette.requests import Request

MAGIC = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}


async def form(request: Request) -> Mapping[str, bytes]:
    """The fields of the form by their names, files and words alike; nothing of a body that is no such form."""
    head = f"Content-Type: {request.headers.get('content-type', '')}\r\n\r\n".encode("latin-1")
    whole = email.message_from_bytes(head + await request.body(), policy=email.policy.HTTP)
    if not whole.is_multipart():
        return {}
    parts = [part for part in whole.walk() if part is not whole]
    return {str(part.get_param("name", header="content-disposition")): _content(part) for part in parts}


def sniffed(content: bytes) -> str:
    """The media type of a picture by its first bytes, or nothing."""
    return next((kind for magic, kind in MAGIC.items() if content.startswith(magic)), "")


def _content(part: email.message.Message) -> bytes:
    """The bytes of one part as they came."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
