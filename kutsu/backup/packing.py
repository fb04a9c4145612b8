"""A backup in its place: a folder, or a tar file by its name; it appears whole or not at all, for its owner's eyes alone."""

from __future__ import annotations

import os
import secrets
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kutsu.core.errors import Faulty

OWNER = 0o600
OWNER_FOLDER = 0o700


@contextmanager
def packed(to: Path) -> Iterator[Path]:
    """A folder to write into, which becomes `to`, a folder or a `.tar`, when all went well, and is gone otherwise.

    Raises `Faulty` where `to` is there already.
    """
    _refuse(to)
    place = to.absolute()
    place.parent.mkdir(parents=True, exist_ok=True)
    with drafted(place) as draft:
        yield draft
        for path in draft.iterdir():
            path.chmod(OWNER)
            _keep(path)
        whole = _tarred(draft) if to.suffix == ".tar" else draft
        _keep(whole)
        _refuse(to)
        whole.rename(place)
        _keep(place.parent)


@contextmanager
def unpacked(source: Path, beside: Path) -> Iterator[Path]:
    """The files of a backup as a folder of our own beside `beside`, gone at the end; raises `Faulty` for what is no backup."""
    if not source.exists():
        raise Faulty([f"{source}: there is no such backup"])
    with drafted(beside.absolute()) as draft:
        try:
            _copy(source, draft) if source.is_dir() else _untar(source, draft)
        except (tarfile.TarError, EOFError, OSError) as error:
            raise Faulty([f"{source} cannot be read as a backup: it was cut or is none ({error})"]) from None
        yield draft


@contextmanager
def drafted(place: Path) -> Iterator[Path]:
    """A folder of our own beside a place, with all that is left in it gone at the end."""
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    draft.mkdir(mode=OWNER_FOLDER)
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        draft.with_suffix(".tar").unlink(missing_ok=True)


def _refuse(to: Path) -> None:
    """A backup is never written over anything."""
    if to.is_symlink() or to.exists():
        raise Faulty([f"{to} is there already, and a backup is never written over anything: name a new one"])


def _tarred(draft: Path) -> Path:
    """The same as a tar file."""
    whole = draft.with_suffix(".tar")
    whole.touch(mode=OWNER)
    with tarfile.open(whole, "w") as tar:
        for path in sorted(draft.iterdir()):
            tar.add(path, path.name)
    return whole


def _copy(source: Path, draft: Path) -> None:
    """Copy the files of a folder, and no folder or link in it."""
    for path in sorted(source.iterdir()):
        if path.is_file() and not path.is_symlink():
            shutil.copyfile(path, draft / path.name)


def _untar(source: Path, draft: Path) -> None:
    """Take the plain files out of a tar file; what is named into another place is left out."""
    with tarfile.open(source, "r:") as tar:
        for member in tar:
            if (content := tar.extractfile(member)) and Path(member.name).name == member.name:
                with (draft / member.name).open("wb") as file:
                    shutil.copyfileobj(content, file)


def _keep(path: Path) -> None:
    """Bring a file or a folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
