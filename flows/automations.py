"""What the Prefect server does by itself: it rings when a run failed, is late or died without a word. Made anew at each start."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from prefect.blocks.core import Block
from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.objects import StateType
from prefect.events.actions import ActionTypes, ChangeFlowRunState, SendNotification
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification
from prefect.settings import PREFECT_API_URL, PREFECT_UI_URL

from flows.bells import Belfry

PREFIX = "Kutsu: "
"""How the names of ours begin; whatever else begins so is taken away."""

BLOCKS = "kutsu-bell-"
"""How the names of our bells on the server begin."""

SILENCE = dt.timedelta(minutes=5)
"""After so long without a heartbeat a run is taken for dead: ten heartbeats of 30 s. A server that is away for less crashes no run."""

HOUR = dt.timedelta(hours=1)
ROUTINE = ("pull", "reconcile")
"""Deployments that start again by themselves: what fails each time rings once an hour."""

OURS = ResourceSpecification({"prefect.resource.role": "tag", "prefect.resource.id": "prefect.tag.kutsu"})
RUNS = ResourceSpecification({"prefect.resource.id": "prefect.flow-run.*"})
EACH_RUN = {"prefect.resource.id"}

FAILED = {f"prefect.flow-run.{name}" for name in ("Failed", "TimedOut", "Crashed")}
ENDED = {f"prefect.flow-run.{name}" for name in ("Completed", "Failed", "TimedOut", "Crashed", "Cancelled", "Replaced")}
BEAT = "prefect.flow-run.heartbeat"

ZOMBIE = "Zombie"
"""The name of the state of a run that died; its event then is its own, and comes only where the server agreed."""


@dataclass(frozen=True)
class Words:
    """What a bell says of a run: under its code, what to do, with a link to the run at `ui` and the time in the city's zone."""

    ui: str
    zone: str

    def action(self, bell: UUID, code: str, what: str, do: str) -> SendNotification:
        """A notification; all that is known of the run is put in by the server, as a value."""
        lines = [
            f"{what}: {self._plain('flow_run.name')}",
            "{% if flow_run.state.message %}" + self._plain("flow_run.state.message|truncate(600)") + "{% endif %}",
            f"Where: {self.ui}/runs/flow-run/{{{{ flow_run.id }}}}",
            f"Since: {self._since()}",
            f"What to do: {do}",
            f"More: docs/runbook.md#{code}",
        ]
        return SendNotification(block_document_id=bell, subject=f"Kutsu: {code}", body="\n".join(lines))

    def _plain(self, name: str) -> str:
        """A value without what networks read as a mention or markup."""
        return "{{ " + name + "|replace('<', '‹')|replace('>', '›') }}"

    def _since(self) -> str:
        """The time of the event in the city's zone, where the server's kind of instant knows zones."""
        local = (
            f"event.occurred.in_timezone('{self.zone}') if event.occurred.in_timezone is defined else event.occurred"
        )
        return "{{ (" + local + ").strftime('%d.%m.%Y %H.%M.%S %Z') }}"


async def arrange(belfry: Belfry, zone: str, deployments: Collection[str], silence: dt.timedelta = SILENCE) -> None:
    """Have the server ring these bells for runs of these deployments, and no others of ours; doing it again changes nothing."""
    words = Words((PREFECT_UI_URL.value() or (PREFECT_API_URL.value() or "").removesuffix("/api")).rstrip("/"), zone)
    async with get_client() as client:
        bells = {name: await _saved(bell, f"{BLOCKS}{name}") for name, bell in belfry.bells.items()}
        await _agree(client, [_zombies(silence), *_rings(words, list(bells.values()), deployments)])
        await _forget_bells(client, {f"{BLOCKS}{name}" for name in bells})


async def _saved(bell: Block, name: str) -> UUID:
    """Keep a bell on the server, encrypted there, or bring it up to date."""
    saved: UUID = await bell.save(name, overwrite=True)
    return saved


