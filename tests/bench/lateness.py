"""`python -m tests.bench.lateness [SLOTS]`: how late each of many single slots is, each with a Prefect run of its own.

Staff write slots by the minute; these come every few seconds. So each is a kind of its own, with its instant and its words, in a
copy of the program, and the bench runs itself there.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kutsu.settings import read_clock, read_settings
from kutsu.wiring import wire
from tests.bench.slot import NETWORKS, SLOT, Figures, open_house
from tests.campaign.world import ROOT
from tests.system.house import House, eventually

SLOTS = 200
EVERY = dt.timedelta(seconds=8)
"""From slot to slot: a run lives 45 seconds ahead of its slot, so that all eight places are taken, and no run waits for one."""

COMING_UP = dt.timedelta(seconds=100)
"""From the start of the house to its first run: a server on a new database, the flows, the first pull."""

PLACING = dt.timedelta(seconds=0.3)
"""What the first pull takes for each slot."""

PER_SLOT = 3
"""Finnish, Swedish and English on one network, the networks in turn."""

LAST_SECONDS = 90
"""How long everything may take to be out after the last slot; what is not out by then is counted as missing."""

MASTODON = 25
"""As many slots Mastodon carries, in its turns: it takes thirty pictures in half an hour, and a post waits for its picture."""

INSIDE = "--inside"
KIND = "pilot-chosen"
COPIED = ("kutsu", "flows", "templates", "config", "tests")


def measured(slots: int = SLOTS) -> dict[str, Any]:
    """Play so many slots in a copy of the program, with a line of progress each minute; gives the figures."""
    with tempfile.TemporaryDirectory(prefix="kutsu-lateness-") as folder:
        root = Path(folder)
        for name in COPIED:
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
        _kinds(root, slots)
        command = [sys.executable, "-m", "tests.bench.lateness", str(slots), INSIDE]
        environment = {**os.environ, "PYTHONPATH": folder}
        played = subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.PIPE, check=True)
    return dict(json.loads(played.stdout))


def line(told: dict[str, Any]) -> str:
    """The figures for people."""
    return "single slots: " + "  ".join(f"{name} {value}" for name, value in told.items())


def _kinds(root: Path, slots: int) -> None:
    """Make each slot a kind on one network, which tells its number, so that no network hears the same twice."""
    path = root / "config" / "kinds.toml"
    text = path.read_text("utf-8")
    table = re.split(r"^\[", text.partition(f"[{KIND}]\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
    for number in range(slots):
        at = (SLOT + number * EVERY).time().isoformat()
        text += f"\n[slot-{number}]\n" + re.sub(r'^at = ".*"$', f'at = "{at}"', table, flags=re.MULTILINE)
    path.write_text(text, "utf-8")
    for words in root.glob(f"templates/words/*/{KIND}.toml"):
        said = words.read_text("utf-8")
        for number in range(slots):
            numbered = said.replace('headline = "', f'headline = "{number}: ', 1)
            (words.parent / f"slot-{number}.toml").write_text(numbered, "utf-8")
    _channels(root / "config" / "demo" / "channels.toml", slots)


def _channels(path: Path, slots: int) -> None:
    """Every network carries its share of the slots and nothing else."""
    lines = []
    for each in path.read_text("utf-8").splitlines():
        network = each.strip("[]").partition("-")[0]
        if each.startswith("kinds = ") and "pilot-chosen" in each:
            continue
        lines.append(each)
        if each.startswith("[") and network in NETWORKS:
            mine = [f"slot-{number}" for number in range(slots) if _network(number) == network]
            lines.append(f"kinds = {json.dumps(mine or [KIND])}")
    path.write_text("\n".join(lines) + "\n", "utf-8")
    tomllib.loads(path.read_text("utf-8"))


def _network(number: int) -> str:
    """The network of a slot: each in its turn, the first one in the place of one that has had enough."""
    turns, place = divmod(number, len(NETWORKS))
    return NETWORKS[0] if NETWORKS[place] == "mastodon" and turns >= MASTODON else NETWORKS[place]


def inside(slots: int) -> dict[str, Any]:
    """Play the slots of this copy."""
    lead = COMING_UP + slots * PLACING
    with (
        tempfile.TemporaryDirectory(prefix="kutsu-bench-") as folder,
        open_house(Path(folder), 1, answer=0, lead=lead) as house,
    ):
        late = _played(house, slots, lead)
    told = {"slots": slots, "every_seconds": EVERY.total_seconds(), "missing": slots * PER_SLOT - len(late)}
    told |= asdict(Figures.of(late))
    return {**told, "load": round(os.getloadavg()[0], 2)}


def _played(house: House, slots: int, lead: dt.timedelta) -> Sequence[float]:
    """Wait until all is out, telling now and then how far it is; gives the lateness of each publication."""
    told = [0]

    def all_out() -> bool:
        out = len(house.published())
        if out >= told[0] + 10 * PER_SLOT:
            told[0] = out
            sys.stderr.write(f"{out} of {slots * PER_SLOT} out, load {os.getloadavg()[0]:.2f}\n")
        return out >= slots * PER_SLOT

    with suppress(AssertionError):
        eventually(all_out, (lead + slots * EVERY).total_seconds() + LAST_SECONDS)
    return _latenesses(house)


def _latenesses(house: House) -> list[float]:
    """Seconds from its slot to the instant at which its network got it, of everything that is out."""
    settings = read_settings(house.config, house.state)
    kinds = {row.remote_id: row.kind for row in wire(settings, read_clock(settings)).views.rows()}
    found = []
    for each in house.published():
        slot = SLOT + int(kinds[each["id"]].removeprefix("slot-")) * EVERY
        found.append((dt.datetime.fromisoformat(each["published_at"]) - slot).total_seconds())
    return found


def main(words: Sequence[str]) -> None:
    """Measure alone; the copy answers in JSON."""
    slots = int(next((word for word in words if word.isdigit()), SLOTS))
    if INSIDE in words:
        sys.stdout.write(json.dumps(inside(slots)))
    else:
        sys.stdout.write(f"{line(measured(slots))}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
