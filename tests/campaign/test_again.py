"""Taken back and announced again, on every network of the demo, by the command line with the real clients."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from kutsu.cli import app
from kutsu.core.grid import Edit
from kutsu.core.publication import State
from kutsu.demo import TABS
from kutsu.ledger.views import Row
from tests.campaign.world import World, world

pytestmark = pytest.mark.system

KIND = "testers-wanted"
NETWORKS = {"x", "facebook", "linkedin", "mastodon", "bluesky", "email"}


def kutsu(campaign: World, *words: str) -> tuple[int, str]:
    """Run the command line in this process: exit code and stderr."""
    places = ["--config", str(campaign.config), "--state", str(campaign.state)]
    result = CliRunner().invoke(app, [*places, *words])
    return result.exit_code, result.stderr


def network(campaign: World, row: Row) -> str:
    """The adapter of a row's channel."""
    return campaign.works().settings.channels[row.channel].adapter


def approve_anew(campaign: World, subject: str) -> None:
    """What staff do: take all ticks of a row away, let a pull see it, tick again."""
    works = campaign.works()
    languages = {row.language for row in campaign.ledger() if row.subject == subject}
    for value in (False, True):
        edits = [Edit(TABS["pilot"], subject, f"approve.{language}", value=value) for language in sorted(languages)]
        next(iter(works.sheets.values())).write(edits)
        works.surveyor.pull()


def test_taken_back_and_announced_again(tmp_path: Path) -> None:
    """What is taken back is gone and stays gone; the new edition is new on every network, or, in the same words, in doubt."""
    with world(tmp_path) as campaign:
        campaign.approve()
        kutsu(campaign, "publish", "--due")
        first = {row.key: row for row in campaign.ledger()}
        subject = next(row.subject for row in first.values() if row.kind == KIND)
        told = [row for row in first.values() if (row.subject, row.kind, row.language) == (subject, KIND, "fi")]
        assert {network(campaign, row) for row in told} == NETWORKS
        taken = {network(campaign, row): row for row in told}
        for name, row in taken.items():
            code, err = kutsu(campaign, "retract", row.key, "--yes")
            assert code == (3 if name == "email" else 0), err
        gone = {row.remote_id for name, row in taken.items() if name != "email"}
        kutsu(campaign, "publish", "--due", "--wait", "0")
        assert not gone & {each["id"] for name in NETWORKS - {"email"} for each in campaign.published(name)}
        assert {row.key for row in campaign.ledger() if row.state is State.RETRACTED} == {
            row.key for name, row in taken.items() if name != "email"
        }

        code, err = kutsu(campaign, "announce-again", subject, KIND, "--why", "few came")
        assert code == 0, err
        kutsu(campaign, "publish", "--due", "--wait", "0")
        assert {row.key for row in campaign.ledger()} == first.keys()
        approve_anew(campaign, subject)
        kutsu(campaign, "publish", "--due", "--wait", "0")
        again = [row for row in campaign.ledger() if row.key.endswith("/again-2")]
        ended = {(network(campaign, row), row.state) for row in again}
        doubt = {("x", State.UNCONFIRMED), ("linkedin", State.UNCONFIRMED)}
        assert {name for name, _ in ended} == NETWORKS
        assert {
            ("facebook", State.SENT),
            ("mastodon", State.SENT),
            ("bluesky", State.SENT),
            ("email", State.SENT),
        } <= ended
        assert doubt <= ended
        sent = [row.remote_id for row in campaign.ledger() if row.state in (State.SENT, State.RETRACTED)]
        assert len(sent) == len(set(sent))
