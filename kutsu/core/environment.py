"""The one Jinja environment of words, messages and pages: strict, escaping by file name, and blind to control characters.

Text from the sheet enters as a value and is never compiled: `{{7*7}}` stays seven characters.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

from jinja2 import BytecodeCache, Environment, FunctionLoader, StrictUndefined, TemplateError
from jinja2.bccache import Bucket
from markupsafe import Markup

from kutsu.core.bidi import isolated
from kutsu.core.errors import Faulty

_FORBIDDEN: Mapping[int, str | None] = {
    **dict.fromkeys((*range(9), *range(11, 32), *range(127, 160), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)),
    **dict.fromkeys((0x85, 0x2028, 0x2029), "\n"),
}
"""Characters that XML 1.0 forbids or that break a line in hiding; a newline and a tab remain."""

_ANY_FORBIDDEN = re.compile(f"[{re.escape(''.join(map(chr, _FORBIDDEN)))}]")


class Blank(StrictUndefined):
    """A field that the subject has but staff left empty: it may be asked for, never printed."""

    def __bool__(self) -> bool:  # type: ignore[override] # the strict parent never returns; asking is what this class is for
        return False


class _Environment(Environment):
    """Reads an attribute that is None as `Blank`, so that "None" can never be published."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        try:
            value = getattr(obj, attribute)  # as the parent begins too; a page asks a hundred thousand times
        except AttributeError:
            value = super().getattr(obj, attribute)
        if value is None:
            return Blank(f"{type(obj).__name__.lower()}.{attribute} is empty", obj=obj, name=attribute)
        return value


class _Compiled(BytecodeCache):
    """Templates as compiled, for all environments of this process; Jinja itself sees when the text behind a name is another."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was kept of this template, if anything."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep this template in the place of an older one of its name."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


def environment(sources: Mapping[str, str]) -> Environment:
    """An environment over `sources` (path to text); HTML, SVG and XML are escaped by their suffix, plain text is not."""

    def load(name: str) -> tuple[str, str, None] | None:
        return (sources[name], name, None) if name in sources else None

    made = _Environment(
        loader=FunctionLoader(load),  # unlike DictLoader it gives each template a file name, which errors then show
        undefined=StrictUndefined,
        autoescape=lambda name: str(name).endswith((".html", ".svg", ".xml")),
        finalize=clean,
        trim_blocks=True,
        lstrip_blocks=True,
        cache_size=-1,
        bytecode_cache=_COMPILED,
    )
    made.filters["isolated"] = isolated
    made.filters["quoted"] = lambda text: quote(str(text), safe="")
    return made


def fill(made: Environment, name: str, context: Mapping[str, object]) -> str:
    """Render the template `name`; raises `Faulty` with the template, the line and the variable that is missing."""
    with _told(name):
        return made.get_template(name).render(context)


def block(made: Environment, name: str, part: str, context: Mapping[str, object]) -> Markup:
    """Render one block of the template `name` by itself, escaped as there; raises `Faulty` as `fill` does."""
    with _told(name):
        template = made.get_template(name)
        return Markup("".join(template.blocks[part](template.new_context(dict(context)))))  # noqa: S704  escaped by its template


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Turn what a template raises into `Faulty`."""
    try:
        yield
    except TemplateError as error:
        frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename.startswith(("words/", "shapes/"))]
        where = f"{frames[-1].filename}, line {frames[-1].lineno}" if frames else name
        raise Faulty([f"templates/{where}: {error}"]) from error


def clean(value: object) -> object:
    """Drop what no reader may see; markup keeps its type, so that nothing is escaped twice. What is printable has none of it.

    Text of several lines is searched before it is translated, which takes many times as long.
    """
    if isinstance(value, str) and not value.isprintable() and _ANY_FORBIDDEN.search(value):
        return value.translate(_FORBIDDEN)
    return value
