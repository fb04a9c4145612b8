"""A site that is written whole: killed wherever it may be, the world reads the old one or the new one, and never a mixture."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kutsu.core.model import Approved
from kutsu.core.render import Renderer
from kutsu.mirrors import files, generations
from kutsu.mirrors.site import Site
from kutsu.mirrors.writing import writing
from tests import samples
from tests.fakes import HandClock
from tests.mirrors.test_site_again import AT, PLAN

POINTS, SEED = 40, 11
TOUCHING = {"open", "os.link", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink"}
"""What Python tells an audit hook before it asks the file system for it."""

RENDERER = Renderer(samples.sources(), samples.CITY, samples.languages())
NEW = [*PLAN[:2], samples.approved(samples.PILOT, "fi", AT, title="Uusi nimi"), *PLAN[3:5]]
"""The pilot has another name in Finnish, and its session is shown in Swedish no more."""


def show(root: Path, plan: list[Approved]) -> int:
    """What a pull does with the site."""
    return Site(root, RENDERER, HandClock(AT)).show(plan)


def contents(root: Path) -> dict[str, bytes]:
    """All that the world reads."""
    return {path: (root / path).read_bytes() for path in files.walk(root.resolve())}


def dies(deed: Callable[[], object], point: int) -> bool:
    """Whether a process that does this is killed before it touches the file system for that time."""
    child = os.fork()
    if child == 0:
        left = point

        def watch(event: str, _: object) -> None:
            nonlocal left
            left -= event in TOUCHING
            if left < 0 and event in TOUCHING:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(watch)
            deed()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def latest(root: Path) -> int:
    """The last point of the writing of the new site at which a process can be killed."""
    dying, whole = 0, 10_000
    while whole - dying > 1:
        point = (dying + whole) // 2
        show(root, PLAN)
        dying, whole = (point, whole) if dies(lambda: show(root, NEW), point) else (dying, point)
    return dying


def test_a_kill_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    """At up to forty points a process is killed: the site is the old or the new to the byte, and the next run brings the new."""
    root, chance, seen = tmp_path / "site", random.Random(SEED), []
    show(root, NEW)
    new = contents(root)
    show(root, PLAN)
    old = contents(root)
    last = latest(root)
    for point in (*sorted(chance.sample(range(last), min(POINTS - 1, last))), last):
        show(root, PLAN)
        assert contents(root) == old
        dies(lambda: show(root, NEW), point)
        found = contents(root)
        assert found in (old, new), point
        seen.append(found == new)
        show(root, NEW)
        assert contents(root) == new, point
        assert len(list((tmp_path / "site.d").iterdir())) == 2, point
    assert {*seen} == {False, True}


def test_a_first_site_is_whole_or_absent(tmp_path: Path) -> None:
    """A process that is killed while it makes the first site of all leaves none, or all of it."""
    show(tmp_path / "whole", PLAN)
    whole = contents(tmp_path / "whole")
    for point in range(0, 200, 9):
        root = tmp_path / str(point) / "site"
        dies(lambda root=root: show(root, PLAN), point)  # type: ignore[misc]  # mypy cannot tell what a default's type is
        assert not root.exists() or contents(root) == whole
        show(root, PLAN)
        assert contents(root) == whole


def test_a_folder_of_before_is_taken_over(tmp_path: Path) -> None:
    """A site that is a real folder becomes the first generation as it is: what is right in it is not written again."""
    root = tmp_path / "site"
    show(tmp_path / "elsewhere", PLAN)
    shutil.copytree((tmp_path / "elsewhere").resolve(), root)
    (root / "humans.txt").write_text("Hello", "utf-8")
    (root / "sv/index.html").write_text("an old one", "utf-8")
    times = {path: state for path, state in files.walk(root).items() if path != "sv/index.html"}
    for point in range(0, 60, 7):
        dies(lambda: show(root, PLAN), point)
    show(root, PLAN)
    assert root.is_symlink()
    assert times.items() <= files.walk(root.resolve()).items()
    assert contents(root) == contents(tmp_path / "elsewhere") | {"humans.txt": b"Hello"}


def test_a_folder_of_before_is_never_away(tmp_path: Path) -> None:
    """Wherever the process is killed that takes a real folder over, the world goes on reading a whole site."""
    show(tmp_path / "elsewhere", PLAN)
    whole = contents(tmp_path / "elsewhere")
    for point in range(12):
        root = tmp_path / str(point) / "site"
        shutil.copytree((tmp_path / "elsewhere").resolve(), root)
        dies(lambda root=root: show(root, PLAN), point)  # type: ignore[misc]  # mypy cannot tell what a default's type is
        assert contents(root) == whole, point
        show(root, PLAN)
        assert root.is_symlink()
        assert contents(root) == whole, point


def test_a_folder_without_exchange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where two names cannot change places at one instant, a real folder is taken over in two steps."""
    monkeypatch.setattr(generations, "exchange", lambda *_: False)
    (root := tmp_path / "site").mkdir()
    (root / "humans.txt").write_text("Hello", "utf-8")
    show(root, PLAN)
    assert root.is_symlink()
    assert contents(root)["humans.txt"] == b"Hello"


