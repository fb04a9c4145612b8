"""The figures of a run: by network and fault, as a page for people and as JSON for machines."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from tests.chaos.plan import PHASES, faults
from tests.chaos.town import SCALE
from tests.chaos.verdict import TOGETHER, Verdict

HIT = (*(phase for phase in PHASES if phase != "random"), "idle")
"""The phases that a kill can really hit; `idle`: nothing of a publication was under way."""

HEAD = ("fault", "trials", "kills", *HIT, "twice", "lost", "waits", "refused", "longest, city", "longest, wall")
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


def page(verdicts: Sequence[Verdict], seed: int, minutes: float) -> str:
    """All figures in Markdown: the sum, then a table for each network."""
    networks = sorted({verdict.trial.adapter for verdict in verdicts})
    lines = [f"`SEED={seed}`, scale {SCALE:g}, {minutes:.0f} minutes of the wall.", "", *_sum(verdicts, networks)]
    for network in networks:
        lines += ["", f"### {network}", "", *_network(network, verdicts)]
    return "\n".join(lines) + "\n"


def _sum(verdicts: Sequence[Verdict], networks: Iterable[str]) -> list[str]:
    """One line for each network, and one for all."""
    groups = {network: [each for each in verdicts if each.trial.adapter == network] for network in networks}
    return _table("network", [*groups.items(), ("**all**", verdicts)])


def _network(network: str, verdicts: Sequence[Verdict]) -> list[str]:
    """One line for each fault, and why things wait for a person."""
    mine = [each for each in verdicts if each.trial.adapter == network]
    groups = [(fault, [each for each in mine if each.trial.fault == fault]) for fault in faults(network)]
    groups = [(fault, group) for fault, group in groups if group]
    reasons = Counter(why for each in mine for why in each.waiting)
    return _table("fault", groups) + [f"\nWaits, {count} times: {why}" for why, count in reasons.most_common()]


def _table(first: str, groups: Sequence[tuple[str, Sequence[Verdict]]]) -> list[str]:
    """A table in Markdown."""
    head = (first, *HEAD[1:])
    rows = [head, ["---"] + ["--:"] * (len(head) - 1), *([name, *_figures(group)] for name, group in groups)]
    return ["| " + " | ".join(row) + " |" for row in rows]


def _figures(group: Sequence[Verdict]) -> list[str]:
    """What stands behind the name of a line; times in seconds."""
    kills = Counter(hit for each in group for hit in each.kills)
    longest = max((each.seconds for each in group), default=0)
    counts = [len(group), kills.total(), *(kills[phase] for phase in HIT)]
    counts += [sum(each.duplicates for each in group), sum(len(each.lost) for each in group)]
    waits = f"{sum(len(each.waiting) for each in group)} of {TOGETHER * len(group)}"
    refused = str(sum(each.refused for each in group))
    return [*(str(count) for count in counts), waits, refused, f"{longest:.0f} s", f"{longest / SCALE:.1f} s"]


def keep(path: Path, verdicts: Sequence[Verdict], seed: int) -> None:
    """Write every trial as JSON."""
    kills = sum(len(each.kills) for each in verdicts)
    sums = {"seed": seed, "scale": SCALE, "runs": len(verdicts), "kills": kills}
    sums |= {"duplicates": sum(each.duplicates for each in verdicts), "lost": sum(len(each.lost) for each in verdicts)}
    sums |= {
        "waiting": sum(len(each.waiting) for each in verdicts),
        "unjust": sum(len(each.unjust) for each in verdicts),
    }
    sums |= {"longest_seconds": max((each.seconds for each in verdicts), default=0)}
    trials = [asdict(each) for each in verdicts]
    path.write_text(json.dumps({**sums, "trials": trials}, ensure_ascii=False, indent=1) + "\n", "utf-8")


def write_in(path: Path, figures: str) -> None:
    """Put the figures between their marks in a page of the documentation; raises ValueError when it has none."""
    before, begin, rest = path.read_text("utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"{path} has no place for figures between {BEGIN} and {END}")
    path.write_text(f"{before}{begin}\n\n{figures}\n{end}{after}", "utf-8")
