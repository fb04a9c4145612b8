"""Pictures for tests: real ones by their first bytes, each as wide and high and as different as wanted."""

from __future__ import annotations

import struct
import zlib


def png(name: str = "", width: int = 3, height: int = 2) -> bytes:
    """A whole PNG, one grey; `name` makes it another one."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    words = chunk(b"tEXt", b"Comment\0" + name.encode()) if name else b""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + words + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg(width: int = 3, height: int = 2) -> bytes:
    """What a JPEG begins with: a segment of its maker's, a thumbnail's size in there, and then its own size."""
    thumbnail = b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00"
    application = b"\xff\xe1" + struct.pack(">H", len(thumbnail) + 2) + thumbnail
    frame = b"\xff\xc2" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8" + application + frame + b"\xff\xd9"