def test_an_empty_folder_hides_no_generation(tmp_path: Path) -> None:
    """A server makes an empty folder where the site is to be: the generation that was left without its link is shown, not that."""
    root = tmp_path / "site"
    show(root, PLAN)
    (root / "humans.txt").write_text("Hello", "utf-8")
    root.unlink()
    root.mkdir()
    show(root, PLAN)
    assert contents(root)["humans.txt"] == b"Hello"


def test_files_of_others_go_along(tmp_path: Path) -> None:
    """What others put into the folder, change there or take away is the same in every generation after that."""
    root = tmp_path / "site"
    show(root, PLAN)
    for plan, text in ((NEW, "one"), (PLAN, "two"), (NEW, ""), (PLAN, "three"), (NEW, "three")):
        other = root / "fi/pilot-01/programme.txt"
        if text:
            other.write_text(text, "utf-8")
        else:
            other.unlink()
        assert show(root, plan) > 0
        assert (other.read_text("utf-8") if text else other.exists()) == (text or False)


def test_what_is_unchanged_keeps_its_time(tmp_path: Path) -> None:
    """A browser's copy of an unchanged page stays good through many generations, with hard links and without them."""
    root = tmp_path / "site"
    show(root, PLAN)
    before = files.walk(root.resolve())
    for plan in (NEW, PLAN, NEW, PLAN):
        show(root, plan)
    after = files.walk(root.resolve())
    assert before.keys() == after.keys()
    same = {path for path, state in before.items() if after[path] == state}
    assert {"style.css", "index.html", "sv/round-1/index.html", "fi/session-01/session-01.ics"} <= same
    assert "fi/index.html" not in same


def test_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file system has no hard links, files are copied, with their time."""

    def link(*_: object, **__: object) -> None:
        raise PermissionError("no such thing here")

    monkeypatch.setattr(os, "link", link)
    test_what_is_unchanged_keeps_its_time(tmp_path)


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a file cannot be written, the old site stays, and no half of the new one lies about."""
    root = tmp_path / "site"
    show(root, PLAN)
    old = contents(root)
    write = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if path.name == "feed.xml":
            raise OSError(28, "No space left on device")
        return write(path, content)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", full)
        with pytest.raises(OSError, match="No space left"):
            show(root, NEW)
    assert contents(root) == old
    assert not list((tmp_path / "site.d").glob("*.draft"))
    assert show(root, NEW) > 0


def test_one_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who comes while another process writes waits, and tells it when that takes too long."""
    monkeypatch.setattr(generations, "TRIES", 2)
    root = tmp_path / "site"
    with writing(root, tmp_path / "site.shown"), pytest.raises(TimeoutError, match="another process"):
        show(root, PLAN)
    assert show(root, PLAN) > 0


def test_a_link_of_the_operators_is_followed(tmp_path: Path) -> None:
    """Where the site is a link to a folder elsewhere, the generations lie beside that folder, and the link stays."""
    (tmp_path / "www").mkdir()
    (tmp_path / "state").mkdir()
    root = tmp_path / "state/site"
    root.symlink_to("../www/pilots")
    show(root, PLAN)
    show(root, NEW)
    assert root.readlink() == Path("../www/pilots")
    assert (tmp_path / "www/pilots").readlink().parent == Path("pilots.d")
    assert (root / "fi/index.html").is_file()
