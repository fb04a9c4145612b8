"""Mail to a whole city: how many people a second, against a bare loop that posts the same bodies, and with how much memory.

`python -m tests.bench.mail [PEOPLE] [RUNS]` sends to so many people in each of three languages. The sandbox is a process of its own that
answers every request after 50 ms; sender and bare loop are one each. All of it is on this machine.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from kutsu import sandbox
from kutsu.sandbox.accounts import DEFAULT
from tests.bench.posting import BARE_KEY, BARE_SENDER, LANGUAGES, SENDER
from tests.campaign.world import ROOT, TODAY

PEOPLE = 100_000
ANSWER = 0.05
"""Seconds that the sandbox takes for each answer, beside what it computes."""
SECONDS = 60

CHANNELS = f"""
[newsletter]
adapter = "email"
languages = ["fi", "sv", "en"]
audience = "residents"
kinds = ["testers-wanted"]
base = "${{KUTSU_SANDBOX}}/sendgrid"

[newsletter.options]
from = "{SENDER}"
from_name = "Espoon kaupunki"
unsubscribe_group_fi = 101
unsubscribe_group_sv = 102
unsubscribe_group_en = 103
list = "audience/city.csv"
"""
BARE = f"""
[[sendgrid]]
key = "{BARE_KEY}"
scopes = ["mail.send"]
senders = ["espoo.example"]
groups = [{", ".join(f'{{ id = {number}, name = "{number}", description = "" }}' for number in (101, 102, 103))}]
"""


def figures(people: int = PEOPLE) -> dict[str, Any]:
    """Send to so many people in each language; before and after, the bare loop does the same at the same sandbox.

    Kutsu is compared with the quicker of the two loops, as others may be at work on the machine too.
    """
    with tempfile.TemporaryDirectory(prefix="kutsu-bench-") as folder, city(Path(folder), people) as (config, state):
        address = slow(state)
        before = _side("bare", config, state)
        ours = _side("send", config, state)
        loop = min(before, _side("bare", config, state), key=lambda each: each["sending"])
        once = reached(address)
    everybody = people * len(LANGUAGES)
    whole = ours["listed"] + ours["claimed"] + ours["sending"]
    return {
        "people": everybody,
        "per_second": round(everybody / whole),
        "per_second_sending": round(everybody / ours["sending"]),
        "ratio": round(loop["sending"] / ours["sending"], 3),
        "ratio_whole": round(loop["sending"] / whole, 3),
        "bare": loop["sending"],
        "requests": loop["requests"],
        "complete": ours["complete"] and ours["accepted"] == once == everybody,
        **{name: ours[name] for name in ("listed", "claimed", "sending", "memory")},
        "load": round(os.getloadavg()[0], 2),
    }


@contextmanager
def city(folder: Path, people: int) -> Iterator[tuple[Path, Path]]:
    """The config and the state of a city with one list of so many people in each language, and its sandbox."""
    config, state, accounts = folder / "config" / "demo", folder / "state", folder / "accounts.toml"
    shutil.copytree(ROOT / "config", folder / "config")
    (config / "channels.toml").write_text(CHANNELS, "utf-8")
    with (config / "audience" / "city.csv").open("w", encoding="utf-8") as lines:
        lines.write("address,language,consent\n")
        for number in range(people):
            lines.writelines(f"asukas.{number}.{each}@example.org,{each},2026-01-02\n" for each in LANGUAGES)
    accounts.write_text(DEFAULT.read_text("utf-8") + BARE, "utf-8")
    state.mkdir()
    (state / "today").write_text(TODAY.isoformat(), "utf-8")  # a demo's state, as its config is one's
    with sandbox.start(folder / "world", accounts=accounts) as address:
        values = f"KUTSU_SITE={address}\nKUTSU_SANDBOX={address}\n"
        (state / "environment").write_text(values, "utf-8")
        yield config, state


def slow(state: Path, seconds: float = ANSWER) -> str:
    """Let the sandbox of this state take its time for mail; gives its address."""
    address = (state / "environment").read_text("utf-8").split("KUTSU_SANDBOX=")[1].strip()
    rule = {"network": "sendgrid", "path": "/sendgrid/v3/mail/send", "fault": "slow", "seconds": seconds}
    requests.post(f"{address}/_sandbox/faults", json=rule, timeout=SECONDS).raise_for_status()
    return address


def reached(address: str) -> int:
    """How many people have exactly one mail of Kutsu's, by what the sandbox took."""
    published = requests.get(f"{address}/_sandbox/published", timeout=SECONDS).json()
    ours = (mail for mail in published if mail["sender"] != BARE_SENDER)
    times = Counter(person for mail in ours for person in mail["recipients"])
    return sum(count == 1 for count in times.values())


def _side(name: str, config: Path, state: Path) -> dict[str, Any]:
    """What one side measures of itself."""
    words = [sys.executable, "-m", "tests.bench.posting", name, str(config), str(state)]
    ran = subprocess.run(
        words, env=os.environ | {"PYTHONPATH": str(ROOT)}, cwd=ROOT, stdout=subprocess.PIPE, check=True
    )
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def line(told: Mapping[str, Any]) -> str:
    """The figures of one run, as they are printed."""
    parts = f"list {told['listed']} s, claim {told['claimed']} s, {told['requests']} requests {told['sending']} s"
    rate = f"{told['per_second']} people a second in all, {told['per_second_sending']} while sending"
    ratio = f"{told['ratio']} of a bare loop ({told['bare']} s), {told['ratio_whole']} with list and claim"
    ledger = "ledger complete" if told["complete"] else "LEDGER NOT COMPLETE"
    return f"mail to {told['people']}: {rate}; {ratio}; {told['memory']} MB; {ledger}; {parts}; load {told['load']}"


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    for _ in range(given[1] if len(given) > 1 else 1):
        sys.stdout.write(f"{line(figures(given[0] if given else PEOPLE))}\n")
        sys.stdout.flush()
