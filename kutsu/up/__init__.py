"""Everything that a running Kutsu needs on one machine: Prefect, flows, site, previews, the way out of mail, a demo's sandbox."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from kutsu.channels import email
from kutsu.clock import TickingClock
from kutsu.companions import Companions
from kutsu.companions.member import Member
from kutsu.core.errors import Faulty
from kutsu.settings import WEBHOOK_KEY, Settings, keep_apart, variable
from kutsu.up.addresses import AUTH, PREFECT, Door, choose
from kutsu.wiring import preview_folder

SETTINGS = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_RUNNER_POLL_FREQUENCY": "7",
    "PREFECT_LOGGING_EXTRA_LOGGERS": "kutsu",
    "PREFECT_LOGGING_SERVER_LEVEL": "WARNING",
    "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_AFTER_SECONDS": "60",
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
}
"""No analytics, runs fetched every seven seconds (ten seconds ahead: those of slots start 45 seconds ahead, by hand they start soon),
our words in their logs, a heartbeat that shows within minutes which run is dead, no run called late before it is (flows.automations), and
places of limited deployments that a restart of the server does not forget."""

UNHURRIED = {
    "PREFECT_SERVER_SERVICES_LATE_RUNS_LOOP_SECONDS": "15",
    "PREFECT_SERVER_EVENTS_PROACTIVE_GRANULARITY": "PT15S",
    "PREFECT_SERVER_SERVICES_REPOSSESSOR_LOOP_SECONDS": "30",
    "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS": "30",
    "PREFECT_SERVER_SERVICES_CANCELLATION_CLEANUP_LOOP_SECONDS": "60",
    "PREFECT_SERVER_SERVICES_CLEANUP_RECONCILER_LOOP_SECONDS": "60",
    "PREFECT_SERVER_SERVICES_FOREMAN_LOOP_SECONDS": "60",
    "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_LOOP_SECONDS": "60",
}
"""How often the server's own loops look, most of them every five seconds by themselves: that is a fifth of what it costs while nothing
is to be done (docs/performance.md). A late run and a dead one are seen ten seconds later at most; workers and pauses of Prefect's, which
Kutsu does not have, a minute later. When a run begins is decided by none of them."""


SANDBOX_SECONDS = 10
"""How long the sandbox, which has just answered, may take for its next answer."""


@dataclass(frozen=True)
class Addresses:
    """Where a running Kutsu answers; `wall` is the sandbox's page of all that was published, in a demo.

    `preview` is the page of all previews: on loopback alone, under a name that nobody can guess.
    """

    prefect: str
    site: str
    preview: str
    wall: str | None


def _silent(_words: str) -> None:
    """Tell nobody."""


@contextmanager
def running(
    settings: Settings,
    clock: TickingClock,
    tell: Callable[[str], None] = _silent,
    host: str = Door.host,
    port: int | None = None,
) -> Iterator[tuple[Addresses, Companions]]:
    """Start everything, wait until it answers, and stop all of it at the end, whatever happened.

    Raises `Faulty` when something does not come up. The addresses are kept under the state, so that links that were
    published stay right at the next start, and other commands on this state find the same world. `tell` hears of ports
    that are taken; Prefect listens at `host` and `port`.
    """
    settings.faults.close()
    keep_apart(settings.places)
    door = Door(host, port, settings.environment.get(AUTH, ""))
    door.check()
    state = settings.places.state
    companions = Companions(state / "logs")
    companions.heed()
    try:
        if not companions.hold(state / "lock"):
            raise Faulty([f"another Kutsu is running on {state}; stop it, or name another state with --state"])
        addresses = choose(settings, companions, door, tell)
        played = {"KUTSU_CLOCK": str(clock)}
        write(
            state / "environment",
            "".join(f"{name}={value}\n" for name, value in addresses.items())
            + (f"KUTSU_CLOCK={clock}\n" if settings.places.demo else ""),
        )
        companions.environment |= _environment(settings, addresses | played) | door.environment
        _start(companions, settings, addresses, clock, door)
        preview = f"{addresses['KUTSU_PREVIEW']}/{preview_folder(settings).name()}"
        yield (
            Addresses(addresses[PREFECT], addresses["KUTSU_SITE"], preview, addresses.get("KUTSU_SANDBOX")),
            companions,
        )
    finally:
        companions.stop()


def flows(companions: Companions, *words: str) -> None:
    """One command of the flows, such as `run pull`, to its end."""
    companions.run(words[-1], [sys.executable, "-m", "flows", *words])


def first_pull(companions: Companions, begun: dt.datetime) -> None:
    """Wait for the pull with which the flows open, in a Kutsu that was begun at this instant of the wall."""
    companions.run("pull", [sys.executable, "-m", "flows", "first", begun.isoformat()])


def write(path: Path, text: str) -> None:
    """Keep, whole or not at all, what others on the same state need to know."""
    draft = path.with_suffix(".draft")
    draft.write_text(text, "utf-8")
    draft.replace(path)


def _environment(settings: Settings, shared: dict[str, str]) -> dict[str, str]:
    """What every companion is told."""
    own = {"KUTSU_CONFIG": str(settings.places.config.absolute()), "KUTSU_STATE": str(settings.places.state)}
    api = {"PREFECT_API_URL": f"{shared[PREFECT]}/api", "PREFECT_HOME": str(settings.places.state / "prefect")}
    # By itself Prefect answers whatever page an operator's browser has open.
    origins = {"PREFECT_SERVER_CORS_ALLOWED_ORIGINS": shared[PREFECT]}
    return SETTINGS | UNHURRIED | own | api | origins | shared


def _start(
    companions: Companions, settings: Settings, addresses: dict[str, str], clock: TickingClock, door: Door
) -> None:
    """Start the companions, Prefect first, for it takes longest; the flows come last, for they need the others."""
    state = settings.places.state
    ports = {name: address.rpartition(":")[2] for name, address in addresses.items()}

    def member(name: str, variable: str, module: str, *words: str, health: str = "/") -> None:
        command = [sys.executable, "-m", module, *words, "--port", ports[variable]]
        companions.enlist(Member(name, command, addresses[variable] + health))

    member("prefect", PREFECT, "prefect", "server", "start", "--host", door.host, health="/api/health")
    member("site", "KUTSU_SITE", "kutsu.web", str(state / "site"))
    member("preview", "KUTSU_PREVIEW", "kutsu.web", str(state / "preview"))
    if "KUTSU_SANDBOX" in addresses:
        world = ["--state", str(state / "sandbox"), "--clock", str(clock)]
        member("sandbox", "KUTSU_SANDBOX", "kutsu.sandbox", *world)
        companions.wait_for("sandbox", addresses["KUTSU_SANDBOX"])
        _tell_events(companions, settings, addresses)
    member("web", "KUTSU_WEB", "kutsu.cli", "web", health="/health")
    companions.wait_for("web", f"{addresses['KUTSU_WEB']}/health")
    home = companions.environment["PREFECT_HOME"]
    place = f"{addresses[PREFECT]}/api/admin/settings"
    companions.wait_for("prefect", place, lambda answer: answer.json().get("home") == home, door.credentials)
    companions.enlist(Member("flows", [sys.executable, "-m", "flows", "serve"], needs=["prefect"], heirs=True))


def _tell_events(companions: Companions, settings: Settings, addresses: dict[str, str]) -> None:
    """In a demo, what an operator does in SendGrid's settings: have it tell `kutsu web` what becomes of mail, and take over its key."""
    lists = (name for name, table in settings.channels.items() if table.adapter == email.ADAPTER)
    if name := next(lists, None):
        webhook = f"{addresses['KUTSU_SANDBOX']}/_sandbox/sendgrid/webhook"
        wanted = {"url": f"{addresses['KUTSU_WEB']}/events/sendgrid/{name}"}
        told = requests.put(webhook, json=wanted, timeout=SANDBOX_SECONDS).json()
        companions.environment[variable(name, WEBHOOK_KEY)] = told["public_key"]
