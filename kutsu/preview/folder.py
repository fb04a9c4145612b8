"""The folder of previews: which files belong to which row, made of what; names that nobody can guess; nothing half written."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from kutsu.core.columns.shape import STAFF_LANGUAGES
from kutsu.mirrors.files import write_whole

FIRST = STAFF_LANGUAGES[0]
OWNED = ("*.html", "*.css", "mail/*.html", "pictures/*")
"""What may be removed here once nobody wants it."""

_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass
class Kept:
    """What is kept of one row: a digest of what its pages were made of, the contents that they show, and their files.

    `said` are the fingerprints of its messages by key, `held` the reasons why others could not be written.
    """

    inputs: str
    digests: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)


@dataclass
class Manifest:
    """Everything that is in the folder: the pages by subject, the pictures (file and alt text) by what they are of."""

    pages: dict[str, Kept] = field(default_factory=dict)
    pictures: dict[str, tuple[str, str]] = field(default_factory=dict)
    index: str = ""


_MANIFEST = TypeAdapter(Manifest)


@dataclass(frozen=True)
class Folder:
    """The files below `root`, which may be served; the manifest, which names them all, lies beside it and is not."""

    root: Path
    secret: str = field(repr=False)

    @property
    def record(self) -> Path:
        """The manifest's file."""
        return self.root.with_name(f"{self.root.name}.json")

    def name(self, subject: str = "", ui: str = FIRST) -> str:
        """The file of a row's page (or of the index) in a staff language; only who knows the state's secret can guess it."""
        token = hmac.new(self.secret.encode(), f"preview/{subject}".encode(), hashlib.sha256).hexdigest()[:24]
        stem = _UNSAFE.sub("", subject).lower()[:40] or "index"
        return f"{stem}-{token}{'' if ui == FIRST else f'.{ui}'}.html"

    def read(self) -> Manifest:
        """What was written last; one that is not there or cannot be read is empty, so that all is made anew."""
        try:
            return _MANIFEST.validate_python(json.loads(self.record.read_text("utf-8")))
        except (OSError, ValueError, ValidationError):
            return Manifest()

    def write(self, manifest: Manifest) -> None:
        """Keep the manifest; raises OSError."""
        write_whole(self.record, json.dumps(_MANIFEST.dump_python(manifest, mode="json")).encode())

    def put(self, name: str, content: str | bytes) -> str:
        """Write a file, whole or not at all, unless it is there just so; gives its name, raises OSError."""
        write_whole(self.root / name, content.encode("utf-8", "replace") if isinstance(content, str) else content)
        return name

    def has(self, name: str) -> bool:
        """Whether a file is there."""
        return (self.root / name).is_file()

    def sweep(self, manifest: Manifest, wanted: set[str]) -> None:
        """Remove the files that belong to no row any more, and forget their pictures."""
        wanted = wanted | {name for kept in manifest.pages.values() for name in kept.files}
        for key, (name, _) in list(manifest.pictures.items()):
            if name not in wanted:
                del manifest.pictures[key]
        for path in (path for pattern in OWNED for path in self.root.glob(pattern)):
            if path.relative_to(self.root).as_posix() not in wanted:
                path.unlink(missing_ok=True)
