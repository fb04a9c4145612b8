"""A pull at rest is ended by `flows serve` itself, before its time; every other is left to the runner."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import FlowRun, State
from prefect.client.schemas.responses import OrchestrationResult, SetStateStatus, StateAcceptDetails
from prefect.states import Pending, Running, Scheduled

from flows import doze
from flows.parts import fresh
from flows.pull import at_rest
from kutsu.clock import TickingClock
from kutsu.rest import Rest
from kutsu.wiring import Works
from tests.core.rows import PILOT
from tests.houses import NOW, House

SOON = dt.timedelta(seconds=18)


@dataclass
class Desk:
    """A Prefect server with one pull of the schedule; `fails` so many requests after it did what they asked for."""

    begins: dt.datetime
    auto: bool = True
    state: State[Any] = field(init=False)
    name: str = "brave-otter"
    fails: int = 0
    runner: State[Any] | None = None
    id: UUID = field(default_factory=uuid4)

    def __post_init__(self) -> None:
        self.state = Scheduled(scheduled_time=self.begins)

    async def read_flow_run(self, _: UUID) -> FlowRun:
        """The run as it stands; a runner that waits for this moment takes it up now."""
        begins = {"next_scheduled_start_time": self.begins} if self.state.is_scheduled() else {}
        told = {"id": self.id, "flow_id": self.id, "state": self.state, "auto_scheduled": self.auto}
        run = FlowRun.model_validate(told | begins)
        self.state, self.runner = self.runner or self.state, None
        return run

    async def read_flow_runs(self, **_: Any) -> list[FlowRun]:
        """All runs."""
        return [await self.read_flow_run(self.id)]

    async def set_flow_run_state(self, _: UUID, state: State[Any]) -> OrchestrationResult[Any]:
        """Accept it, but no second *Pending*."""
        fits = self.state.is_scheduled() or not state.is_pending()
        self.state = state if fits else self.state
        if self.fails:
            self.fails -= 1
            raise ConnectionError
        status = SetStateStatus.ACCEPT if fits else SetStateStatus.ABORT
        return OrchestrationResult(state=self.state, status=status, details=StateAcceptDetails())

    async def update_flow_run(self, _: UUID, name: str) -> None:
        """Rename it."""
        self.name = name


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house at rest, as the environment names it: one pull answered, one read the answer."""
    made = House(tmp_path)
    made.fill(pilots=[{**PILOT, "announce": dt.date(2019, 10, 25)}])
    clock = TickingClock.starting(ZoneInfo("Europe/Helsinki"), dt.datetime.fromisoformat(f"{NOW}+03:00"))
    told = {"KUTSU_CONFIG": str(made.config), "KUTSU_STATE": str(made.state), "KUTSU_CLOCK": str(clock)}
    for name, value in (made.environment | told).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(doze, "PAUSE_SECONDS", 0)

    async def pulls() -> None:
        for _ in range(2):
            async with fresh() as works:
                before = works.rests.sign()
                survey, changed = works.surveyor.pull(trusting=True)
                works.rests.grant(before, survey, changed)

    asyncio.run(pulls())
    assert (made.state / "rest.json").is_file()
    return made


def spared(desk: Desk) -> bool:
    """Whether the pull of this server is ended without a process."""
    client = cast("PrefectClient", desk)
    return asyncio.run(doze.spare(client, real(), desk.id, desk.begins))


def real() -> TickingClock:
    """The wall's."""
    return TickingClock.real(ZoneInfo("Europe/Helsinki"))


def coming(ahead: dt.timedelta = SOON, **own: Any) -> Desk:
    """A server whose next pull begins so soon."""
    clock = real()
    return Desk(clock.wall(clock.now()) + ahead, **own)


@pytest.mark.usefixtures("house")
def test_at_rest() -> None:
    """It is completed in the words of a pull at rest, under the name of a pull."""
    desk = coming()
    assert spared(desk)
    assert (desk.state.name, desk.state.is_completed()) == ("At rest", True)
    assert str(desk.state.message).startswith("nothing has changed since 16.0")
    assert desk.name.startswith("Fri 18.10. 16.0")


def test_not_at_rest(house: House) -> None:
    """What has something to do is left to the runner as it stands."""
    (house.state / "rest.json").unlink()
    desk = coming()
    assert not spared(desk)
    assert desk.state.is_scheduled()


def test_another_config(house: House) -> None:
    """A file of config that was changed while this process lives is read as a new process would read it."""
    city = house.config / "city.toml"
    city.write_text(city.read_text("utf-8").replace("http://127.0.0.1:9", "http://127.0.0.1:8", 1), "utf-8")
    assert not spared(coming())


def test_a_rest_that_ends_before(house: House) -> None:
    """A rest must reach to the time of the pull."""
    kept = json.loads((house.state / "rest.json").read_text("utf-8"))
    ends = dt.datetime.fromisoformat(kept["since"]) + dt.timedelta(seconds=15)
    (house.state / "rest.json").write_text(json.dumps(kept | {"until": ends.isoformat()}), "utf-8")
    assert not spared(coming())


@pytest.mark.usefixtures("house")
def test_a_look_that_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the sheets answer so late that the runner may have the run, it is the runner's."""
    desk = coming(doze.RUNNERS + dt.timedelta(seconds=0.5))
    looked = at_rest

    async def slow(works: Works, ahead: dt.timedelta) -> Rest | None:
        await asyncio.sleep(0.5)
        return await looked(works, ahead)

    monkeypatch.setattr(doze, "at_rest", slow)
    assert not spared(desk)
    assert desk.state.is_scheduled()


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("state", [Pending(), Running()])
def test_the_runner_was_first(state: State[Any]) -> None:
    """A run that the runner has taken up, before we look or while we do, stays the runner's."""
    taken, raced = coming(), coming(runner=state)
    taken.state = state
    assert not spared(taken)
    assert not spared(raced)
    assert (taken.state, raced.state) == (state, state)


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("fails", [1, 2, 5])
def test_an_answer_that_was_lost(fails: int) -> None:
    """What we took we end, though the server should be gone meanwhile."""
    desk = coming(fails=fails)
    assert spared(desk)
    assert desk.state.is_completed()


def test_past_its_time() -> None:
    """A machine that slept leaves what is late to the runner."""
    assert not spared(coming(-SOON))


def test_an_operator_scheduled_it() -> None:
    """Only pulls of the schedule are looked at."""
    ours, theirs = coming(), coming(auto=False)
    found = [asyncio.run(doze.coming(cast("PrefectClient", desk), desk.begins)) for desk in (ours, theirs)]
    assert [run and run.id for run in found] == [ours.id, None]


def test_what_fails_is_told_once(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Where nothing can be looked at, one line says so, and looking goes on."""
    asked: list[int] = []

    def gone() -> PrefectClient:
        asked.append(1)
        raise ConnectionError("nobody answers")

    monkeypatch.setattr("flows.beside.get_client", gone)
    monkeypatch.setattr(doze, "AGAIN_SECONDS", 0)

    async def look() -> None:
        looking = asyncio.create_task(doze.doze(real()))
        while len(asked) < 3:
            await asyncio.sleep(0)
        looking.cancel()

    asyncio.run(look())
    assert [record.message for record in caplog.records] == [
        "pulls at rest cannot be told ahead: ConnectionError: nobody answers"
    ]
