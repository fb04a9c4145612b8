"""What staff do in a script: each deed is a small table, and changes the sheet as people do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import ClassVar, TypeVar

from pydantic import ConfigDict, with_config

from kutsu.core.errors import Faulty
from kutsu.core.grid import Tab
from kutsu.demo import ticks
from kutsu.rehearsal.sheet import RehearsedSheet
from kutsu.rehearsal.strokes import Value, Worksheet
from kutsu.wiring import Works

T = TypeVar("T")


@dataclass(frozen=True)
class Desk:
    """Where a script is played: the works, and the sheets on which its people work."""

    works: Works
    sheets: Mapping[str, RehearsedSheet]

    def sheet(self, tab: str, id_: str = "") -> RehearsedSheet:
        """The sheet with this row, else the first that has the tab; raises `Faulty` where none has it."""
        holders = [sheet for sheet in self.sheets.values() if sheet.has_tab(tab)]
        if not holders:
            raise Faulty([f"no sheet has the tab {tab!r} at this moment"])
        return next((sheet for sheet in holders if id_ and sheet.has(tab, id_)), holders[0])


class Deed:
    """Something that somebody does at a moment; a subclass is its table in the script, under its `name`."""

    name: ClassVar[str]
    DEEDS: ClassVar[dict[str, type[Deed]]] = {}

    def __init_subclass__(cls) -> None:
        if "name" in vars(cls):
            Deed.DEEDS[cls.name] = cls

    def do(self, desk: Desk) -> None:
        """Do it; raises `Faulty` where it cannot be done, as on a row that is not there."""
        raise NotImplementedError

    def columns(self) -> Iterable[str]:
        """The columns that it names, by their keys."""
        return ()

    def __str__(self) -> str:
        given = asdict(self)  # type: ignore[call-overload]  # every deed is a dataclass
        return " ".join([self.name, *(_plain(value) for value in given.values() if value not in ("", (), {}))])


def deed(shape: type[T]) -> type[T]:
    """A frozen dataclass that takes no key of which it knows nothing."""
    return with_config(ConfigDict(extra="forbid"))(dataclass(frozen=True)(shape))


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} = {_plain(each)}" for key, each in value.items())
    return "+".join(map(str, value)) if isinstance(value, tuple) else str(value)


class OnTab(Deed):
    """What is done on one tab."""

    tab: str

    def do(self, desk: Desk) -> None:
        """Change the tab."""
        desk.sheet(self.tab, getattr(self, "id", "")).work(self.tab, self._stroke)

    def _stroke(self, on: Worksheet) -> Tab:
        raise NotImplementedError


@deed
class Set(OnTab):
    """Type into cells of a row: `values` by column."""

    name: ClassVar[str] = "set"
    tab: str
    id: str
    values: dict[str, Value]

    def columns(self) -> Iterable[str]:
        """Those that it types into."""
        return self.values

    def _stroke(self, on: Worksheet) -> Tab:
        return on.put(self.id, self.values)


@deed
class Tick(OnTab):
    """Tick the approval of a row in some languages."""

    name: ClassVar[str] = "tick"
    tab: str
    id: str
    languages: tuple[str, ...]

    def _stroke(self, on: Worksheet) -> Tab:
        return on.put(self.id, {f"approve.{language}": True for language in self.languages})


@deed
class Untick(OnTab):
    """Take ticks away."""

    name: ClassVar[str] = "untick"
    tab: str
    id: str
    languages: tuple[str, ...]

    def _stroke(self, on: Worksheet) -> Tab:
        return on.put(self.id, {f"approve.{language}": False for language in self.languages})


@deed
class Add(OnTab):
    """A new row at the end of a tab."""

    name: ClassVar[str] = "add"
    tab: str
    values: dict[str, Value]

    def columns(self) -> Iterable[str]:
        """Those that it fills."""
        return self.values

    def _stroke(self, on: Worksheet) -> Tab:
        return on.add(self.values)


@deed
class Delete(OnTab):
    """Delete a row."""

    name: ClassVar[str] = "delete"
    tab: str
    id: str

    def _stroke(self, on: Worksheet) -> Tab:
        return on.delete(self.id)


@deed
class Copy(OnTab):
    """Copy a row with its id, which is then twice there; `restore` takes the copy away."""

    name: ClassVar[str] = "copy"
    tab: str
    id: str

    def _stroke(self, on: Worksheet) -> Tab:
        return on.copy(self.id)


@deed
class Sort(OnTab):
    """Sort a tab by a column; the columns to `leave` are not sorted with the rest."""

    name: ClassVar[str] = "sort"
    tab: str
    column: str
    leave: tuple[str, ...] = ()

    def columns(self) -> Iterable[str]:
        """That to sort by, and those to leave."""
        return (self.column, *self.leave)

    def _stroke(self, on: Worksheet) -> Tab:
        return on.sort(self.column, self.leave)


@deed
class Rename(OnTab):
    """Write another header over a column; `restore` brings the old one back."""

    name: ClassVar[str] = "rename"
    tab: str
    column: str
    header: str

    def columns(self) -> Iterable[str]:
        """The one under the header."""
        return (self.column,)

    def _stroke(self, on: Worksheet) -> Tab:
        return on.rename(self.column, self.header)


@deed
class Empty(OnTab):
    """Delete all rows of a tab."""

    name: ClassVar[str] = "empty"
    tab: str

    def _stroke(self, on: Worksheet) -> Tab:
        return on.empty()


@deed
class Restore(Deed):
    """Bring a tab back to what it was before its last change, from the version history."""

    name: ClassVar[str] = "restore"
    tab: str

    def do(self, desk: Desk) -> None:
        """Restore it."""
        desk.sheet(self.tab).restore(self.tab)


@deed
class Approve(Deed):
    """Tick every language of every row that is complete and not ticked: what staff do once they have seen the previews."""

    name: ClassVar[str] = "approve"

    def do(self, desk: Desk) -> None:
        """Tick them in every sheet."""
        plan = desk.works.surveyor.look().plan
        for name, sheet in desk.sheets.items():
            sheet.write(list(ticks(plan, name, desk.works.rules.required)))
