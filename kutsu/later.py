"""Libraries that are loaded on first use: what only speaks to a network costs nothing where nobody speaks to it."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any


class Later:
    """A module that stands for itself until something of it is asked for; calling it loads it at once, ahead of a deadline."""

    def __init__(self, name: str) -> None:
        """That its library is there is seen now, as by an import; raises ModuleNotFoundError."""
        library = name.partition(".")[0]
        if find_spec(library) is None:
            raise ModuleNotFoundError(f"No module named {library!r}", name=library)
        self._name = name

    def __call__(self) -> ModuleType:
        """The module, loaded."""
        return import_module(self._name)

    def __getattr__(self, attribute: str) -> Any:
        return getattr(self(), attribute)
