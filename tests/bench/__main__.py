"""`python -m tests.bench [RUNS] [PILOTS]`: measure all there is, and write `bench.json`.

These are growth, the sheets, the site, a slot several times beside a bare loop, mail to a city, single slots and an idle Kutsu. Without
runs (`python -m tests.bench 0`) only growth, sheets and site are measured; `python -m tests.bench.mail` measures mail alone, and so do
`tests.bench.growth`, `tests.bench.lateness` and `tests.bench.idle` theirs.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench import bare, growth, idle, lateness, mail, sheet, site, slot

KEPT = Path("bench.json")
MAILS = 2
"""A city takes two minutes with its bare loops; two show how far they differ."""


def main(runs: int = 5, pilots: int = 4) -> None:
    """Print a line per figure as it comes, and keep all of them with the machine that they are of."""
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()}
    kept = {
        "machine": machine,
        "answer_seconds": slot.ANSWER,
        "growth": list(grown()),
        "sheet": list(sheets()),
        "site": list(sites()),
        "slot": list(slots(runs, pilots)),
        "mail": list(mails(min(runs, MAILS))),
        **(desks() if runs else {}),
    }
    KEPT.write_text(json.dumps(kept, indent=2) + "\n", "utf-8")


def grown() -> Iterator[dict[str, Any]]:
    """Plan and render of ever larger sheets."""
    for told in growth.figures():
        _say(growth.line(told))
        yield told


def sheets() -> Iterator[dict[str, Any]]:
    """Every pull of every size, out of Google Sheets and out of a workbook."""
    for size in sheet.SIZES:
        for source in sheet.SOURCES:
            with tempfile.TemporaryDirectory(prefix="kutsu-bench-") as folder:
                for told in sheet.figures(Path(folder), source, *size):
                    _say(sheet.line(told))
                    yield told


def sites() -> Iterator[dict[str, Any]]:
    """The site of a large city, as a whole and after a change."""
    for told in site.figures():
        _say(site.line(told))
        yield told


def slots(runs: int, pilots: int) -> Iterator[dict[str, Any]]:
    """The lateness of everything that is due at one instant, each time on a new house; then that of a bare loop in the same house."""
    for number in range(runs):
        with (
            tempfile.TemporaryDirectory(prefix="kutsu-bench-") as folder,
            slot.open_house(Path(folder), pilots) as house,
        ):
            ours, loop = slot.figures(house, pilots), bare.figures(house)
            told = {**asdict(ours), "bare": loop.last, "longer": round(ours.last - loop.last, 3)}
            told["load"] = round(os.getloadavg()[0], 2)
        _say(f"slot {number + 1}: " + "  ".join(f"{name} {value}" for name, value in told.items()))
        yield told


def mails(runs: int) -> Iterator[dict[str, Any]]:
    """Mail to a whole city, each time a new one."""
    for _ in range(runs):
        told = mail.figures()
        _say(mail.line(told))
        yield told


def desks() -> dict[str, Any]:
    """The lateness of single slots, and what an idle Kutsu costs."""
    kept: dict[str, Any] = {}
    for name, measure, lines in (
        ("lateness", lateness.measured, lambda told: [lateness.line(told)]),
        ("idle", idle.figures, idle.lines),
    ):
        try:
            kept[name] = measure()
            for line in lines(kept[name]):
                _say(line)
        except Exception as error:  # of any kind: what was measured before is kept
            kept[name] = {"failed": f"{type(error).__name__}: {error}"}
            _say(f"{name} was not measured: {kept[name]['failed']}")
    return kept


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
