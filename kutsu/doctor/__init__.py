"""`kutsu doctor`: looks at everything that publishing needs, side by side, without publishing or changing anything.

Each module here is one field, found by itself; its `checks` gives what is to be looked at.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Collection, Iterator, Sequence
from importlib import import_module
from typing import Protocol, cast

from kutsu.core.checked import Checked
from kutsu.doctor.patient import Patient

Look = Callable[[], Iterator[Checked]]
Check = tuple[str, Look]
"""What is looked at, by its name for people, and the look; it may take its time, and raise."""

APART = ("patient", "round", "reach")
"""Modules that are no fields."""


class Field(Protocol):
    """What a module of this package offers to become a field."""

    def checks(self, patient: Patient) -> Sequence[Check]:
        """Everything to look at; asks nothing yet."""


def fields() -> list[str]:
    """The names of all fields."""
    return [found.name for found in pkgutil.iter_modules(__path__) if found.name not in APART]


def checks(patient: Patient, only: Collection[str] = ()) -> Iterator[tuple[str, Check]]:
    """All checks, or those of `only` these fields, each with its field; a field that breaks is a check that breaks."""
    for name in fields():
        if not only or name in only:
            yield from ((name, check) for check in _of(name, patient))


def _of(name: str, patient: Patient) -> Sequence[Check]:
    try:
        return cast(Field, import_module(f"{__name__}.{name}")).checks(patient)
    except Exception as error:
        return [(name, _raising(error))]


def _raising(error: Exception) -> Look:
    """A look that breaks as its field did."""

    def look() -> Iterator[Checked]:
        raise error

    return look
