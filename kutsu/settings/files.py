"""The files of a config directory, read into their shapes, with every fault by its file, table and key."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from kutsu.core.coherence import Place
from kutsu.settings.faults import Faults

T = TypeVar("T")

_READERS: dict[Any, TypeAdapter[Any]] = {}
"""What reads tables as a shape, by the shape; making one takes longer than reading with it."""

_VARIABLE = re.compile(r"\$\{(\w+)\}")


@dataclass
class Files:
    """A config directory and, for what it lacks, the one that it extends; `strict` faults a variable that is not set.

    Everything is read on in spite of a fault, so that all faults are found: what is wrong has a stand-in's value.
    """

    folders: tuple[Path, ...]
    environment: Mapping[str, str]
    faults: Faults
    strict: bool = True

    def one(self, name: str, stand_in: T, leave: frozenset[str] = frozenset(), *, needed: bool = True) -> T:
        """A file that is one table, key by key out of the first directory that has it; `leave` are keys of others.

        One that is not `needed` is its stand-in where it is nowhere.
        """
        if not needed and not next(self._paths(name)).is_file():
            return stand_in
        table: dict[str, Any] = {}
        for path in self._paths(name):
            found = {key: value for key, value in self._toml(path, name).items() if key not in {*leave, *table}}
            table |= found
            self.faults.homes |= {(name, key): path for key in found}
        return stand_in if self.faults.spoilt(name) else self._shape(stand_in, table, (name,))

    def many(self, name: str, stand_in: T, key: str, *, needed: bool = True) -> dict[str, T]:
        """A file of tables, out of the first directory that has it; each heading becomes the `key` of its shape.

        One that is not `needed` has no tables where it is nowhere.
        """
        path = next(self._paths(name))
        if not needed and not path.is_file():
            return {}
        self.faults.homes[(name,)] = path
        found: dict[str, T] = {}
        for heading, table in self._toml(path, name).items():
            if not isinstance(table, dict):
                self.faults.tell((name, heading, ""), "expected a table")
                continue
            if key in table:
                self.faults.tell((name, heading, key), "the heading says it already")
            found[heading] = self._shape(stand_in, {**table, key: heading}, (name, heading))
        return found

    def each(self, folder: str, stand_in: T, key: str) -> dict[str, T]:
        """The files of a folder, such as `drafts/ar.toml`, each out of the first directory that has it; none are needed.

        The stem of each becomes the `key` of its shape.
        """
        found: dict[str, T] = {}
        for stem in sorted({path.stem for root in self.folders for path in (root / folder).glob("*.toml")}):
            name = f"{folder}/{stem}.toml"
            path = next(self._paths(name))
            self.faults.homes[(name,)] = path
            table = self._toml(path, name)
            if key in table:
                self.faults.tell((name, key), "the name of the file says it already")
            found[stem] = self._shape(stand_in, {**table, key: stem}, (name,))
        return found

    def _paths(self, name: str) -> Iterator[Path]:
        """Where a file may be: every directory that has it, else the first, for its fault."""
        there = [folder / name for folder in dict.fromkeys(self.folders) if (folder / name).is_file()]
        return iter(there or [self.folders[0] / name])

    def _toml(self, path: Path, name: str) -> dict[str, Any]:
        """The TOML file of this name with `${NAME}` put into its texts from the environment; nothing where it cannot be read."""
        try:
            table = tomllib.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            return self._unread(path, name, "this file is missing")
        except (OSError, ValueError) as error:  # ValueError: no TOML, no UTF-8
            return self._unread(path, name, str(error))
        return {key: self._filled(value, (name, key)) for key, value in table.items()}

    def _unread(self, path: Path, name: str, words: str) -> dict[str, Any]:
        """Tell that a file cannot be read at all; none of its keys is missing then."""
        self.faults.homes[(name,)] = path
        self.faults.spoil((name,))
        self.faults.tell((name,), words)
        return {}

    def _filled(self, value: Any, place: Place) -> Any:
        """A value with its variables put in, at any depth."""
        if isinstance(value, dict):
            return {key: self._filled(part, (*place, key)) for key, part in value.items()}
        if isinstance(value, list):
            return [self._filled(part, place) for part in value]
        if not isinstance(value, str):
            return value
        for name in _VARIABLE.findall(value) if self.strict else ():
            if name not in self.environment:
                self.faults.tell(place, f"${{{name}}} is not set in the environment")
        return _VARIABLE.sub(lambda found: self.environment.get(found[1], ""), value)

    def _shape(self, stand_in: T, table: Mapping[str, Any], place: Place) -> T:
        """A table as its shape, with a fault per key; a number is no time and a text no number."""
        known = {each.name for each in fields(stand_in)}  # type: ignore[arg-type]  # every shape is a dataclass
        for key in sorted(table.keys() - known):
            self.faults.tell((*place, key), f"this key is not known; known are {', '.join(sorted(known))}")
        given = {key: table[key] for key in table if key in known}
        try:
            return _shaped(type(stand_in), given)
        except ValidationError as error:
            wrong = {self._misshapen(place, problem["loc"], problem["msg"]) for problem in error.errors()}
        right = {key: given[key] for key in given.keys() - wrong}
        return _shaped(type(stand_in), asdict(stand_in) | right)  # type: ignore[call-overload]  # as above

    def _misshapen(self, place: Place, parts: tuple[int | str, ...], words: str) -> str:
        """Tell that a value has not its shape; gives the key that needs a stand-in."""
        key = str(parts[0])
        self.faults.tell((*place, *(part for part in parts if isinstance(part, str))), words)
        self.faults.spoil((*place, key))
        return key


def _shaped(shape: type[T], table: Mapping[str, Any]) -> T:
    """A table as its shape; by way of JSON, whose strict reading takes a time only from a text and a number only from a number."""
    if shape not in _READERS:
        _READERS[shape] = TypeAdapter(shape)
    adapter: TypeAdapter[T] = _READERS[shape]
    return adapter.validate_json(json.dumps(table, default=str), strict=True)
