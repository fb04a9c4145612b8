"""Pictures for tests: real ones, as wide and high and as different as wanted."""

from __future__ import annotations

import io

from PIL import Image
from PIL.PngImagePlugin import PngInfo


def png(name: str = "", width: int = 3, height: int = 2) -> bytes:
    """A grey PNG; `name` makes it another one, and as large as the name is long."""
    words, file = PngInfo(), io.BytesIO()
    words.add_itxt("Comment", name)
    Image.new("L", (width, height), 128).save(file, "PNG", pnginfo=words)
    return file.getvalue()


def jpeg(width: int = 3, height: int = 2) -> bytes:
    """A grey JPEG."""
    file = io.BytesIO()
    Image.new("L", (width, height), 128).save(file, "JPEG")
    return file.getvalue()
