"""No draft is ever sent: not by config, not by a tick, not from the command line, not through Prefect, not by mail."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from flows import parts
from kutsu.core.approval import Memory, Seen, standings
from kutsu.core.config import Language
from kutsu.core.content import digest, localize
from kutsu.core.drafts import Drafts
from kutsu.core.errors import Faulty
from kutsu.core.plan import read_plan
from kutsu.core.render import Renderer
from kutsu.core.schedule import Rules, deliveries
from kutsu.settings import read_settings
from kutsu.sheets.build import build_plan
from kutsu.wiring import sources
from tests import samples
from tests.configs import ROOT, edit
from tests.core.rows import PILOT
from tests.factories import delivery
from tests.houses import TICKS, House
from tests.test_release import Desk

NOW = dt.datetime(2026, 11, 23, 10, tzinfo=samples.CITY.zoneinfo)
KEY = "PILOT-1/pilot-chosen/ar/x-fi/"
COMMANDS = [
    ["check"],
    ["plan"],
    ["preview"],
    ["publish", "--due"],
    ["reconcile"],
    ["settle", KEY, "--absent"],
    ["retry", KEY],
    ["announce-again", "PILOT-1", "pilot-chosen"],
    ["rehearse", "--from", "2026-11-23", "--to", "2026-11-24"],
    ["retract", KEY],
    ["watch"],
    ["up"],
    ["demo"],
]
"""Whatever opens the works, and with them a network."""

TEXTS = '[texts.PILOT-1]\ntitle = "تجربة"\nwhat = "تجربة جديدة"\n'


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A house whose pilot has texts in a draft language, and is ticked in every language that has a tick."""
    made = House(tmp_path)
    (made.config / "drafts").mkdir()
    (made.config / "drafts/ar.toml").write_text(TEXTS, "utf-8")
    return made


def named(house: House) -> str:
    """Somebody names the draft as a language of a channel; gives what is told of it."""
    edit(house.config / "channels.toml", 'languages = ["fi"]', 'languages = ["fi", "ar"]')
    return f"{house.config}/channels.toml [x-fi] languages: 'ar' is a draft"


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_no_command_runs_with_a_channel_that_names_one(house: House, words: list[str]) -> None:
    """Every command that opens a network ends with the fault of the config, and nothing is claimed, nothing written."""
    told = named(house)
    result = house.kutsu(*words)
    assert isinstance(result.exception, Faulty)
    assert any(fault.startswith(told) for fault in result.exception.faults)
    assert not (house.state / "ledger.db").exists()


def test_nor_does_prefect(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every flow takes its works from one place, which raises the same fault."""
    told = named(house)
    for name, value in {**house.environment, "KUTSU_CONFIG": house.config, "KUTSU_STATE": house.state}.items():
        monkeypatch.setenv(name, str(value))
    with pytest.raises(Faulty) as raised:
        parts.works.__wrapped__()
    assert any(fault.startswith(told) for fault in raised.value.faults)


def test_a_plan_has_none(house: House) -> None:
    """With texts for it and every tick set, what is planned, claimed or held has no draft language in it."""
    house.pull(PILOT, {**PILOT, **TICKS})
    found = house.json("plan")
    assert {each["language"] for each in found} == {"fi", "sv", "en"}
    works = house.works()
    drafts = works.settings.drafts.languages.keys()
    assert drafts
    assert not drafts & works.rules.languages.keys()
    assert not [key for key in works.surveyor.look().standings if key[1] in drafts]


def test_a_tick_and_an_approval_of_one_count_for_nothing(tmp_path: Path) -> None:
    """Were a draft ticked in every row of the demo, and known to the ledger as approved, no delivery would follow from it."""
    settings = read_settings(ROOT / "config/demo", tmp_path, {})
    spoken, drafts = settings.languages, settings.drafts.languages
    plan = read_plan([build_plan(ROOT / "config/demo/plan", NOW.date(), spoken)], spoken, settings.city, NOW)
    ticked = [dataclasses.replace(entry, ticks=frozenset({*spoken, *drafts})) for entry in plan.entries]
    known = {
        (entry.subject.id, key): Memory(Seen(mark, ticked=False), mark, NOW)
        for entry in ticked
        for key in (*spoken, *drafts)
        for mark in (digest(localize(entry.subject, key)),)
    }
    rules = Rules(settings.city, spoken, settings.kinds, settings.channels, frozenset())
    judged = standings(dataclasses.replace(plan, entries=tuple(ticked)), spoken, known)
    found = deliveries(judged, rules, NOW)
    assert {key for each in found for key in each.languages} == spoken.keys()


@pytest.mark.parametrize("language", [*samples.drafts(), "fi+ar"])
def test_the_gate_writes_none(tmp_path: Path, language: str) -> None:
    """A delivery in a draft language, wherever it came from, has no message: the gate holds it and says why."""
    desk = Desk(tmp_path)
    desk.approve()
    every: dict[str, Language] = {**desk.gate.rules.languages, **samples.drafts()}
    gate = dataclasses.replace(desk.gate, renderer=Renderer(sources(), samples.CITY, every))
    forged = dataclasses.replace(delivery(f"ROUND-1/pilots-selected/{language}/x-fi/"), language=language)
    messages, held = gate.compose(desk.surveyor.look(), [forged])
    assert messages == {}
    assert list(held.values()) == [
        f"{language.rpartition('+')[2]}: this language is not published, so nothing is sent in it"
    ]
    desk.database.close()


def test_no_list_has_readers_of_one(tmp_path: Path) -> None:
    """No mail channel of the demo has a draft among its languages, so that nobody on a list could be written to in one."""
    settings = read_settings(ROOT / "config/demo", tmp_path, {})
    assert isinstance(settings.drafts, Drafts)
    assert (
        not {key for table in settings.channels.values() for key in table.languages} & settings.drafts.languages.keys()
    )
