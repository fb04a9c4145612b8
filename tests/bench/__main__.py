"""`python -m tests.bench [RUNS] [PILOTS]`: measure several times, each on a new house, and write `bench.json`."""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.bench import slot

KEPT = Path("bench.json")


def main(runs: int = 5, pilots: int = 4) -> None:
    """Print a line per run as it comes, and keep all of them with the machine that they are of."""
    told: list[dict[str, Any]] = []
    for number in range(runs):
        with (
            tempfile.TemporaryDirectory(prefix="kutsu-bench-") as folder,
            slot.open_house(Path(folder), pilots) as house,
        ):
            figures = slot.figures(house, pilots)
        told.append({**asdict(figures), "load": round(os.getloadavg()[0], 2)})
        line = "  ".join(f"{name} {value}" for name, value in told[-1].items())
        sys.stdout.write(f"slot {number + 1}: {line}\n")
        sys.stdout.flush()
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()}
    kept = {"machine": machine, "answer_seconds": slot.ANSWER, "slot": told}
    KEPT.write_text(json.dumps(kept, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
