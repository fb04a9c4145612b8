"""JSON that machines read: what a sheet says stands in it as text, whatever it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from kutsu.core.environment import clean

INSIDE_HTML = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
"""Without these no text can end a `<script>` or begin a comment there; JSON reads the escape as the character itself."""


def as_json(value: object, *, indent: int | None = None) -> str:
    """A value as JSON, without the characters that no reader may see."""
    return json.dumps(_cleaned(value), ensure_ascii=False, indent=indent)


def in_html(value: object) -> Markup:
    """A value as JSON that may stand inside a `<script>` of HTML."""
    return Markup(as_json(value).translate(INSIDE_HTML))  # noqa: S704  nothing in it can be read as markup


def _cleaned(value: Any) -> Any:
    """Every text in it cleaned before it is written: afterwards a line break would be a break in the JSON itself."""
    if isinstance(value, Mapping):
        return {key: _cleaned(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(each) for each in value]
    return clean(value)
