"""`archive.json`, written subject by subject so that no record is too large for memory, and the schema that it keeps."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pydantic import TypeAdapter

from kutsu.archive.whole import Again, Archive, Head, Hold, Pause, Subject

SCHEMA = "https://json-schema.org/draft/2020-12/schema"

_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {
    each: TypeAdapter(each) for each in (Archive, Head, Pause, Hold, Again, Subject)
}


class Writing:
    """The file while it grows; whoever reads it before its end has no JSON."""

    def __init__(
        self, path: Path, head: Head, pauses: Sequence[Pause], holds: Sequence[Hold], again: Sequence[Again]
    ) -> None:
        """Begin a new file with all but the subjects."""
        self._file = path.open("x", encoding="utf-8", newline="\n")
        self._file.write(f'{{"head": {_json(Head, head)}')
        for name, made, values in (("pauses", Pause, pauses), ("holds", Hold, holds), ("again", Again, again)):
            self._file.write(f',\n"{name}": [' + ",\n".join(_json(made, each) for each in values) + "]")
        self._file.write(',\n"subjects": [')
        self._first = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._file.write("]}\n")
        self._file.close()

    def add(self, subject: Subject) -> None:
        """Add a subject."""
        self._file.write(("\n" if self._first else ",\n") + _json(Subject, subject))
        self._first = False


def schema() -> str:
    """The JSON Schema of `archive.json`."""
    made = {"$schema": SCHEMA, **_ADAPTERS[Archive].json_schema(mode="serialization")}
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def _json(made: type[Any], value: object) -> str:
    """One value of a class."""
    return json.dumps(_ADAPTERS[made].dump_python(value, mode="json"), ensure_ascii=False)
