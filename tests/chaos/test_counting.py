"""The judge of chaos is judged: it sees a duplicate, a loss and a wait where there is one."""

from __future__ import annotations

from dataclasses import fields
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from kutsu.core.publication import State
from kutsu.ledger.views import Row
from tests.channels.stages import OVER_HTTP
from tests.chaos import table
from tests.chaos.plan import Trial, faults, phases, trials
from tests.chaos.verdict import Verdict, judge
from tests.factories import NOW
from tests.fakes import BLIND, FakeChannel

CHANNELS = {"x": FakeChannel("x"), "mail": FakeChannel("mail", proof=BLIND)}
TRIAL = Trial(0, "x", "lost", 1, ("acted",), 1)


def row(language: str, state: State = State.SENT, channel: str = "x") -> Row:
    """What the ledger says of one language, settled 45 seconds after it was begun."""
    sent, nothing = state is State.SENT, dict.fromkeys(field.name for field in fields(Row))
    known = {"key": f"PILOT-1/pilot-started/{language}/{channel}/", "language": language, "channel": channel}
    ended = {"state": state, "settled_at": NOW.replace(second=45), "reason": None if sent else "why"}
    return Row(**{**nothing, **known, **ended, "remote_id": f"id-{language}" if sent else None})  # type: ignore[arg-type]  # by name


def out(language: str, text: str = "Kokeilu alkoi") -> dict[str, Any]:
    """What residents see in one language."""
    return {"id": f"id-{language}", "account": f"espoo-{language}", "text": text}


def judged(rows: list[Row], published: list[dict[str, Any]], trial: Trial = TRIAL) -> Verdict:
    """The verdict on a trial with one kill."""
    return judge(trial, ["acted"], rows, published, CHANNELS, NOW)


def test_well() -> None:
    """Both are out once and the ledger says so: nothing is wrong, and the time until the last was settled is kept."""
    verdict = judged([row("fi"), row("sv")], [out("fi"), out("sv")])
    assert not verdict.bad
    assert verdict.seconds == 45


def test_twice() -> None:
    """The same text on the same account again is a duplicate, whatever its id."""
    verdict = judged([row("fi"), row("sv")], [out("fi"), out("sv"), {**out("sv"), "id": "another"}])
    assert (verdict.duplicates, verdict.bad) == (1, True)


@pytest.mark.parametrize(
    ("rows", "published"),
    [
        ([row("fi"), row("sv")], [out("fi")]),
        ([row("fi")], [out("fi")]),
        ([row("fi"), row("sv", State.UNAVAILABLE)], [out("fi")]),
        ([row("fi"), row("sv", State.EXPIRED)], [out("fi")]),
        ([row("fi"), row("sv", State.REFUSED)], [out("fi")]),
        ([row("fi", State.REFUSED), row("sv")], [out("fi"), out("sv")]),
    ],
)
def test_lost(rows: list[Row], published: list[dict[str, Any]]) -> None:
    """What the ledger is wrong about, what never came, and what ended without a person being told, is lost."""
    assert judged(rows, published).lost


def test_a_definite_no_is_no_loss() -> None:
    """What the network refused, and a person is told of, is not lost."""
    refused = judged([row("fi", State.REFUSED), row("sv", State.REFUSED)], [], Trial(0, "x", "refused", 1, (), 1))
    assert (refused.bad, refused.refused) == (False, 2)


def test_what_goes_together_with_a_no_waits_for_the_same_person() -> None:
    """The other language of a refused one is not sent alone, and is not lost: the person who mends the one frees both."""
    rows = [row("fi", State.REFUSED), row("sv", State.UNAVAILABLE)]
    assert not judged(rows, [], Trial(0, "x", "refused", 1, (), 1)).bad


def test_waiting_is_just_only_where_nothing_can_be_read() -> None:
    """A mail may wait for a person; a post on a network that is read back may not."""
    mail = [row("fi", State.WAITING, "mail"), row("sv", channel="mail")]
    assert not judged(mail, [out("sv")]).bad
    assert judged([row("fi", State.WAITING), row("sv")], [out("sv")]).unjust == ("why",)


def test_the_plan_is_a_pure_function_of_its_seed() -> None:
    """The same seed gives the same trials, another one others, and each network meets every fault at every phase."""
    once = list(islice(trials(1), 800))
    assert once == list(islice(trials(1), 800))
    assert once != list(islice(trials(2), 800))
    for name in OVER_HTTP:
        cells = [(each.fault, each.phases[0]) for each in once if each.adapter == name]
        wanted = {(fault, phase) for fault in faults(name) for phase in phases(name)}
        assert set(cells[: len(wanted)]) == wanted


def test_figures_go_into_their_place(tmp_path: Path) -> None:
    """The page has a line for each fault that was played, and takes the place of the older one in the documentation."""
    page = tmp_path / "reliability.md"
    page.write_text(f"Before\n{table.BEGIN}\nold\n{table.END}\nafter\n", "utf-8")
    figures = table.page([judged([row("fi"), row("sv")], [out("fi"), out("sv")])], 1, 0.5)
    table.write_in(page, figures)
    told = page.read_text("utf-8")
    assert "| lost | 1 | 1 |" in told
    assert "old" not in told
    assert told.startswith("Before\n")
    assert told.endswith("after\n")
    page.write_text("no place", "utf-8")
    with pytest.raises(ValueError, match="no place for figures"):
        table.write_in(page, figures)
