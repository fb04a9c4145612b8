"""Forms with files (multipart/form-data, RFC 7578), as clients send pictures."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message

from starlette.requests import Request


@dataclass(frozen=True)
class Part:
    """One field of a form; a file has a name, any other field has none."""

    content: bytes
    filename: str | None


async def parts(request: Request) -> dict[str, Part]:
    """The fields by name; empty when the body is no such form."""
    kind = _head(f"Content-Type: {request.headers.get('content-type', '')}")
    boundary = kind.get_param("boundary")
    if kind.get_content_type() != "multipart/form-data" or not isinstance(boundary, str):
        return {}
    pieces = (b"\r\n" + await request.body()).split(f"\r\n--{boundary}".encode())
    return dict(_part(piece) for piece in pieces[1:-1])


def _part(piece: bytes) -> tuple[str, Part]:
    """Name and content of what stands between two boundaries."""
    head, _, content = piece.partition(b"\r\n\r\n")
    told = _head(head.decode().strip())
    return str(told.get_param("name", "", "content-disposition")), Part(content, told.get_filename())


def _head(lines: str) -> Message:
    """Header lines, read."""
    message = Message()
    for line in lines.splitlines():
        name, _, value = line.partition(":")
        message[name] = value.strip()
    return message
