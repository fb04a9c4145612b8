"""The machine is lost: what went out after the last backup is never said again, and everything later goes out."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kutsu.backup.restore import EMPTY
from kutsu.cli import app
from kutsu.core.grid import Edit
from kutsu.core.publication import State
from kutsu.demo import TABS
from kutsu.ledger.views import Row
from tests.campaign.test_killed import without_pictures
from tests.campaign.world import TODAY, World, world

pytestmark = pytest.mark.system

BEFORE, MEANWHILE, SESSION, TOMORROW = "PILOT-03", "PILOT-04", "INFO-02", "INFO-03"
NETWORKS = ("x", "facebook", "linkedin", "mastodon", "bluesky", "sendgrid")
SCALE = 5.0
"""What went out is shown by some networks after 21 seconds; so much has passed by the time of the restore."""

READ_BACK = {"x", "linkedin", "mastodon"}
"""Networks whose list of own posts shows what went out, without anything that was known of it before."""


def kutsu(campaign: World, *words: str) -> tuple[int, str, str]:
    """Run the command line in this process: exit code, stdout and stderr."""
    places = ["--config", str(campaign.config), "--state", str(campaign.state)]
    result = CliRunner().invoke(app, [*places, *words])
    return result.exit_code, result.stdout, result.stderr


def ticks(*subjects: str, value: bool = True) -> list[Edit]:
    """Ticks of these rows in all languages, set or taken away."""
    tabs = {subject: TABS["pilot" if subject.startswith("PILOT") else "session"] for subject in subjects}
    return [
        Edit(tab, subject, f"approve.{language}", value=value)
        for subject, tab in tabs.items()
        for language in ("fi", "sv", "en")
    ]


def edit(campaign: World, *edits: Edit) -> None:
    """What staff do in the sheet, and a pull that sees it."""
    works = campaign.works()
    next(iter(works.sheets.values())).write(edits)
    works.surveyor.pull()


def out(campaign: World) -> Counter[Any]:
    """How often each thing is out, by network, account, text and recipients."""
    told = (each for network in NETWORKS for each in campaign.published(network))
    return Counter((each["network"], each["account"], each["text"], str(each.get("group"))) for each in told)


def lose(campaign: World) -> None:
    """The disk is gone; the shared sheet and the networks are elsewhere, and are as they are."""
    lost = campaign.state.parent / "lost"
    lost.mkdir()
    for path in campaign.state.iterdir():
        if path.name not in EMPTY - {"lock"}:
            path.rename(lost / path.name)


def publish(campaign: World, *words: str) -> None:
    """One round of publishing."""
    code, _, err = kutsu(campaign, "publish", "--due", "--wait", "0", *words)
    assert code in (0, 1, 3), err


def meanwhile(campaign: World, backup: Path) -> dict[str, Row]:
    """Take a backup; then a session is moved and a pilot approved, and both are told; gives what only the lost ledger knows."""
    code, _, err = kutsu(campaign, "backup", str(backup))
    assert code == 0, err
    edit(campaign, Edit(TABS["session"], SESSION, "end", value="20:15"), *ticks(SESSION, value=False))
    edit(campaign, *ticks(SESSION, MEANWHILE))
    publish(campaign)
    gap = {row.key: row for row in campaign.ledger() if row.subject == MEANWHILE or "changed" in row.kind}
    assert {row.state for row in gap.values()} == {State.SENT}
    assert {row.kind for row in gap.values()} >= {"session-changed", "testers-wanted"}
    return gap


def test_nothing_twice_after_a_restore(tmp_path: Path) -> None:
    """What was approved, changed and published after the backup is found or held, and said by nobody again; noon's reminders go."""
    with world(tmp_path, SCALE) as campaign:
        without_pictures(campaign)
        works = campaign.works()
        works.surveyor.pull()
        edit(campaign, *ticks(BEFORE, SESSION, TOMORROW))
        publish(campaign)
        gap = meanwhile(campaign, tmp_path / "night.tar")
        told = out(campaign)
        assert max(told.values()) == 1

        lose(campaign)
        code, _, err = kutsu(campaign, "restore", str(tmp_path / "night.tar"))
        assert code == 0, err
        shutil.copy(tmp_path / "lost/pilots.xlsx", campaign.state / "pilots.xlsx")
        kutsu(campaign, "resume")
        publish(campaign)
        assert out(campaign) == told, "everything waits until a person has looked, whoever resumes"

        code, listed, err = kutsu(campaign, "restored", "--go-on", "--json")
        assert code == 3, err
        held = json.loads(listed)
        found = {row.key: row for row in campaign.ledger() if row.key in gap}
        assert all((row.remote_id, row.state) == (gap[row.key].remote_id, State.SENT) for row in found.values())
        assert gap.keys() <= found.keys() | held.keys(), "what was in the gap is found or told"
        networks = {row.key: works.settings.channels[row.channel].adapter for row in gap.values()}
        assert {networks[key] for key in found} >= READ_BACK
        assert not [key for key in held if key in networks and networks[key] in READ_BACK and "changed" not in key]
        mail = next(key for key in held if networks.get(key) == "email")
        assert kutsu(campaign, "settle", mail, "--sent", "https://app.sendgrid.com/1")[0] == 0
        assert mail in {row.key for row in campaign.ledger() if row.state is State.SENT}
        assert mail not in campaign.works().pauses.after_restore()
        publish(campaign, "--now", f"{TODAY}T12:00:30+02:00")
        later = out(campaign)
        assert later >= told
        assert max(later.values()) == 1, "nothing twice"
        fresh = {row.subject for row in campaign.ledger() if row.kind == "session-reminder" and row.state is State.SENT}
        assert fresh == {TOMORROW}, "what is due later goes out; the moved session waits for its tick"
        assert len(later) - len(told) == len([row for row in campaign.ledger() if row.kind == "session-reminder"])
