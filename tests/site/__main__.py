"""`python -m tests.site [--jobs N]`: every page of the demo's site in every language, in a browser and by the HTML standard.

Prints what fails where, and exits with 1 if anything does.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from tests.site import standard
from tests.site.built import built
from tests.site.look import VIEWS, looking
from tests.site.reading import Whole

PORTION = 12
"""So many pages one browser looks at before a new one begins: none grows old, and the figures move."""


def main(jobs: int) -> int:
    """Build the site and look at it with so many browsers at a time; gives the exit code."""
    with tempfile.TemporaryDirectory(prefix="kutsu-site-") as folder:
        root = built(Path(folder) / "state")
        paths = list(Whole(root).pages)
        _say(f"{len(paths)} pages, {len(VIEWS)} views each, {jobs} browsers")
        found = list(standard.faults(root))
        for fault in found:
            _say(fault)
        for fault in _looks(root, paths, jobs):
            found.append(fault)
            _say(fault)
    _say(f"{len(paths)} pages: {len(found)} faults" if found else f"{len(paths)} pages: nothing to mend")
    return int(bool(found))


def _looks(root: Path, paths: Sequence[str], jobs: int) -> Iterator[str]:
    """What the browsers find, as it is found."""
    portions = [paths[at : at + PORTION] for at in range(0, len(paths), PORTION)]
    with ProcessPoolExecutor(jobs) as pool:
        for done in as_completed([pool.submit(_look, root, portion) for portion in portions]):
            yield from done.result()


def _look(root: Path, paths: Sequence[str]) -> list[str]:
    """What one browser finds on these pages."""
    with looking(root) as glass:
        return list(glass.faults(paths))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    given = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    given.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many browsers at a time")
    sys.exit(main(given.parse_args().jobs))
