"""The files of a config directory, read into their shapes, with every fault by its file, table and key."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")

_VARIABLE = re.compile(r"\$\{(\w+)\}")


@dataclass
class Files:
    """A config directory and, for what it lacks, the one that it extends; `strict` faults a variable that is not set."""

    folders: tuple[Path, ...]
    environment: Mapping[str, str]
    strict: bool = True
    faults: list[str] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def one(self, name: str, shape: type[T], leave: frozenset[str] = frozenset()) -> T | None:
        """A file that is one table, key by key out of the first directory that has it; `leave` are keys of others."""
        table: dict[str, Any] = {}
        homes: dict[str, Path] = {}
        for path in self._paths(name):
            found = {key: value for key, value in self._toml(path).items() if key not in {*leave, *table}}
            table |= found
            homes |= dict.fromkeys(found, path)
        return self._shape(name, shape, table, lambda key: f"{homes.get(key, self.folders[0] / name)} {key}")

    def many(self, name: str, shape: type[T], key: str) -> dict[str, T]:
        """A file of tables, out of the first directory that has it; each heading becomes the `key` of its shape."""
        path = next(self._paths(name))
        found: dict[str, T] = {}
        for heading, table in self._toml(path).items():
            where = f"{path} [{heading}]"
            if not isinstance(table, dict):
                self._fault(name, f"{where}: expected a table")
            elif key in table:
                self._fault(name, f"{where} {key}: the heading says it already")
            elif shaped := self._shape(name, shape, {key: heading, **table}, partial(_at, where)):
                found[heading] = shaped
        return found

    def well(self, *names: str) -> bool:
        """Whether nothing is wrong in any of these files by itself."""
        return self.broken.isdisjoint(names)

    def where(self, name: str) -> Path:
        """The file of this name that counts, for a fault in it."""
        return next(self._paths(name))

    def _paths(self, name: str) -> Iterator[Path]:
        """Where a file may be: every directory that has it, else the first, for its fault."""
        there = [folder / name for folder in dict.fromkeys(self.folders) if (folder / name).is_file()]
        return iter(there or [self.folders[0] / name])

    def _toml(self, path: Path) -> dict[str, Any]:
        """A TOML file with `${NAME}` put into its texts from the environment."""
        try:
            return {
                key: self._filled(value, path, key) for key, value in tomllib.loads(path.read_text("utf-8")).items()
            }
        except FileNotFoundError:
            self._fault(path.name, f"{path}: this file is missing")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self._fault(path.name, f"{path}: {error}")
        return {}

    def _filled(self, value: Any, path: Path, key: str) -> Any:
        """A value with its variables put in, at any depth."""
        if isinstance(value, dict):
            return {name: self._filled(part, path, f"{key}.{name}") for name, part in value.items()}
        if isinstance(value, list):
            return [self._filled(part, path, key) for part in value]
        if not isinstance(value, str):
            return value
        for name in _VARIABLE.findall(value) if self.strict else ():
            if name not in self.environment:
                self._fault(path.name, f"{path} {key}: ${{{name}}} is not set in the environment")
        return _VARIABLE.sub(lambda found: self.environment.get(found[1], ""), value)

    def _shape(self, name: str, shape: type[T], table: Mapping[str, Any], where: Callable[[str], str]) -> T | None:
        """A table as its shape, or None and a fault per key; a number is no time and a text no number."""
        known = {each.name for each in fields(shape)}  # type: ignore[arg-type]  # every shape is a dataclass
        for key in table.keys() - known:
            self._fault(name, f"{where(key)}: this key is not known; known are {', '.join(sorted(known))}")
        try:
            text = json.dumps({key: table[key] for key in table if key in known}, default=str)
            return TypeAdapter(shape).validate_json(text, strict=True)
        except ValidationError as error:
            for problem in error.errors(include_url=False, include_input=False):
                self._fault(name, f"{where('.'.join(map(str, problem['loc'])))}: {problem['msg']}")
        return None

    def _fault(self, name: str, words: str) -> None:
        """Keep a fault and that its file is not to be relied on."""
        self.broken.add(name)
        self.faults.append(words)


def _at(table: str, key: str) -> str:
    """The place of a key."""
    return f"{table} {key}"
