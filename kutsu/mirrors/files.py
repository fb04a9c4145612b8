"""Files that the world reads while they are written: each is replaced whole, or stays as it was."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path


def bring_up_to_date(root: Path, wanted: Mapping[str, str], owned: Iterable[str]) -> int:
    """Write what differs from `wanted` (path to text), and remove what the patterns `owned` match but nobody wants.

    Returns how many files changed. Raises OSError as the file system does; whatever was replaced until then is whole.
    """
    changed = sum(write_whole(root / path, text.encode()) for path, text in wanted.items())
    return changed + sum(_remove(path, root) for path in _strays(root, wanted, owned))


def write_whole(path: Path, content: bytes) -> bool:
    """Replace one file unless it says the same already; a reader sees the old or the new, never a half."""
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return True


def _strays(root: Path, wanted: Mapping[str, str], owned: Iterable[str]) -> list[Path]:
    """What is to go, the deepest first, so that folders are empty when their turn comes."""
    found = {path for pattern in owned for path in root.glob(pattern)} - {root / path for path in wanted}
    return sorted(found, key=lambda path: len(path.parts), reverse=True)


def _remove(path: Path, root: Path) -> bool:
    """Take a file away, and its folder when that is left empty."""
    path.unlink(missing_ok=True)
    folder = path.parent
    if folder != root and not any(folder.iterdir()):
        folder.rmdir()
    return True