async def _agree(client: PrefectClient, wanted: Sequence[AutomationCore]) -> None:
    """Make those of ours that are missing, bring the others up to date, and take away what is double or no longer wanted."""
    known: dict[str, UUID] = {}
    left: list[UUID] = []
    names = {one.name for one in wanted}
    for each in await client.read_automations():
        if each.name.startswith(PREFIX):
            if each.name in known or each.name not in names:
                left.append(each.id)
            else:
                known[each.name] = each.id
    for one in wanted:
        if one.name in known:
            await client.update_automation(known[one.name], one)
        else:
            await client.create_automation(one)
    for automation in left:
        await client.delete_automation(automation)


async def _forget_bells(client: PrefectClient, wanted: set[str]) -> None:
    """Take away the bells of ours that config no longer has, and their secrets with them."""
    for block in await client.read_block_documents(limit=None):
        if block.name and block.name.startswith(BLOCKS) and block.name not in wanted:
            await client.delete_block_document(block.id)


def _rings(words: Words, bells: Sequence[UUID], deployments: Collection[str]) -> Iterator[AutomationCore]:
    """The automations that ring; without bells there are none."""
    look = "open the run and read its message; what is due goes out with the next run by itself: kutsu ledger shows it."
    flows = "look whether the flows are alive (kutsu up restarts them)"
    again, others = set(ROUTINE), set(deployments) - set(ROUTINE)
    deployment, soon = {"related:deployment:prefect.resource.id"}, dt.timedelta(minutes=10)
    for name, trigger, code, what, do in (
        ("run failed", _on(FAILED, EACH_RUN, of=others), "run-failed", "A run failed", look),
        ("pull failed", _on(FAILED, deployment, HOUR, again), "run-failed", "A run failed, perhaps each time", look),
        (
            "run late",
            _on({"prefect.flow-run.Late"}, within=soon),
            "run-late",
            "A run should have begun, and others perhaps too",
            f"{flows}; kutsu publish --due sends what is due by hand.",
        ),
        (
            "run died",
            _on({f"prefect.flow-run.{ZOMBIE}"}, EACH_RUN),
            "run-zombie",
            "A run died without a word",
            f"{flows}; the ledger settles what it had begun: kutsu ledger, kutsu reconcile.",
        ),
    ):
        actions: list[ActionTypes] = [words.action(bell, code, what, do) for bell in bells]
        if actions:
            yield AutomationCore(name=f"{PREFIX}{name}", description=do, trigger=trigger, actions=actions, enabled=True)


def _on(
    events: set[str],
    for_each: Collection[str] = (),
    within: dt.timedelta = dt.timedelta(),
    of: Collection[str] = (),
) -> EventTrigger:
    """When one of these events befalls a run of ours (`of` some deployments); once in a span, for each of what is told apart."""
    named = ResourceSpecification({"prefect.resource.role": "deployment", "prefect.resource.name": sorted(of)})
    return EventTrigger(
        match=RUNS,
        match_related=[OURS, named] if of else [OURS],
        expect=events,
        for_each=set(for_each),
        posture=Posture.Reactive,
        threshold=1,
        within=within,
    )


def _zombies(silence: dt.timedelta) -> AutomationCore:
    """A run whose heartbeats stop has crashed; one that has ended does not change, the server sees to that."""
    trigger = EventTrigger(
        match=RUNS,
        match_related=[OURS],
        after={BEAT},
        expect={BEAT, *ENDED},
        for_each=EACH_RUN,
        posture=Posture.Proactive,
        threshold=1,
        within=silence,
    )
    message = "No heartbeat: its process died, or could not reach this server. The ledger knows what went out."
    crash = ChangeFlowRunState(name=ZOMBIE, state=StateType.CRASHED, message=message, force=False)
    return AutomationCore(
        name=f"{PREFIX}end what died", description=message, trigger=trigger, actions=[crash], enabled=True
    )
