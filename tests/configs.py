"""The city's own config, copied to be spoilt."""

from __future__ import annotations

import shutil
from pathlib import Path

from kutsu.settings import Settings, read_settings

ROOT = Path(__file__).resolve().parent.parent


def copied(folder: Path) -> Path:
    """A copy of the city's config in this folder."""
    return shutil.copytree(ROOT / "config", folder / "config")


def edit(path: Path, old: str, new: str) -> None:
    """Replace words in a file, the first time that they are there."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def read(config: Path, **environ: str) -> Settings:
    """The settings with nothing but this environment, and a state beside the config."""
    root = config if config.name == "config" else config.parent
    return read_settings(config, root.parent / "state", environ)


def faults(config: Path, **environ: str) -> list[str]:
    """The faults of a config, their files named from the config directory."""
    return [fault.replace(f"{config}/", "") for fault in read(config, **environ).faults.sentences]
