"""Golden files: texts as people approved them. `UPDATE_GOLDEN=1 make test` writes them anew; read the difference before you commit it."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"


def assert_golden(name: str, text: str) -> None:
    """Hold `text` against `tests/golden/<name>`."""
    path = FOLDER / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    assert path.is_file(), f"{path} is missing: run with UPDATE_GOLDEN=1 and read what it writes"
    assert text == path.read_bytes().decode(), f"{path} differs: if the new text is right, run with UPDATE_GOLDEN=1"


def assert_no_others(folder: str, held: Collection[str]) -> None:
    """Every file of a folder is one of those `held`, its name without its suffix or its last two."""
    others = [
        path for path in sorted((FOLDER / folder).iterdir()) if not {path.stem, path.stem.rpartition(".")[0]} & {*held}
    ]
    if os.environ.get("UPDATE_GOLDEN"):
        for path in others:
            path.unlink()
        others = []
    assert others == [], "nothing makes these files any more: take them away, or run with UPDATE_GOLDEN=1"
