"""What a mirror wrote last, and what each of its files was made of: what is as it was need not be made again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from kutsu.mirrors.files import State, write_whole


@dataclass
class Record:
    """The files of one generation; it lies beside the folder and not in it, as the world reads what is in that.

    `marks` says of each file of the mirror's what it was made of, `files` how every file was then, those of others too. The
    generation `before` differs from this one in what is `behind`.
    """

    generation: str = ""
    before: str = ""
    behind: list[str] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    files: dict[str, State] = field(default_factory=dict)

    def drift(self, found: Mapping[str, State]) -> set[str]:
        """Every file that was changed, added or taken away by somebody else since, by what is `found` now."""
        return {path for path in self.files.keys() | found.keys() if self.files.get(path) != found.get(path)}


_RECORD = TypeAdapter(Record)


def read(path: Path) -> Record:
    """The record in this file; one that is not there or cannot be read knows nothing, so that all is made anew."""
    try:
        return _RECORD.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return Record()


def keep(path: Path, record: Record) -> None:
    """Write it down, unless it is as it was; raises OSError as the file system does."""
    write_whole(path, _RECORD.dump_json(record))
